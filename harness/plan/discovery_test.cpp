#include "plan/discovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"

namespace pepbench {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

void add_program(FakeTree& tree, const std::string& path) {
    tree.add(path, "");
    fs::permissions(tree.root() / path, fs::perms::owner_all);
}

TEST(Discovery, ProgramsNamedLikeAPython) {
    FakeTree tree;
    for (const char* name : {"python3.11", "python3.13t", "pypy3", "python3.11-config", "python", "python3x",
                             "xpython3", "pypy3.9"}) {
        add_program(tree, std::string("bin/") + name);
    }
    tree.add("bin/python3.9", "not executable");
    const fs::path bin = tree.root() / "bin";
    EXPECT_THAT(find_pythons({{bin}, {}}),
                ElementsAre(bin / "pypy3", bin / "pypy3.9", bin / "python3.11", bin / "python3.13t"));
}

TEST(Discovery, EachOnceByItsShortestName) {
    FakeTree tree;
    add_program(tree, "bin/python3.11");
    fs::create_symlink("python3.11", tree.root() / "bin" / "python3");
    fs::create_directory_symlink(tree.root() / "bin", tree.root() / "other");
    fs::create_symlink("gone", tree.root() / "bin" / "python3.12");
    EXPECT_THAT(find_pythons({{tree.root() / "other", tree.root() / "bin", tree.root() / "nowhere"}, {}}),
                ElementsAre(tree.root() / "bin" / "python3"));
}

TEST(Discovery, InstallationsOfPyenvAndUvButNoShims) {
    FakeTree tree;
    add_program(tree, "versions/3.12.1/bin/python3.12");
    add_program(tree, "shims/python3.12");
    EXPECT_THAT(find_pythons({{tree.root() / "shims"}, {tree.root() / "versions", tree.root() / "uv"}}),
                ElementsAre(tree.root() / "versions" / "3.12.1" / "bin" / "python3.12"));
    EXPECT_THAT(find_pythons({}), IsEmpty());
}

}  // namespace
}  // namespace pepbench
