// The program pepbench-neighbour from outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "measure/child_process.h"

#ifndef PEPBENCH_BIN_DIR
#define PEPBENCH_BIN_DIR ""
#endif

namespace pepbench {
namespace {

using testing::HasSubstr;

constexpr const char* kProgram = PEPBENCH_BIN_DIR "/pepbench-neighbour";
constexpr std::chrono::duration<double> kEnough(60);

std::string any_core() {
    cpu_set_t usable;
    ::sched_getaffinity(0, sizeof usable, &usable);
    std::size_t core = 0;
    while (CPU_ISSET(core, &usable) == 0) {
        ++core;
    }
    return std::to_string(core);
}

double cpu_seconds_of_children() {
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) * 1e-6;
}

TEST(NeighbourProgram, WorksAndEndsByItself) {
    const double before = cpu_seconds_of_children();
    ChildProcess neighbour({kProgram, "--core", any_core(), "--seconds", "0.2", "--seed", "1"}, {});
    EXPECT_EQ(neighbour.wait(kEnough), 0) << neighbour.stderr_tail();
    EXPECT_GT(cpu_seconds_of_children() - before, 0.01);
}

/// What proc(5) says of a process after its name: its state first; empty where there is none.
std::vector<std::string> status_of(const std::string& process) {
    std::ifstream stream("/proc/" + process + "/stat");
    std::string text((std::istreambuf_iterator<char>(stream)), {});
    std::istringstream rest(text.substr(text.rfind(')') + 1));
    return {std::istream_iterator<std::string>(rest), {}};
}

bool has_ended(const std::string& process) {
    const std::vector<std::string> status = status_of(process);
    return status.empty() || status.front() == "Z";
}

bool has_worked(const std::string& process) {
    constexpr std::size_t kUserTime = 11;
    const std::vector<std::string> status = status_of(process);
    return status.size() > kUserTime && status[kUserTime] != "0";
}

bool comes_true(const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + kEnough;
    while (!condition() && std::chrono::steady_clock::now() < deadline) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return condition();
}

TEST(NeighbourProgram, EndsWithItsParent) {
    ChildProcess parent({"/bin/sh", "-c", "$0 \"$@\" & echo $!; read line", kProgram, "--core", any_core(),
                         "--seconds", "600", "--seed", "1"},
                        {});
    std::string neighbour;
    ASSERT_EQ(parent.read_line(neighbour, kEnough), ChildProcess::Read::line);
    ASSERT_TRUE(comes_true([&] { return has_worked(neighbour); }));
    EXPECT_FALSE(has_ended(neighbour));
    ::kill(parent.pid(), SIGKILL);
    EXPECT_TRUE(comes_true([&] { return has_ended(neighbour); }));
}

TEST(NeighbourProgram, SaysInOneSentenceWhatIsWrong) {
    const auto said = [](const std::vector<std::string>& arguments) {
        std::vector<std::string> command = {kProgram};
        command.insert(command.end(), arguments.begin(), arguments.end());
        ChildProcess neighbour(command, {});
        EXPECT_TRUE(neighbour.wait(kEnough));
        EXPECT_EQ(neighbour.how_it_ended(), "exited with code 2");
        return neighbour.stderr_tail();
    };
    EXPECT_THAT(said({"--seconds", "1", "--seed", "1"}), HasSubstr("--core is required"));
    EXPECT_THAT(said({"--core", "0", "--seconds", "1e9", "--seed", "1"}), HasSubstr("not in range"));
    EXPECT_EQ(said({"--core", "1023", "--seconds", "1", "--seed", "1"}),
              "pepbench-neighbour: --core 1023 cannot be used by this process: Invalid argument\n");
}

}  // namespace
}  // namespace pepbench
