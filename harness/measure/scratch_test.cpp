#include "measure/scratch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // setenv, which <cstdlib> does not promise

#include <fstream>
#include <string>

#include "environment/fake_tree_for_test.h"
#include "error.h"

namespace pepbench {
namespace {

namespace fs = std::filesystem;

/// $TMPDIR for as long as this object lives.
class TemporaryFolderIs {
  public:
    explicit TemporaryFolderIs(const fs::path& folder) {
        const char* const before = std::getenv("TMPDIR");
        was_set_ = before != nullptr;
        before_ = was_set_ ? before : "";
        ::setenv("TMPDIR", folder.c_str(), 1);
    }
    ~TemporaryFolderIs() { was_set_ ? ::setenv("TMPDIR", before_.c_str(), 1) : ::unsetenv("TMPDIR"); }
    TemporaryFolderIs(const TemporaryFolderIs&) = delete;
    TemporaryFolderIs& operator=(const TemporaryFolderIs&) = delete;

  private:
    bool was_set_ = false;
    std::string before_;
};

TEST(Scratch, WhereItIsToBe) {
    const Scratch around;
    const fs::path path = around.path() / "base-000001";
    {
        const Scratch scratch(path);
        EXPECT_EQ(scratch.path(), path);
        std::ofstream(path / "file") << "text";
        try {
            const Scratch again(path);
            FAIL();
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr("base-000001: it is there already"));
        }
        EXPECT_TRUE(fs::exists(path / "file"));
    }
    EXPECT_FALSE(fs::exists(path));
    EXPECT_THROW(Scratch(path / "deeper"), Error);
}

TEST(Scratch, GoesWithEverythingInIt) {
    fs::path path;
    {
        const Scratch scratch;
        const Scratch other;
        path = scratch.path();
        EXPECT_NE(path, other.path());
        EXPECT_TRUE(fs::is_directory(path));
        EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
        fs::create_directories(path / "a" / "b");
        std::ofstream(path / "a" / "b" / "file") << "text";
    }
    EXPECT_FALSE(fs::exists(path));
}

TEST(Scratch, BelowTheSystemsTemporaryFolder) {
    const FakeTree tree;
    const TemporaryFolderIs temporary(tree.root());
    EXPECT_EQ(Scratch().path().parent_path(), tree.root());
}

TEST(Scratch, NoTemporaryFolder) {
    const FakeTree tree;
    const TemporaryFolderIs temporary(tree.root() / "nowhere");
    try {
        const Scratch scratch;
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("TMPDIR"));
    }
}

}  // namespace
}  // namespace pepbench
