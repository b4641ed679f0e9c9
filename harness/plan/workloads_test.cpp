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
        tree.add(std::string(name) + ".py", "");
    }
    EXPECT_EQ(names_in(tree.root()), (std::vector<std::string>{"empty", "fibonacci", "primes", "file_io",
                                                               "url_fetch", "queue", "alpha", "zeta"}));
}

TEST(Workloads, WhatIsNone) {
    FakeTree tree;
    tree.add("primes.py", "")
        .add("primes_test.py", "")
        .add("conftest.py", "")
        .add("__init__.py", "")
        .add("README.md", "");
    tree.add("folder.py/inside.py", "");
    EXPECT_EQ(names_in(tree.root()), (std::vector<std::string>{"primes"}));
}

TEST(Workloads, NoneAtAll) {
    FakeTree tree;
    EXPECT_THROW((void)find_workloads(tree.root()), Error);
    EXPECT_THROW((void)find_workloads(tree.root() / "nowhere"), Error);
}

TEST(Workloads, OursArePep371s) {
    const auto names = names_in(std::filesystem::path(PEPBENCH_SOURCE_DIR) / "workloads" / "pep371");
    EXPECT_EQ(names,
              (std::vector<std::string>{"empty", "fibonacci", "primes", "file_io", "url_fetch", "queue"}));
}

}  // namespace
}  // namespace pepbench
