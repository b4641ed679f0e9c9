#include "measure/keep_awake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "environment/cores.h"

namespace pepbench {
namespace {

/// Waits until it has used some time on this core, or for too long.
double seconds_used(const KeepAwake& awake, int core) {
    using Clock = std::chrono::steady_clock;
    const auto give_up = Clock::now() + std::chrono::seconds(20);
    double used = 0;
    while (used < 0.01 && Clock::now() < give_up) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        used = awake.cpu_seconds().at(core);
    }
    return used;
}

TEST(KeepAwake, UsesWhatIsLeftOfEachCore) {
    const std::vector<int> cores = read_affinity();
    ASSERT_FALSE(cores.empty());
    const KeepAwake awake(cores);
    for (const int core : cores) {
        EXPECT_GE(seconds_used(awake, core), 0.01) << core;
    }
}

TEST(KeepAwakeDeathTest, GoesOnWithoutThreads) {
    const int core = read_affinity().at(0);
    const auto without_threads = [core] {
        const rlimit none{};
        ::setrlimit(RLIMIT_NPROC, &none);
        constexpr uid_t kNobody = 65534;  // root is not limited
        if (::geteuid() == 0 && ::setuid(kNobody) != 0) {
            ::_exit(2);
        }
        const KeepAwake awake({core});
        ::_exit(awake.cpu_seconds().empty() ? 0 : 1);
    };
    EXPECT_EXIT(without_threads(), testing::ExitedWithCode(0), "");
}

TEST(KeepAwake, LeavesACoreThatIsNotThereAlone) {
    EXPECT_THAT(KeepAwake({1023}).cpu_seconds(), testing::IsEmpty());
}

/// Its threads take no signal that is meant for the driver, and leave this one's class and cores as they
/// were.
TEST(KeepAwake, LeavesTheDriverAsItWas) {
    cpu_set_t before;
    cpu_set_t during;
    ASSERT_EQ(::sched_getaffinity(0, sizeof before, &before), 0);
    const KeepAwake awake(read_affinity());
    ASSERT_EQ(::sched_getaffinity(0, sizeof during, &during), 0);
    EXPECT_TRUE(CPU_EQUAL(&before, &during));
    EXPECT_EQ(::sched_getscheduler(0), SCHED_OTHER);
    sigset_t blocked;
    ASSERT_EQ(::pthread_sigmask(SIG_SETMASK, nullptr, &blocked), 0);
    EXPECT_EQ(::sigismember(&blocked, SIGINT), 0);
}

}  // namespace
}  // namespace pepbench
