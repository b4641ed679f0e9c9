#include "plan/workloads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"
#include "error.h"

namespace pepbench {
namespace {

using testing::AllOf;
using testing::HasSubstr;

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

/// A user's file and one of ours, both called primes.
struct UsersFile {
    FakeTree tree;
    std::filesystem::path file = tree.root() / "bench" / "primes.py";
    std::vector<Workload> known = {{"primes", "/ours/primes.py", "pep371"},
                                   {"queue", "/ours/queue.py", "pep371"}};

    UsersFile() { tree.add("bench/primes.py", "").add("other/primes.py", ""); }

    [[nodiscard]] std::string refusal(const std::vector<std::string>& asked) const {
        try {
            (void)named_workloads(asked, known);
            return {};
        } catch (const Error& error) {
            return error.what();
        }
    }
};

TEST(Workloads, OfTheUsersByPath) {
    const UsersFile users;
    const auto workloads = named_workloads({users.file.string(), "queue"}, users.known);
    ASSERT_EQ(workloads.size(), 2U);
    EXPECT_EQ(workloads[0].name, "primes");
    EXPECT_EQ(workloads[0].file, users.file);
    EXPECT_EQ(workloads[0].suite, "user");
    EXPECT_EQ(workloads[1].suite, "pep371");
}

TEST(Workloads, APathMayBeRelativeAndNeedsNoEnding) {
    const UsersFile users;
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(users.file.parent_path());
    const auto relative = named_workloads({"primes.py", "./primes.py", "../bench/primes.py"}, users.known);
    std::filesystem::current_path(before);
    ASSERT_EQ(relative.size(), 1U);
    EXPECT_EQ(relative[0].file, std::filesystem::canonical(users.file));
    EXPECT_TRUE(is_path("bench/parse"));
    EXPECT_FALSE(is_path("parse"));
}

TEST(Workloads, PathsThatAreNone) {
    const UsersFile users;
    const std::string folder = users.file.parent_path().string();
    EXPECT_THAT(users.refusal({folder + "/nowhere.py"}),
                HasSubstr("there is no workload file " + folder + "/nowhere.py"));
    EXPECT_THAT(users.refusal({"queue.py"}),
                HasSubstr("there is no workload file queue.py; a workload of pepbench's is named without"));
    EXPECT_THAT(users.refusal({folder}), HasSubstr("there is no workload file"));
    EXPECT_THAT(users.refusal({"queu"}), HasSubstr("unknown workload 'queu'; did you mean 'queue'?"));
}

TEST(Workloads, TwoOfTheSameName) {
    const UsersFile users;
    const std::string other = (users.tree.root() / "other" / "primes.py").string();
    for (const std::string& second : {other, std::string("primes")}) {
        EXPECT_THAT(users.refusal({users.file.string(), second}),
                    AllOf(HasSubstr("two workloads are called primes: " + users.file.string() + " and "),
                          HasSubstr("rename a file")));
    }
    EXPECT_EQ(users.refusal({users.file.string(), users.file.string(), "queue", "queue"}), "");
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
