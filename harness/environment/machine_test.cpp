#include "environment/machine.h"

#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"

namespace pepbench {
namespace {

TEST(Machine, AslrOfProcessAndKernel) {
    EXPECT_EQ(parse_aslr_disabled("00000000"), false);
    EXPECT_EQ(parse_aslr_disabled("00040000\n"), true);
    EXPECT_EQ(parse_aslr_disabled("00c40000"), true);
    EXPECT_EQ(parse_aslr_disabled("00400000"), false);
    for (const auto* garbage : {"", "xyz", "0004000g", "ffffffffffffffffff"}) {
        EXPECT_EQ(parse_aslr_disabled(garbage), std::nullopt) << garbage;
    }
    EXPECT_EQ((Aslr{2, false}).enabled(), true);
    EXPECT_EQ((Aslr{1, false}).enabled(), true);
    EXPECT_EQ((Aslr{0, false}).enabled(), false);
    EXPECT_EQ((Aslr{0, std::nullopt}).enabled(), false);
    EXPECT_EQ((Aslr{2, true}).enabled(), false);
    EXPECT_EQ((Aslr{std::nullopt, true}).enabled(), false);
    EXPECT_EQ((Aslr{2, std::nullopt}).enabled(), std::nullopt);
    EXPECT_EQ((Aslr{std::nullopt, false}).enabled(), std::nullopt);
}

TEST(Machine, SmallFormats) {
    EXPECT_EQ(parse_pretty_name("NAME=x\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"),
              "Debian GNU/Linux 12 (bookworm)");
    EXPECT_EQ(parse_pretty_name("PRETTY_NAME='Alpine'\n"), "Alpine");
    EXPECT_EQ(parse_pretty_name("PRETTY_NAME=Void\n"), "Void");
    EXPECT_EQ(parse_pretty_name("PRETTY_NAME=\"\n"), "\"");
    EXPECT_EQ(parse_pretty_name("PRETTY_NAME=\"\"\n"), std::nullopt);
    EXPECT_EQ(parse_pretty_name("NAME=x\n"), std::nullopt);
    EXPECT_EQ(parse_bracketed("always [madvise] never\n"), "madvise");
    for (const auto* garbage : {"", "always", "]always[", "[", "[]"}) {
        EXPECT_EQ(parse_bracketed(garbage), std::nullopt) << garbage;
    }
    EXPECT_EQ(parse_meminfo("MemTotal:       24684092 kB\n", "MemTotal"), 25276510208);
    EXPECT_EQ(parse_meminfo("SwapTotal:             0 kB\n", "SwapTotal"), 0);
    EXPECT_EQ(parse_meminfo("MemTotal: 1\n", "MemTotal"), std::nullopt);
    EXPECT_EQ(parse_meminfo("MemTotal: -1 kB\n", "MemTotal"), std::nullopt);
    EXPECT_EQ(parse_meminfo("MemTotal: 9223372036854775807 kB\n", "MemTotal"), std::nullopt);
    EXPECT_EQ(parse_meminfo("", "MemTotal"), std::nullopt);
}

TEST(Machine, PowerSource) {
    FakeTree tree;
    EXPECT_EQ(read_on_battery(tree.root()), std::nullopt);
    tree.add("/sys/class/power_supply/BAT0/type", "Battery").add("/sys/class/power_supply/BAT0/online", "1");
    EXPECT_EQ(read_on_battery(tree.root()), std::nullopt);
    tree.add("/sys/class/power_supply/AC/type", "Mains").add("/sys/class/power_supply/AC/online", "0");
    EXPECT_EQ(read_on_battery(tree.root()), true);
    tree.add("/sys/class/power_supply/AC2/type", "Mains").add("/sys/class/power_supply/AC2/online", "1");
    EXPECT_EQ(read_on_battery(tree.root()), false);
}

TEST(Machine, WholeTree) {
    FakeTree tree;
    tree.add("/proc/sys/kernel/hostname", "bench")
        .add("/proc/sys/kernel/arch", "x86_64")
        .add("/proc/sys/kernel/osrelease", "6.1.0-28-amd64")
        .add("/proc/sys/kernel/randomize_va_space", "2")
        .add("/proc/self/personality", "00000000")
        .add("/proc/self/status", "Cpus_allowed_list:\t0-2")
        .add("/proc/self/mountinfo", "29 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw")
        .add("/proc/self/cgroup", "0::/job")
        .add("/sys/fs/cgroup/job/cpu.max", "250000 100000")
        .add("/proc/cpuinfo", "model name : Xeon\nflags : fpu\ncpu MHz : 2000.0")
        .add("/proc/meminfo", "MemTotal: 1024 kB\nSwapTotal: 2 kB")
        .add("/etc/os-release", "PRETTY_NAME=\"Debian\"")
        .add("/sys/devices/system/cpu/online", "0-3")
        .add("/sys/devices/system/cpu/smt/active", "0")
        .add("/sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc")
        .add("/sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never");
    const auto machine = read_machine(tree.root());
    EXPECT_EQ(machine.host_name, "bench");
    EXPECT_EQ(machine.cpu_model, "Xeon");
    EXPECT_EQ(machine.logical_cpus, 4);
    EXPECT_EQ(machine.affinity, (std::vector<int>{0, 1, 2}));
    EXPECT_EQ(machine.physical_cores, std::nullopt);
    EXPECT_EQ(machine.smt_active, false);
    EXPECT_EQ(machine.cgroup_quota_cores, 2.5);
    EXPECT_EQ(machine.cgroup_quota_group, "/job");
    EXPECT_EQ(machine.usable_cores, 2.5);
    EXPECT_EQ(machine.usable_cores_reason,
              "control group /job has a quota of 2.5 cores; affinity allows 3 of 4 CPUs");
    EXPECT_EQ(machine.frequency.current_mhz, 2000);
    EXPECT_EQ(machine.aslr.enabled(), true);
    EXPECT_EQ(machine.architecture, "x86_64");
    EXPECT_EQ(machine.kernel, "6.1.0-28-amd64");
    EXPECT_EQ(machine.operating_system, "Debian");
    EXPECT_EQ(machine.virtualization.virtual_machine, std::nullopt);
    EXPECT_EQ(machine.clock_source, "tsc");
    EXPECT_EQ(machine.memory_bytes, 1048576);
    EXPECT_EQ(machine.swap_bytes, 2048);
    EXPECT_EQ(machine.transparent_hugepages, "always");
    EXPECT_EQ(machine.on_battery, std::nullopt);
}

TEST(Machine, EmptyTreeInventsNothing) {
    FakeTree tree;
    const auto machine = read_machine(tree.root());
    EXPECT_FALSE(machine.host_name || machine.cpu_model || machine.logical_cpus || machine.physical_cores);
    EXPECT_FALSE(machine.smt_active || machine.cgroup_quota_cores || machine.cgroup_quota_group);
    EXPECT_FALSE(machine.kernel || machine.operating_system || machine.clock_source || machine.memory_bytes);
    EXPECT_FALSE(machine.swap_bytes || machine.transparent_hugepages || machine.on_battery);
    EXPECT_FALSE(machine.aslr.kernel_setting || machine.aslr.disabled_for_process || machine.aslr.enabled());
    EXPECT_TRUE(machine.affinity.empty() && machine.caches.empty());
    EXPECT_EQ(machine.usable_cores, 1);
}

TEST(Machine, ThisMachine) {
    const auto machine = read_machine();
    EXPECT_FALSE(machine.affinity.empty());
    EXPECT_GT(machine.usable_cores, 0);
    EXPECT_LE(machine.usable_cores, static_cast<double>(machine.affinity.size()));
    EXPECT_TRUE(machine.kernel && machine.memory_bytes && machine.architecture);
}

}  // namespace
}  // namespace pepbench
