#include "measure/lock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <thread>

#include "environment/fake_tree_for_test.h"
#include "error.h"
#include "measure/child_process.h"

namespace pepbench {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const std::filesystem::path& file) {
    try {
        const MachineLock lock(false, file);
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ExitCode::error);
        return error.what();
    }
    return "none";
}

TEST(Lock, ASecondOneIsRefusedAndToldWhoHasIt) {
    const FakeTree tree;
    const auto file = tree.root() / "lock";
    {
        const MachineLock lock(false, file);
        EXPECT_THAT(refusal(file), AllOf(HasSubstr("process " + std::to_string(::getpid()) + ", "),
                                         HasSubstr("harness_test"), HasSubstr("--wait")));
    }
    EXPECT_EQ(refusal(file), "none");
}

TEST(Lock, OfAProcessThatDiedIsTakenOver) {
    const FakeTree tree;
    const auto file = tree.root() / "lock";
    std::ofstream(file) << "1\n";
    ChildProcess holder({"/usr/bin/flock", "--close", file.string(), "-c", "echo locked; exec sleep 600"},
                        own_environment());
    std::string line;
    ASSERT_EQ(holder.read_line(line, std::chrono::seconds(60)), ChildProcess::Read::line);
    EXPECT_THAT(refusal(file), HasSubstr("process 1"));
    holder.kill_now();
    EXPECT_EQ(refusal(file), "none");
}

TEST(Lock, WaitsWhereAskedTo) {
    const FakeTree tree;
    const auto file = tree.root() / "lock";
    std::optional<MachineLock> held(std::in_place, false, file);
    std::thread other([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        held.reset();
    });
    testing::internal::CaptureStderr();
    const MachineLock lock(true, file);
    other.join();
    EXPECT_FALSE(held.has_value());
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("waiting for the end of process "));
}

TEST(Lock, IsThatOfTheFileWhichHasTheName) {
    const FakeTree tree;
    const auto file = tree.root() / "lock";
    const MachineLock lock(false, file);
    std::filesystem::remove(file);
    EXPECT_EQ(refusal(file), "none");  // who cleans up takes the lock away; there is no way to tell
    EXPECT_TRUE(std::filesystem::exists(file));
}

TEST(Lock, AFileThatCannotBeLocked) {
    FakeTree tree;
    tree.add("victim", "precious");
    std::filesystem::create_symlink(tree.root() / "victim", tree.root() / "link");
    ASSERT_EQ(::mkfifo((tree.root() / "fifo").c_str(), 0600), 0);
    for (const char* name : {"link", "fifo", "nowhere/lock", "."}) {
        EXPECT_THAT(refusal(tree.root() / name), AllOf(HasSubstr("cannot lock"), HasSubstr("PEPBENCH_LOCK")))
            << name;
    }
    EXPECT_EQ(std::filesystem::file_size(tree.root() / "victim"), 9U);
}

TEST(Lock, HandedOnItIsHeldByThoseThatAreStarted) {
    const FakeTree tree;
    const auto file = tree.root() / "lock";
    std::optional<MachineLock> lock(std::in_place, false, file);
    lock->hand_on();
    ChildProcess started({"/usr/bin/sleep", "600"}, own_environment());
    lock.reset();
    EXPECT_THAT(refusal(file), HasSubstr("is being measured already"));
    started.kill_now();
    EXPECT_EQ(refusal(file), "none");
}

TEST(Lock, IsForAllUsers) {
    const FakeTree tree;
    const mode_t before = ::umask(077);
    const MachineLock lock(false, tree.root() / "lock");
    ::umask(before);
    EXPECT_EQ(std::filesystem::status(tree.root() / "lock").permissions(), std::filesystem::perms(0666));
}

}  // namespace
}  // namespace pepbench
