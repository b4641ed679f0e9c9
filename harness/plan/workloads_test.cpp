#include "plan/workloads.h"

#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"
#include "error.h"

namespace pepbench {
namespace {

std::vector<std::string> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const Workload& workload : find_workloads(folder)) {
        EXPECT_TRUE(workload.file.is_absolute());
        EXPECT_TRUE(std::filesystem::exists(workload.file));
        names.push_back(workload.name);
    }
    return names;
}

TEST(Workloads, ThePepsFirstInItsOrder) {
    FakeTree tree;
    for (const char* name :
         {"zeta", "queue", "primes", "alpha", "empty", "fibonacci", "url_fetch", "file_io"}) {
        tree.add("pep371/" + std::string(name) + ".py", "");
    }
    EXPECT_EQ(names_in(tree.root()), (std::vector<std::string>{"empty", "fibonacci", "primes", "file_io",
                                                               "url_fetch", "queue", "alpha", "zeta"}));
}

TEST(Workloads, WhatIsNone) {
    FakeTree tree;
    tree.add("pep371/primes.py", "")
        .add("pep371/primes_test.py", "")
        .add("pep371/conftest.py", "")
        .add("pep371/__init__.py", "")
        .add("README.md", "")
        .add("beside.py", "");
    tree.add("pep371/folder.py/inside.py", "");
    EXPECT_EQ(names_in(tree.root()), (std::vector<std::string>{"primes"}));
}

TEST(Workloads, NoneAtAll) {
    FakeTree tree;
    EXPECT_THROW((void)find_workloads(tree.root()), Error);
    EXPECT_THROW((void)find_workloads(tree.root() / "nowhere"), Error);
}

TEST(Workloads, SuiteBySuite) {
    FakeTree tree;
    tree.add("jit/closures.py", "").add("pep371/queue.py", "").add("other/third.py", "");
    const std::vector<Workload> workloads = find_workloads(tree.root());
    ASSERT_EQ(workloads.size(), 2U);
    EXPECT_EQ(workloads[0].name, "queue");
    EXPECT_EQ(workloads[0].suite, "pep371");
    EXPECT_EQ(workloads[1].name, "closures");
    EXPECT_EQ(workloads[1].suite, "jit");
}

TEST(Workloads, Ours) {
    auto names = names_in(std::filesystem::path(PEPBENCH_SOURCE_DIR) / "workloads");
    ASSERT_GE(names.size(), 12U);
    names.resize(6);
    EXPECT_EQ(names,
              (std::vector<std::string>{"empty", "fibonacci", "primes", "file_io", "url_fetch", "queue"}));
}

}  // namespace
}  // namespace pepbench
