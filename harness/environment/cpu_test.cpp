#include "environment/cpu.h"

#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"

namespace pepbench {
namespace {

constexpr const char* kCpu = "/sys/devices/system/cpu/cpu";

void add_frequencies(FakeTree& tree, const std::string& cpu, const std::string& governor, int maximum,
                     int current) {
    const auto directory = kCpu + cpu + "/cpufreq/";
    tree.add(directory + "scaling_governor", governor)
        .add(directory + "scaling_driver", "intel_pstate")
        .add(directory + "cpuinfo_min_freq", "800000")
        .add(directory + "cpuinfo_max_freq", std::to_string(maximum))
        .add(directory + "scaling_max_freq", std::to_string(maximum - 1'000'000))
        .add(directory + "scaling_cur_freq", std::to_string(current));
}

TEST(Cpu, Model) {
    EXPECT_EQ(parse_cpu_model("processor\t: 0\nmodel name\t: Intel(R) Xeon(R) \n"), "Intel(R) Xeon(R)");
    EXPECT_EQ(parse_cpu_model("cpu\t\t: POWER9, altivec supported\n"), "POWER9, altivec supported");
    EXPECT_EQ(parse_cpu_model("processor\t: 0\nBogoMIPS\t: 50.00\n"), std::nullopt);
    FakeTree tree;
    EXPECT_EQ(read_cpu_model(tree.root()), std::nullopt);
    tree.add("/proc/device-tree/model", std::string("Raspberry Pi 5\0", 15));
    EXPECT_EQ(read_cpu_model(tree.root()), "Raspberry Pi 5");
    tree.add("/proc/cpuinfo", "model name: Ryzen");
    EXPECT_EQ(read_cpu_model(tree.root()), "Ryzen");
}

TEST(Cpu, Flags) {
    EXPECT_TRUE(has_cpu_flag("flags\t\t: fpu hypervisor sse\n", "hypervisor"));
    EXPECT_FALSE(has_cpu_flag("flags\t\t: fpu hypervisors\n", "hypervisor"));
    EXPECT_FALSE(has_cpu_flag("", "hypervisor"));
}

TEST(Cpu, CurrentFrequencyIsTheMean) {
    EXPECT_EQ(parse_current_mhz("cpu MHz\t\t: 1000.0\nx: y\ncpu MHz\t\t: 2000.5\ncpu MHz : junk\n"), 1500.25);
    EXPECT_EQ(parse_current_mhz("cpu MHz\t\t: 0.000\n"), std::nullopt);
    EXPECT_EQ(parse_current_mhz(""), std::nullopt);
}

TEST(Cpu, CacheSizes) {
    EXPECT_EQ(parse_cache_size("48K\n"), 49152);
    EXPECT_EQ(parse_cache_size("2M"), 2097152);
    EXPECT_EQ(parse_cache_size("512"), 512);
    EXPECT_EQ(parse_cache_size("1G"), 1073741824);
    for (const auto* garbage : {"", "K", "0K", "-1K", "1T", "9999999999999999G", "4 8K"}) {
        EXPECT_EQ(parse_cache_size(garbage), std::nullopt) << garbage;
    }
}

TEST(Cpu, FrequenciesOfSeveralCpus) {
    FakeTree tree;
    add_frequencies(tree, "0", "performance", 5'000'000, 3'000'000);
    add_frequencies(tree, "1", "powersave", 4'000'000, 2'000'000);
    add_frequencies(tree, "2", "ondemand", 9'000'000, 9'000'000);
    tree.add("/sys/devices/system/cpu/intel_pstate/no_turbo", "0")
        .add("/sys/devices/system/cpu/cpufreq/boost", "0");
    const auto both = read_frequency({0, 1}, tree.root());
    EXPECT_EQ(both.driver, "intel_pstate");
    EXPECT_EQ(both.governor, "performance, powersave");
    EXPECT_EQ(both.minimum_mhz, 800);
    EXPECT_EQ(both.maximum_mhz, 5000);
    EXPECT_EQ(both.limit_mhz, 4000);
    EXPECT_EQ(both.current_mhz, 2500);
    EXPECT_EQ(both.turbo, true);
    EXPECT_EQ(both.scaling_enabled, true);
    EXPECT_EQ(read_frequency({0}, tree.root()).scaling_enabled, false);
}

TEST(Cpu, MachineWithoutFrequencyControl) {
    FakeTree tree;
    tree.add("/proc/cpuinfo", "cpu MHz\t: 2299.998");
    const auto frequency = read_frequency({0, 1}, tree.root());
    EXPECT_EQ(frequency.current_mhz, 2299.998);
    EXPECT_FALSE(frequency.governor || frequency.driver || frequency.minimum_mhz || frequency.maximum_mhz);
    EXPECT_FALSE(frequency.limit_mhz || frequency.turbo || frequency.scaling_enabled);
}

TEST(Cpu, TurboOfOtherDrivers) {
    FakeTree tree;
    tree.add("/sys/devices/system/cpu/cpufreq/boost", "1");
    EXPECT_EQ(read_frequency({}, tree.root()).turbo, true);
    tree.add("/sys/devices/system/cpu/cpufreq/boost", "maybe");
    EXPECT_EQ(read_frequency({}, tree.root()).turbo, std::nullopt);
    tree.add("/sys/devices/system/cpu/intel_pstate/no_turbo", "1");
    EXPECT_EQ(read_frequency({}, tree.root()).turbo, false);
}

TEST(Cpu, Caches) {
    FakeTree tree;
    const auto index = std::string(kCpu) + "0/cache/index";
    tree.add(index + "0/type", "Data").add(index + "0/level", "1").add(index + "0/size", "48K");
    tree.add(index + "0/shared_cpu_list", "0,4");
    tree.add(index + "1/type", "Instruction").add(index + "1/level", "one").add(index + "1/size", "32K");
    tree.add(index + "1/shared_cpu_list", "0,4");
    tree.add(index + "3/type", "Unified").add(index + "3/level", "3").add(index + "3/size", "32768K");
    tree.add(index + "3/shared_cpu_list", "0-7");
    const auto caches = read_caches(tree.root());
    ASSERT_EQ(caches.size(), 2U) << "the one with a strange level is left out";
    EXPECT_EQ(caches[0].type, "Data");
    EXPECT_EQ(caches[0].level, 1);
    EXPECT_EQ(caches[0].size_bytes, 49152);
    EXPECT_EQ(caches[0].num_sharing, 2);
    EXPECT_EQ(caches[1].type, "Unified");
    EXPECT_EQ(caches[1].size_bytes, 33554432);
    EXPECT_EQ(caches[1].num_sharing, 8);
}

TEST(Cpu, SmtActive) {
    FakeTree tree;
    EXPECT_EQ(read_smt_active(tree.root()), std::nullopt);
    tree.add("/sys/devices/system/cpu/smt/active", "1");
    EXPECT_EQ(read_smt_active(tree.root()), true);
    tree.add("/sys/devices/system/cpu/smt/active", "0");
    EXPECT_EQ(read_smt_active(tree.root()), false);
}

}  // namespace
}  // namespace pepbench
