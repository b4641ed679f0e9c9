#include "environment/cgroup.h"

#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"

namespace pepbench {
namespace {

constexpr auto kMountsV1 =
    "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n"
    "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
    "33 31 0:30 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset";
constexpr auto kMountsV2 = "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate";

void expect_quota(const FakeTree& tree, double cores, const std::string& group) {
    const auto quota = read_cgroup_quota(tree.root());
    ASSERT_TRUE(quota);
    EXPECT_DOUBLE_EQ(quota->cores, cores);
    EXPECT_EQ(quota->group, group);
}

TEST(Cgroup, ParsesQuotas) {
    EXPECT_EQ(parse_cpu_max("150000 100000"), 1.5);
    EXPECT_EQ(parse_cpu_max("max 100000"), std::nullopt);
    for (const auto* garbage : {"", "100000", "0 100000", "100000 0", "-1 100000", "a b", "1 2 3"}) {
        EXPECT_EQ(parse_cpu_max(garbage), std::nullopt) << garbage;
    }
    EXPECT_EQ(parse_cfs_quota("50000", "100000"), 0.5);
    EXPECT_EQ(parse_cfs_quota("-1", "100000"), std::nullopt);
    EXPECT_EQ(parse_cfs_quota("50000", ""), std::nullopt);
}

TEST(Cgroup, ParsesMounts) {
    const auto mounts =
        parse_cgroup_mounts(std::string(kMountsV1) + "\n" + kMountsV2 +
                            "\n1 2 0:3 /a\\040b /m\\134x rw - cgroup2 c rw\ngarbage\n- - - -\n");
    ASSERT_EQ(mounts.size(), 3U);
    EXPECT_FALSE(mounts[0].version_2);
    EXPECT_EQ(mounts[0].mount_point, "/sys/fs/cgroup/cpu,cpuacct");
    EXPECT_TRUE(mounts[1].version_2);
    EXPECT_EQ(mounts[2].root, "/a b");
    EXPECT_EQ(mounts[2].mount_point, "/m\\x");
}

TEST(Cgroup, ParsesMemberships) {
    const auto groups = parse_cgroup_memberships(
        "9:name=systemd:/x\n3:cpuset:/y\n2:cpu,cpuacct:/docker/a:b\n0::/"
        "user.slice\n0:\n:::\n5:cpu:relative\n");
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_FALSE(groups[0].version_2);
    EXPECT_EQ(groups[0].group, "/docker/a:b");
    EXPECT_TRUE(groups[1].version_2);
    EXPECT_EQ(groups[1].group, "/user.slice");
}

TEST(Cgroup, NoQuotaAnywhere) {
    FakeTree bare;
    EXPECT_FALSE(read_cgroup_quota(bare.root()));
    EXPECT_FALSE(read_cgroup_throttled_seconds(bare.root()));

    FakeTree version_2;
    version_2.add("/proc/self/mountinfo", kMountsV2)
        .add("/proc/self/cgroup", "0::/a")
        .add("/sys/fs/cgroup/a/cpu.max", "max 100000");
    EXPECT_FALSE(read_cgroup_quota(version_2.root()));

    FakeTree version_1;
    version_1.add("/proc/self/mountinfo", kMountsV1)
        .add("/proc/self/cgroup", "1:cpu,cpuacct:/")
        .add("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1")
        .add("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000");
    EXPECT_FALSE(read_cgroup_quota(version_1.root()));
}

TEST(Cgroup, GarbageIsNoQuota) {
    FakeTree tree;
    tree.add("/proc/self/mountinfo", kMountsV2)
        .add("/proc/self/cgroup", "0::/a")
        .add("/sys/fs/cgroup/a/cpu.max", "\xff\xfe garbage")
        .add("/sys/fs/cgroup/a/cpu.stat", "throttled_usec\nthrottled_usec x\n\n");
    EXPECT_FALSE(read_cgroup_quota(tree.root()));
    EXPECT_FALSE(read_cgroup_throttled_seconds(tree.root()));
}

TEST(Cgroup, TightestOfNestedGroupsCounts) {
    FakeTree tree;
    tree.add("/proc/self/mountinfo", kMountsV2)
        .add("/proc/self/cgroup", "0::/a/b/c")
        .add("/sys/fs/cgroup/a/cpu.max", "150000 100000")
        .add("/sys/fs/cgroup/a/b/cpu.max", "max 100000")
        .add("/sys/fs/cgroup/a/b/c/cpu.max", "400000 100000");
    expect_quota(tree, 1.5, "/a");
    tree.add("/sys/fs/cgroup/a/b/c/cpu.max", "25000 50000");
    expect_quota(tree, 0.5, "/a/b/c");
}

TEST(Cgroup, VersionOne) {
    FakeTree tree;
    tree.add("/proc/self/mountinfo", kMountsV1)
        .add("/proc/self/cgroup", "4:cpuset:/other\n2:cpu,cpuacct:/a/b")
        .add("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "300000")
        .add("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "100000")
        .add("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us", "125000")
        .add("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us", "50000");
    expect_quota(tree, 2.5, "/a/b");
}

TEST(Cgroup, BothVersionsMounted) {
    FakeTree tree;
    tree.add("/proc/self/mountinfo",
             std::string(kMountsV1) + "\n41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw")
        .add("/proc/self/cgroup", "2:cpu,cpuacct:/a\n0::/b")
        .add("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "300000")
        .add("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "100000")
        .add("/sys/fs/cgroup/unified/b/cpu.max", "200000 100000");
    expect_quota(tree, 2, "/b");
}

TEST(Cgroup, MountShowsOnlyTheContainersOwnGroup) {
    // Docker without a cgroup namespace: the group's name is the host's, the mount shows that group as its
    // root.
    FakeTree tree;
    tree.add("/proc/self/mountinfo", "32 31 0:29 /docker/abc /sys/fs/cgroup/cpu ro - cgroup cgroup rw,cpu")
        .add("/proc/self/cgroup", "2:cpu:/docker/abc")
        .add("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "150000")
        .add("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
    expect_quota(tree, 1.5, "/");
    tree.add("/proc/self/cgroup", "2:cpu:/docker/abc/sub")
        .add("/sys/fs/cgroup/cpu/sub/cpu.cfs_quota_us", "50000")
        .add("/sys/fs/cgroup/cpu/sub/cpu.cfs_period_us", "100000");
    expect_quota(tree, 0.5, "/sub");
    tree.add("/proc/self/cgroup", "2:cpu:/docker/abcdef");
    expect_quota(tree, 1.5, "/");
}

TEST(Cgroup, GroupOutOfSightFallsBackToTheMountPoint) {
    FakeTree tree;
    tree.add("/proc/self/mountinfo", kMountsV2)
        .add("/proc/self/cgroup", "0::/../../other")
        .add("/sys/fs/cgroup/cpu.max", "350000 100000");
    expect_quota(tree, 3.5, "/");
    // The group's directory is not there, but those above it are.
    tree.add("/proc/self/cgroup", "0::/gone/too");
    expect_quota(tree, 3.5, "/");
}

TEST(Cgroup, MountThatShowsMostIsTaken) {
    FakeTree tree;
    tree.add("/proc/self/mountinfo",
             std::string(
                 "50 23 0:26 /a/b /mnt/part rw - cgroup2 cgroup2 rw\n50 23 0:26 /else /mnt/else rw - cgroup2 "
                 "cgroup2 rw\n") +
                 kMountsV2)
        .add("/proc/self/cgroup", "0::/a/b")
        .add("/mnt/part/cpu.max", "400000 100000")
        .add("/mnt/else/cpu.max", "10000 100000")
        .add("/sys/fs/cgroup/a/cpu.max", "200000 100000");
    expect_quota(tree, 2, "/a");
}

TEST(Cgroup, ThrottledTimeOfAllLevels) {
    FakeTree tree;
    tree.add("/proc/self/mountinfo", kMountsV2)
        .add("/proc/self/cgroup", "0::/a/b")
        .add("/sys/fs/cgroup/a/cpu.stat", "usage_usec 7\nnr_throttled 3\nthrottled_usec 1500000")
        .add("/sys/fs/cgroup/a/b/cpu.stat", "throttled_usec 250000");
    EXPECT_DOUBLE_EQ(read_cgroup_throttled_seconds(tree.root()).value_or(-1), 1.75);

    FakeTree version_1;
    version_1.add("/proc/self/mountinfo", kMountsV1)
        .add("/proc/self/cgroup", "2:cpu,cpuacct:/")
        .add("/sys/fs/cgroup/cpu,cpuacct/cpu.stat", "nr_periods 5\nthrottled_time 2500000000");
    EXPECT_DOUBLE_EQ(read_cgroup_throttled_seconds(version_1.root()).value_or(-1), 2.5);
}

}  // namespace
}  // namespace pepbench
