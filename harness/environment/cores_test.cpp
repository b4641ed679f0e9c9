#include "environment/cores.h"

#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"

namespace pepbench {
namespace {

using Cpus = std::vector<int>;

TEST(Cores, AffinityWithoutCpusThatAreOff) {
    constexpr auto kStatus = "Name:\tpepbench\nCpus_allowed:\tff\nCpus_allowed_list:\t0-7\n";
    EXPECT_EQ(parse_affinity(kStatus, Cpus{0, 1, 5}), (Cpus{0, 1, 5}));
    EXPECT_EQ(parse_affinity(kStatus, std::nullopt), (Cpus{0, 1, 2, 3, 4, 5, 6, 7}));
    EXPECT_EQ(parse_affinity("Cpus_allowed_list:\tgarbage\n", Cpus{0}), Cpus{});
    EXPECT_EQ(parse_affinity("", Cpus{0}), Cpus{});
}

TEST(Cores, OnlineCpus) {
    FakeTree tree;
    EXPECT_EQ(read_online_cpus(tree.root()), std::nullopt);
    tree.add("/proc/cpuinfo", "processor\t: 0\nmodel name\t: X\n\nprocessor\t: 2\nprocessor : nonsense");
    EXPECT_EQ(read_online_cpus(tree.root()), (Cpus{0, 2}));
    tree.add("/sys/devices/system/cpu/online", "0-3");
    EXPECT_EQ(read_online_cpus(tree.root()), (Cpus{0, 1, 2, 3}));
    tree.add("/proc/self/status", "Cpus_allowed_list:\t2-9");
    EXPECT_EQ(read_affinity(tree.root()), (Cpus{2, 3}));
}

TEST(Cores, PhysicalCores) {
    FakeTree tree;
    const std::string cpu = "/sys/devices/system/cpu/cpu";
    for (const auto* number : {"0", "4"}) {
        tree.add(cpu + number + "/topology/thread_siblings_list", "0,4");
    }
    tree.add(cpu + "1/topology/thread_siblings_list", "1,5");
    EXPECT_EQ(read_physical_cores({0, 1, 4}, tree.root()), 2);
    EXPECT_EQ(read_physical_cores({0, 4}, tree.root()), 1);
    EXPECT_EQ(read_physical_cores({0, 7}, tree.root()), std::nullopt);
    EXPECT_EQ(read_physical_cores({}, tree.root()), std::nullopt);
}

void expect_cores(const UsableCores& usable, double cores, const std::string& reason) {
    EXPECT_DOUBLE_EQ(usable.cores, cores);
    EXPECT_EQ(usable.reason, reason);
}

TEST(Cores, SmallerOfAffinityAndQuota) {
    expect_cores(usable_cores(4, 4, std::nullopt), 4, "affinity allows 4 CPUs; no control group quota");
    expect_cores(usable_cores(1, 4, std::nullopt), 1, "affinity allows 1 of 4 CPUs; no control group quota");
    expect_cores(usable_cores(1, 1, std::nullopt), 1, "affinity allows 1 CPU; no control group quota");
    expect_cores(usable_cores(4, 8, CgroupQuota{1.5, "/a"}), 1.5,
                 "control group /a has a quota of 1.5 cores; affinity allows 4 of 8 CPUs");
    expect_cores(usable_cores(2, 8, CgroupQuota{3, "/"}), 2,
                 "affinity allows 2 of 8 CPUs; control group / has a quota of 3 cores");
    expect_cores(usable_cores(2, std::nullopt, CgroupQuota{2, "/"}), 2,
                 "affinity allows 2 CPUs; control group / has a quota of 2 cores");
    expect_cores(usable_cores(2, 2, CgroupQuota{1, "/x"}), 1,
                 "control group /x has a quota of 1 core; affinity allows 2 CPUs");
}

TEST(Cores, LittleKnown) {
    expect_cores(usable_cores(0, 6, std::nullopt), 6,
                 "6 CPUs online, affinity not known; no control group quota");
    expect_cores(usable_cores(0, std::nullopt, std::nullopt), 1,
                 "one core assumed, as the machine does not say; no control group quota");
    expect_cores(usable_cores(0, std::nullopt, CgroupQuota{0.25, "/"}), 0.25,
                 "control group / has a quota of 0.25 cores; one core assumed, as the machine does not say");
}

TEST(Cores, ThisMachine) {
    const auto affinity = read_affinity();
    EXPECT_FALSE(affinity.empty());
    EXPECT_LE(affinity.size(), read_online_cpus().value_or(Cpus{}).size());
}

}  // namespace
}  // namespace pepbench
