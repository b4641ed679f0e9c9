#include "environment/environment_json.h"

#include <gtest/gtest.h>

#include <limits>

namespace pepbench {
namespace {

TEST(EnvironmentJson, Machine) {
    Machine machine;
    machine.cpu_model = "Xeon";
    machine.affinity = {0, 2};
    machine.usable_cores = 1.5;
    machine.usable_cores_reason = "quota";
    machine.frequency.governor = "powersave";
    machine.frequency.turbo = true;
    machine.aslr = {2, false};
    machine.caches = {{"Unified", 3, 1024, 8}};
    machine.clock = {25e-9, 20e-9};
    machine.clock_source = "tsc";
    const auto json = to_json(machine);
    EXPECT_EQ(json.at("cpu_model"), "Xeon");
    EXPECT_EQ(json.at("affinity").dump(), "[0,2]");
    EXPECT_EQ(json.at("usable_cores"), 1.5);
    EXPECT_EQ(json.at("governor"), "powersave");
    EXPECT_EQ(json.at("turbo"), true);
    EXPECT_EQ(json.at("aslr").dump(), R"({"enabled":true,"kernel_setting":2,"disabled_for_process":false})");
    EXPECT_EQ(json.at("caches").dump(),
              R"([{"type":"Unified","level":3,"size_bytes":1024,"num_sharing":8}])");
    EXPECT_EQ(json.at("clock").dump(),
              R"({"source":"tsc","resolution_seconds":2.5e-08,"read_seconds":2e-08})");
    for (const auto* key :
         {"host_name", "logical_cpus", "cgroup_quota_cores", "minimum_mhz", "virtual_machine", "container",
          "memory_bytes", "on_battery", "transparent_hugepages", "libc"}) {
        EXPECT_TRUE(json.at(key).is_null()) << key;
    }
}

TEST(EnvironmentJson, Load) {
    LoadSnapshot load;
    load.load_avg = {0.5, 0.25, 0.125};
    load.pressure.cpu = 1.5;
    load.cpu = CpuSeconds{1, 2, 3, 4, 5, 6, 7, 8};
    load.swap_in_pages = 3;
    const auto json = to_json(load);
    EXPECT_EQ(json.at("time"), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(json.at("load_avg").dump(), "[0.5,0.25,0.125]");
    EXPECT_EQ(json.at("pressure_percent").dump(), R"({"cpu":1.5,"io":null,"memory":null})");
    EXPECT_EQ(json.at("cpu_seconds").size(), 8U);
    EXPECT_EQ(json.at("cpu_seconds").at("user"), 1);
    EXPECT_EQ(json.at("cpu_seconds").at("iowait"), 5);
    EXPECT_EQ(json.at("cpu_seconds").at("steal"), 8);
    EXPECT_EQ(json.at("swap_in_pages"), 3);
    EXPECT_TRUE(json.at("thermal_throttles").is_null());

    const auto empty = to_json(LoadSnapshot{});
    EXPECT_TRUE(empty.at("load_avg").is_null());
    EXPECT_TRUE(empty.at("cpu_seconds").is_null());
}

TEST(EnvironmentJson, Difference) {
    LoadDifference change;
    change.elapsed_seconds = 2;
    change.steal_share = 0.25;
    change.busy_share = std::numeric_limits<double>::infinity();
    const auto json = to_json(change);
    EXPECT_EQ(json.at("elapsed_seconds"), 2);
    EXPECT_EQ(json.at("steal_share"), 0.25);
    EXPECT_TRUE(json.at("busy_share").is_null()) << "JSON has no infinity";
    EXPECT_TRUE(json.at("foreign_busy_share").is_null());
}

TEST(EnvironmentJson, BytesThatAreNoUtf8AreReplaced) {
    GoogleBenchmarkContext context;
    context.executable = "/bin/\xff\x41";
    EXPECT_EQ(to_json(context).at("executable"), "/bin/\xef\xbf\xbd\x41");
    context.executable = "/home/ren\xc3\xa9/x";
    EXPECT_EQ(to_json(context).at("executable"), "/home/ren\xc3\xa9/x");
}

TEST(EnvironmentJson, WholeMachineCanBeWritten) {
    // A result file may be held in the other kind of object, whose keys are sorted.
    const nlohmann::json sorted = to_json(read_machine());
    EXPECT_FALSE(sorted.dump().empty());
    EXPECT_FALSE(to_json(read_load()).dump().empty());
    EXPECT_FALSE(to_json(build_facts()).dump().empty());
}

}  // namespace
}  // namespace pepbench
