#include "record/resources.h"

#include <gtest/gtest.h>

#include "record/record_for_test.h"

namespace pepbench {
namespace {

constexpr std::int64_t kMiB = std::int64_t{1024} * 1024;
const Cell kBase{"primes", {"linear", ""}, 1, "a"};
const Cell kHead{"primes", {"linear", ""}, 1, "a+jit"};

void add(RunRecord& record, const Cell& cell, int pass, std::int64_t idle, std::int64_t settled) {
    add_process_run(record, cell, pass, {1});
    ProcessRunRow& run = record.process_runs.back();
    run.startup_seconds = 0.01 * (pass + 1);
    run.idle_memory = MemoryUse{idle * kMiB, std::nullopt, idle * kMiB};
    run.memory = MemoryUse{settled * kMiB, settled * kMiB / 2, 2 * settled * kMiB};
}

/// Six passes; with the JIT a process holds 20 % more, and has 10 % more when idle.
RunRecord record() {
    RunRecord record;
    for (int pass = 0; pass < 6; ++pass) {
        add(record, kBase, pass, 10, 20 + pass);
        add(record, kHead, pass, 11, (20 + pass) * 6 / 5);
    }
    return record;
}

TEST(Resources, MemoryIdleAndAfterAWorkload) {
    const auto memory = memory_of(record(), {"a", "a+jit"});
    ASSERT_EQ(memory.size(), 4U);
    EXPECT_EQ(memory[0].configuration, "a");
    EXPECT_FALSE(memory[0].workload);
    EXPECT_EQ(memory[0].rss.median, 10.0 * kMiB);
    EXPECT_FALSE(memory[0].pss);
    EXPECT_EQ(memory[1].workload, "primes");
    EXPECT_EQ(memory[1].rss.median, 22.5 * kMiB);
    EXPECT_EQ(memory[1].rss.n, 6);
    EXPECT_TRUE(memory[1].rss.interval);
    ASSERT_TRUE(memory[1].pss);
    EXPECT_EQ(memory[1].pss->median, 11.25 * kMiB);
    EXPECT_EQ(memory[1].peak.median, 45.0 * kMiB);
    EXPECT_FALSE(memory[1].children_peak);
}

TEST(Resources, RatiosOfASwitch) {
    const auto ratios = memory_ratios(record(), {"a", "a+jit"});
    ASSERT_EQ(ratios.size(), 2U);
    EXPECT_FALSE(ratios[0].workload);
    EXPECT_DOUBLE_EQ(ratios[0].rss.ratio, 1.1);
    EXPECT_EQ(ratios[1].workload, "primes");
    EXPECT_NEAR(ratios[1].rss.ratio, 1.2, 0.02);
    EXPECT_TRUE(ratios[1].rss.interval);
}

TEST(Resources, TheLargestChildCounts) {
    RunRecord forked = record();
    forked.process_runs[0].children_peak_rss_bytes = 5 * kMiB;
    const auto memory = memory_of(forked, {"a"});
    EXPECT_FALSE(memory.at(0).children_peak);  // idle processes have none
    ASSERT_TRUE(memory.at(1).children_peak);
    EXPECT_EQ(memory.at(1).children_peak->median, 5.0 * kMiB);
    EXPECT_EQ(memory.at(1).children_peak->n, 1);
}

TEST(Resources, AProcessThatServedFewerCellsIsNoMatch) {
    RunRecord precise = record();
    Cell two = kBase;
    two.workers = 2;
    for (int number : {0, 2}) {  // of the base, in the first two passes; later ones serve one worker alone
        precise.samples.push_back(sample_for_test(two, number, 0, 1));
    }
    const auto memory = memory_of(precise, {"a"});
    EXPECT_EQ(memory.at(0).rss.n, 6);  // idle they are all alike
    EXPECT_EQ(memory.at(1).rss.n, 2);
    EXPECT_EQ(memory.at(1).rss.median, 20.5 * kMiB);
}

TEST(Resources, StartUp) {
    const auto startup = startup_of(record(), {"a", "b"});
    ASSERT_EQ(startup.size(), 1U);
    EXPECT_DOUBLE_EQ(startup[0].seconds.median, 0.035);
    EXPECT_EQ(startup[0].seconds.n, 6);
}

TEST(Resources, NothingIsMadeUpForRunnersThatDoNotTell) {
    RunRecord silent;
    add_process_run(silent, kBase, 0, {1});
    EXPECT_TRUE(memory_of(silent, {"a"}).empty());
    EXPECT_TRUE(startup_of(silent, {"a"}).empty());
}

}  // namespace
}  // namespace pepbench
