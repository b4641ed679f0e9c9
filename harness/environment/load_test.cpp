#include "environment/load.h"

#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"

namespace pepbench {
namespace {

constexpr auto kStat =
    "cpu  7044 10 3418 196066 527 3 160 3093 20 30\ncpu0 2629 0 1365 99632 36 0 18 1538 0 0\nprocs_running "
    "2\n";

TEST(Load, CpuSecondsOfStat) {
    const auto cpu = parse_cpu_seconds(kStat, 100);
    ASSERT_TRUE(cpu);
    EXPECT_DOUBLE_EQ(cpu->user, 70.44);
    EXPECT_DOUBLE_EQ(cpu->nice, 0.10);
    EXPECT_DOUBLE_EQ(cpu->system, 34.18);
    EXPECT_DOUBLE_EQ(cpu->idle, 1960.66);
    EXPECT_DOUBLE_EQ(cpu->iowait, 5.27);
    EXPECT_DOUBLE_EQ(cpu->irq, 0.03);
    EXPECT_DOUBLE_EQ(cpu->softirq, 1.60);
    EXPECT_DOUBLE_EQ(cpu->steal, 30.93);
    EXPECT_DOUBLE_EQ(cpu->busy(), 106.35);
    EXPECT_DOUBLE_EQ(cpu->total(), 2103.21);
    EXPECT_DOUBLE_EQ(parse_cpu_seconds(kStat, 1000)->user, 7.044);
}

TEST(Load, OddStat) {
    const auto old = parse_cpu_seconds("cpu 1 2 3 4\n", 1);
    ASSERT_TRUE(old);
    EXPECT_DOUBLE_EQ(old->idle, 4);
    EXPECT_DOUBLE_EQ(old->steal, 0);
    for (const auto* garbage :
         {"", "cpu\n", "cpu 1 2 3\n", "cpu 1 2 -3 4\n", "cpu a b c d\n", "cpu0 1 2 3 4\n"}) {
        EXPECT_FALSE(parse_cpu_seconds(garbage, 100)) << garbage;
    }
    EXPECT_FALSE(parse_cpu_seconds(kStat, 0));
}

TEST(Load, SmallFormats) {
    EXPECT_EQ(parse_counter(kStat, "procs_running"), 2);
    EXPECT_EQ(parse_counter(kStat, "procs"), std::nullopt);
    EXPECT_EQ(parse_some_avg10("some avg10=47.72 avg60=20.33 avg300=5.51 total=28543293\nfull avg10=1.00\n"),
              47.72);
    for (const auto* garbage :
         {"", "full avg10=1.00\n", "some avg60=1\n", "some avg10=nan\n", "some avg10=\n"}) {
        EXPECT_EQ(parse_some_avg10(garbage), std::nullopt) << garbage;
    }
    EXPECT_EQ(parse_load_avg("0.08 0.05 1.50 2/98 6820"), (std::vector<double>{0.08, 0.05, 1.5}));
    for (const auto* garbage : {"", "0.1 0.2", "a b c", "0.1 0.2 inf"}) {
        EXPECT_TRUE(parse_load_avg(garbage).empty()) << garbage;
    }
}

TEST(Load, WholeTree) {
    FakeTree tree;
    tree.add("/proc/loadavg", "0.50 0.25 0.10 2/98 6820")
        .add("/proc/stat", kStat)
        .add("/proc/vmstat", "nr_free_pages 5\npswpin 12\npswpout 34")
        .add("/proc/pressure/cpu", "some avg10=1.50 avg60=0.00 avg300=0.00 total=0")
        .add("/proc/pressure/memory", "some avg10=0.25 avg60=0.00 avg300=0.00 total=0")
        .add("/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3")
        .add("/sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count", "4")
        .add("/sys/devices/system/cpu/cpu1/thermal_throttle/package_throttle_count", "1");
    const auto load = read_load(tree.root());
    EXPECT_EQ(load.load_avg, (std::vector<double>{0.5, 0.25, 0.1}));
    EXPECT_EQ(load.pressure.cpu, 1.5);
    EXPECT_EQ(load.pressure.io, std::nullopt);
    EXPECT_EQ(load.pressure.memory, 0.25);
    ASSERT_TRUE(load.cpu);
    EXPECT_GT(load.cpu->steal, 0);
    EXPECT_EQ(load.running_processes, 2);
    EXPECT_EQ(load.swap_in_pages, 12);
    EXPECT_EQ(load.swap_out_pages, 34);
    EXPECT_EQ(load.thermal_throttles, 8);
    EXPECT_EQ(load.cgroup_throttled_seconds, std::nullopt);
}

TEST(Load, Disturbances) {
    FakeTree before;
    before.add("/proc/stat", "cpu 1 2 3 4 5 6 7 100\n");
    FakeTree after;
    after.add("/proc/stat", "cpu 1 2 3 4 5 6 7 " + std::to_string(100 + 3 * ticks_a_second()) + "\n")
        .add("/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "3")
        .add("/proc/self/mountinfo", "30 25 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
        .add("/proc/self/cgroup", "0::/a")
        .add("/sys/fs/cgroup/a/cpu.stat", "throttled_usec 1500000");
    const Disturbances meanwhile =
        difference(read_disturbances(before.root()), read_disturbances(after.root()));
    EXPECT_DOUBLE_EQ(meanwhile.steal_seconds.value_or(-1), 3);
    EXPECT_FALSE(meanwhile.thermal_throttles);  // which nobody told before
    EXPECT_EQ(read_disturbances(after.root()).thermal_throttles, 3);
    EXPECT_EQ(read_disturbances(after.root()).cgroup_throttled_seconds, 1.5);
    EXPECT_FALSE(read_disturbances(FakeTree().root()).steal_seconds);
}

TEST(Load, EmptyTreeInventsNothing) {
    FakeTree tree;
    const auto load = read_load(tree.root());
    EXPECT_TRUE(load.load_avg.empty());
    EXPECT_FALSE(load.cpu || load.running_processes || load.swap_in_pages || load.swap_out_pages);
    EXPECT_FALSE(load.pressure.cpu || load.pressure.io || load.pressure.memory);
    EXPECT_FALSE(load.thermal_throttles || load.cgroup_throttled_seconds);
    const auto change = difference(load, load, 1);
    EXPECT_FALSE(change.cpu || change.busy_share || change.steal_seconds || change.steal_share);
    EXPECT_FALSE(change.foreign_busy_seconds || change.foreign_busy_share || change.swap_in_pages);
}

TEST(Load, Difference) {
    LoadSnapshot before;
    before.cpu = CpuSeconds{100, 1, 50, 1000, 5, 1, 2, 10};
    before.swap_in_pages = 5;
    before.swap_out_pages = 7;
    before.thermal_throttles = 2;
    before.cgroup_throttled_seconds = 0.5;
    auto after = before;
    after.steady_time += std::chrono::milliseconds(12'500);
    after.cpu = CpuSeconds{110, 2, 53, 1008, 4.5, 1, 3, 12};  // iowait ran backwards
    after.swap_in_pages = 9;
    after.swap_out_pages = 6;
    after.thermal_throttles = 2;
    after.cgroup_throttled_seconds = 0.75;
    const auto change = difference(before, after, 9);
    EXPECT_DOUBLE_EQ(change.elapsed_seconds, 12.5);
    ASSERT_TRUE(change.cpu);
    EXPECT_DOUBLE_EQ(change.cpu->user, 10);
    EXPECT_DOUBLE_EQ(change.cpu->iowait, 0);
    EXPECT_DOUBLE_EQ(change.cpu->total(), 25);
    EXPECT_DOUBLE_EQ(change.busy_share.value_or(0), 0.6);
    EXPECT_DOUBLE_EQ(change.steal_seconds.value_or(0), 2);
    EXPECT_DOUBLE_EQ(change.steal_share.value_or(0), 0.08);
    EXPECT_DOUBLE_EQ(change.foreign_busy_seconds.value_or(0), 6);
    EXPECT_DOUBLE_EQ(change.foreign_busy_share.value_or(0), 0.24);
    EXPECT_EQ(change.swap_in_pages, 4);
    EXPECT_EQ(change.swap_out_pages, 0);
    EXPECT_EQ(change.thermal_throttles, 0);
    EXPECT_DOUBLE_EQ(change.cgroup_throttled_seconds.value_or(0), 0.25);
    EXPECT_DOUBLE_EQ(difference(before, after, 1000).foreign_busy_seconds.value_or(-1), 0);
}

TEST(Load, NoTimeBetweenSnapshotsHasNoShares) {
    LoadSnapshot load;
    load.cpu = CpuSeconds{1, 1, 1, 1, 1, 1, 1, 1};
    const auto change = difference(load, load, 0);
    EXPECT_EQ(change.steal_seconds, 0);
    EXPECT_FALSE(change.busy_share || change.steal_share || change.foreign_busy_share);
}

TEST(Load, ThisMachine) {
    const auto before = read_load();
    const auto after = read_load();
    EXPECT_EQ(before.load_avg.size(), 3U);
    EXPECT_TRUE(before.cpu);
    EXPECT_GE(difference(before, after, 0).elapsed_seconds, 0);
}

}  // namespace
}  // namespace pepbench
