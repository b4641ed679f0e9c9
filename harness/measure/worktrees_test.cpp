#include "measure/worktrees.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // setenv, which <cstdlib> does not promise
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>

#include "environment/fake_tree_for_test.h"
#include "error.h"
#include "measure/child_process.h"
#include "measure/interrupt.h"
#include "measure/script.h"

namespace pepbench {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::chrono::duration<double> kEnoughForGit(60);

/// A variable of the environment for as long as this object lives.
class Variable {
  public:
    Variable(const char* name, const std::string& value) : name_(name) {
        const char* const before = std::getenv(name);
        was_set_ = before != nullptr;
        before_ = was_set_ ? before : "";
        ::setenv(name, value.c_str(), 1);
    }
    ~Variable() { was_set_ ? ::setenv(name_, before_.c_str(), 1) : ::unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

  private:
    const char* name_;
    bool was_set_ = false;
    std::string before_;
};

std::string content(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// What a shell command prints; it must succeed.
std::string output_of(const std::string& command) {
    ChildProcess shell({"/bin/sh", "-c", command}, own_environment());
    std::string output;
    std::string line;
    while (shell.read_line(line, kEnoughForGit) == ChildProcess::Read::line) {
        output += line + "\n";
    }
    EXPECT_EQ(shell.wait(kEnoughForGit), 0) << command << "\n" << shell.stderr_tail();
    return output;
}

/// A repository with three commits of `work.py`: "one" is a tag, "two" another, main has "three" checked out.
struct WorktreesOfARepository : testing::Test {
    WorktreesOfARepository() {
        fs::create_directory(temporary());
        fs::create_directory(repository());
        (void)git("init --quiet --initial-branch main");
        for (const char* name : {"one", "two", "three"}) {
            tree.add("user/work.py", name).add("user/inner/data.txt", name);
            (void)git("add .");
            (void)git(std::string("-c user.name=n -c user.email=e commit --quiet --message ") + name);
            (void)git(std::string("tag ") + name);
        }
    }

    [[nodiscard]] fs::path temporary() const { return tree.root() / "temporary"; }
    [[nodiscard]] fs::path repository() const { return tree.root() / "user"; }

    [[nodiscard]] std::string git(const std::string& arguments) const {
        return output_of("git -C '" + repository().string() + "' " + arguments);
    }

    [[nodiscard]] std::unique_ptr<Worktrees> made(const std::string& setup = "") const {
        return std::make_unique<Worktrees>(repository(), "one", "two",
                                           SetUpCommand{setup, "/base/python", ""});
    }

    [[nodiscard]] static std::string refusal(const fs::path& where, const std::string& base,
                                             const std::string& head, const std::string& setup = "") {
        try {
            const Worktrees worktrees(where, base, head, SetUpCommand{setup, "", ""});
            return {};
        } catch (const Error& error) {
            return error.what();
        }
    }

    /// Everything of the user's that is not to change.
    [[nodiscard]] std::string everything() const {
        const auto written = fs::last_write_time(repository() / ".git" / "index").time_since_epoch().count();
        return git("--no-optional-locks status --porcelain") + git("branch --all --verbose") +
               git("worktree list") + git("rev-parse HEAD") + content(repository() / "work.py") +
               content(repository() / ".git" / "index") + std::to_string(written);
    }

    FakeTree tree;
    Variable temporary_folder{"TMPDIR", (tree.root() / "temporary").string()};
    Variable home{"HOME", tree.root().string()};
};

TEST_F(WorktreesOfARepository, HaveOneCommitEachAndLeaveNothing) {
    const std::string before = everything();
    {
        const auto worktrees = made();
        EXPECT_EQ(content(worktrees->base() / "work.py"), "one\n");
        EXPECT_EQ(content(worktrees->head() / "work.py"), "two\n");
        EXPECT_EQ(worktrees->base_commit() + "\n", git("rev-parse one"));
        EXPECT_EQ(worktrees->head_commit() + "\n", git("rev-parse two"));
        EXPECT_EQ(worktrees->base().string().size(), worktrees->head().string().size());
        EXPECT_THAT(worktrees->notes(), IsEmpty());
        EXPECT_EQ(worktrees->prefix(), "");
    }
    EXPECT_EQ(everything(), before);
    EXPECT_TRUE(fs::is_empty(temporary()));
}

TEST_F(WorktreesOfARepository, OfAFolderInsideIt) {
    const Worktrees worktrees(repository() / "inner", "HEAD~1", "main", {});
    EXPECT_EQ(content(worktrees.base() / worktrees.prefix() / "data.txt"), "two\n");
    EXPECT_EQ(content(worktrees.head() / worktrees.prefix() / "data.txt"), "three\n");
}

TEST_F(WorktreesOfARepository, AreFoundFromAHook) {
    const Variable of_a_hook("GIT_DIR", "/nowhere");
    const auto worktrees = made("git rev-parse HEAD >head");
    ::unsetenv("GIT_DIR");
    EXPECT_EQ(content(worktrees->base() / "head"), git("rev-parse one"));
}

TEST_F(WorktreesOfARepository, RunNoHookOfTheUsers) {
    tree.add("user/.git/hooks/post-checkout", "#!/bin/sh\ntouch '" + (tree.root() / "hooked").string() + "'");
    fs::permissions(repository() / ".git/hooks/post-checkout", fs::perms::owner_all);
    (void)made();
    EXPECT_FALSE(fs::exists(tree.root() / "hooked"));
}

TEST_F(WorktreesOfARepository, SayWhatIsNotMeasured) {
    tree.add("user/work.py", "changed").add("user/untracked.txt", "");
    // Many commands refresh the index where a file has another time.
    const fs::path same = repository() / "inner" / "data.txt";
    fs::last_write_time(same, fs::last_write_time(same) - std::chrono::hours(1));
    const std::string before = content(repository() / ".git" / "index");
    EXPECT_THAT(made()->notes(), ElementsAre("uncommitted changes in work.py are not measured"));
    EXPECT_EQ(content(repository() / ".git" / "index"), before);
    EXPECT_EQ(content(repository() / "work.py"), "changed\n");
    for (const char* name : {"a", "b", "c", "d"}) {
        tree.add(std::string("user/") + name, "");
    }
    (void)git("add .");
    EXPECT_THAT(made()->notes(), ElementsAre("uncommitted changes in a, b, c and 3 more are not measured"));
}

TEST_F(WorktreesOfARepository, SayWhichPythonFilesAreUntracked) {
    tree.add("user/.gitignore", "ignored.py").add("user/ignored.py", "").add("user/notes.txt", "");
    tree.add("user/inner/library.py", "").add("user/work.py", "changed");
    EXPECT_THAT(
        made()->notes(),
        ElementsAre("uncommitted changes in work.py are not measured",
                    "untracked files are not measured: inner/library.py; commit what the workloads need"));
}

TEST_F(WorktreesOfARepository, AreSetUpEachInItsPlace) {
    const auto worktrees = made("echo \"$PEPBENCH_SIDE\" >side; pwd >place; echo shown; echo as well >&2");
    EXPECT_EQ(content(worktrees->base() / "side"), "base\n");
    EXPECT_EQ(content(worktrees->head() / "side"), "head\n");
    EXPECT_EQ(content(worktrees->head() / "place"), worktrees->head().string() + "\n");
}

TEST_F(WorktreesOfARepository, AreSetUpForThePythonThatIsMeasured) {
    ASSERT_EQ(::setenv("PEPBENCH_INTERPRETER", "/of/the/user", 1), 0);
    const auto worktrees = made("echo \"${PEPBENCH_INTERPRETER-none}\" >python");
    ::unsetenv("PEPBENCH_INTERPRETER");
    EXPECT_EQ(content(worktrees->base() / "python"), "/base/python\n");
    EXPECT_EQ(content(worktrees->head() / "python"), "none\n");
}

TEST_F(WorktreesOfARepository, ASetUpThatFailsOnOneSide) {
    const std::string before = everything();
    testing::internal::CaptureStderr();
    const std::string said =
        refusal(repository(), "one", "two",
                "seq 30; echo 'error: no \033compiler'; [ $PEPBENCH_SIDE = base ] || exit 7");
    const std::string shown = testing::internal::GetCapturedStderr();
    EXPECT_EQ(said, "the set-up command exited with code 7 on the side head, commit " +
                        git("rev-parse two").substr(0, 12) + ", saying: error: no ?compiler");
    EXPECT_THAT(shown, AllOf(HasSubstr("  12\n"), HasSubstr("  30\n  error: no ?compiler\n")));
    EXPECT_THAT(shown, testing::Not(HasSubstr("  11\n")));
    EXPECT_EQ(everything(), before);
    EXPECT_TRUE(fs::is_empty(temporary()));
}

TEST_F(WorktreesOfARepository, ASetUpThatSaysNothing) {
    EXPECT_THAT(refusal(repository(), "one", "two", "kill -9 $$"),
                AllOf(HasSubstr("was killed by signal 9 (SIGKILL) on the side base"),
                      testing::Not(HasSubstr("saying"))));
}

TEST_F(WorktreesOfARepository, AnInterruptedSetUp) {
    try {
        (void)made("kill -INT $PPID; sleep 600");
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::interrupted);
    }
    reset_interrupts();
    EXPECT_EQ(git("worktree list | wc -l"), "1\n");
    EXPECT_TRUE(fs::is_empty(temporary()));
}

TEST_F(WorktreesOfARepository, ARefThatDoesNotExist) {
    EXPECT_EQ(refusal(repository(), "one", "four"),
              "--head-ref 'four' names no commit of the repository in " + repository().string() +
                  "; git branch --all and git tag list its names");
    EXPECT_THAT(refusal(repository(), "--all", "two"), HasSubstr("--base-ref '--all' names no commit"));
    EXPECT_THAT(refusal(repository(), "", "two"), HasSubstr("--base-ref '' names no commit"));
    EXPECT_TRUE(fs::is_empty(temporary()));
}

TEST_F(WorktreesOfARepository, AShallowCloneMayLackARef) {
    const fs::path clone = tree.root() / "clone";
    (void)output_of("git clone --quiet --depth 1 'file://" + repository().string() + "' '" + clone.string() +
                    "' 2>&1");
    EXPECT_THAT(refusal(clone, "HEAD~1", "HEAD"),
                AllOf(HasSubstr("--base-ref 'HEAD~1' names no commit"), HasSubstr("git fetch --unshallow")));
}

TEST_F(WorktreesOfARepository, BothSidesTheSameCommit) {
    EXPECT_THAT(refusal(repository(), "main", "three"),
                AllOf(HasSubstr("--base-ref 'main' and --head-ref 'three' are the same commit, " +
                                git("rev-parse main").substr(0, 12)),
                      HasSubstr("--base X --head X")));
}

TEST_F(WorktreesOfARepository, NoRepository) {
    EXPECT_THAT(refusal(temporary(), "one", "two"),
                HasSubstr(temporary().string() + " is in no git repository that can be used: not a git"));
    EXPECT_THAT(refusal(tree.root() / "nowhere", "one", "two"), HasSubstr("No such file or directory"));
}

TEST_F(WorktreesOfARepository, NoGit) {
    const Variable path("PATH", temporary().string());
    EXPECT_THAT(refusal(repository(), "one", "two"), HasSubstr("git is not installed"));
}

/// A run that is killed while it sets up.
void leave_behind(const fs::path& repository) {
    const pid_t child = ::fork();
    if (child == 0) {
        const Worktrees worktrees(repository, "one", "two", SetUpCommand{"kill -9 $PPID", "", ""});
        ::_exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
}

TEST_F(WorktreesOfARepository, WhatAKilledRunLeftIsRemovedByTheNext) {
    for (const bool temporary_folder_was_emptied : {false, true}) {
        leave_behind(repository());
        EXPECT_EQ(git("worktree list | wc -l"), "3\n");
        if (temporary_folder_was_emptied) {
            fs::remove_all(temporary());
            fs::create_directory(temporary());
        }
        (void)made();
        EXPECT_EQ(git("worktree list | wc -l"), "1\n");
        EXPECT_TRUE(fs::is_empty(temporary()));
    }
}

TEST_F(WorktreesOfARepository, OthersAreLeftAlone) {
    const fs::path users = tree.root() / "elsewhere";
    (void)git("worktree add --quiet --detach '" + users.string() + "'");
    fs::remove_all(users);  // as if its disk were not mounted
    const auto first = made();
    (void)made();
    EXPECT_EQ(content(first->base() / "work.py"), "one\n");
    EXPECT_THAT(git("worktree list"), AllOf(HasSubstr(first->base().string()), HasSubstr(users.string())));
}

}  // namespace
}  // namespace pepbench
