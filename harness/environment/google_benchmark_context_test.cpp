#include "environment/google_benchmark_context.h"

#include <gtest/gtest.h>

#include <chrono>

#include "environment/environment_json.h"

namespace pepbench {
namespace {

std::tm moment(long offset_seconds) {
    std::tm time{};
    time.tm_year = 126;
    time.tm_mon = 10;
    time.tm_mday = 2;
    time.tm_hour = 22;
    time.tm_min = 4;
    time.tm_sec = 9;
    time.tm_gmtoff = offset_seconds;
    return time;
}

TEST(GoogleBenchmarkContext, Dates) {
    EXPECT_EQ(format_rfc3339(moment(0)), "2026-11-02T22:04:09+00:00");
    EXPECT_EQ(format_rfc3339(moment(3600)), "2026-11-02T22:04:09+01:00");
    EXPECT_EQ(format_rfc3339(moment(-12'600)), "2026-11-02T22:04:09-03:30");
    EXPECT_EQ(format_rfc3339(moment(20'700)), "2026-11-02T22:04:09+05:45");
    const std::chrono::system_clock::time_point time(std::chrono::milliseconds(1'793'657'049'007));
    EXPECT_EQ(format_utc(time), "2026-11-02T22:04:09.007Z");
    EXPECT_EQ(format_utc(std::chrono::system_clock::time_point(std::chrono::milliseconds(-1))),
              "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(format_local_time(time).size(), format_rfc3339(moment(0)).size());
}

Machine known_machine() {
    Machine machine;
    machine.host_name = "bench";
    machine.logical_cpus = 4;
    machine.affinity = {0, 1};
    machine.frequency.maximum_mhz = 4799.6;
    machine.frequency.current_mhz = 1000;
    machine.frequency.scaling_enabled = true;
    machine.aslr = {2, false};
    machine.caches = {{"Data", 1, 49152, 2}};
    return machine;
}

TEST(GoogleBenchmarkContext, KeysOfTheLibrary) {
    LoadSnapshot load;
    load.load_avg = {0.5, 0.25, 0.125};
    const auto json = to_json(google_benchmark_context(known_machine(), load, "1.7.1", "debug"));
    EXPECT_EQ(json.at("host_name"), "bench");
    EXPECT_TRUE(json.at("executable").is_string());
    EXPECT_EQ(json.at("num_cpus"), 4);
    EXPECT_EQ(json.at("mhz_per_cpu"), 4800);
    EXPECT_EQ(json.at("cpu_scaling_enabled"), true);
    EXPECT_EQ(json.at("aslr_enabled"), true);
    EXPECT_EQ(json.at("caches").dump(), R"([{"type":"Data","level":1,"size":49152,"num_sharing":2}])");
    EXPECT_EQ(json.at("load_avg").dump(), "[0.5,0.25,0.125]");
    EXPECT_EQ(json.at("library_version"), "1.7.1");
    EXPECT_EQ(json.at("library_build_type"), "debug");
    EXPECT_EQ(json.at("json_schema_version"), 1);
    EXPECT_EQ(json.size(), 12U);
}

TEST(GoogleBenchmarkContext, UnknownFactsHaveNoKey) {
    const auto context = google_benchmark_context(Machine{}, LoadSnapshot{}, "1.9.4");
    EXPECT_EQ(context.library_build_type, "release");
    const auto json = to_json(context);
    for (const auto* key : {"mhz_per_cpu", "cpu_scaling_enabled", "aslr_enabled"}) {
        EXPECT_FALSE(json.contains(key)) << key;
    }
    EXPECT_EQ(json.at("num_cpus"), 0);
    EXPECT_EQ(json.at("load_avg"), nlohmann::ordered_json::array());
    EXPECT_EQ(json.at("caches"), nlohmann::ordered_json::array());
}

TEST(GoogleBenchmarkContext, FrequencyWithoutControl) {
    auto machine = known_machine();
    machine.frequency.maximum_mhz.reset();
    EXPECT_EQ(google_benchmark_context(machine, LoadSnapshot{}, "").mhz_per_cpu, 1000);
    machine.frequency.current_mhz = 1e300;
    EXPECT_EQ(google_benchmark_context(machine, LoadSnapshot{}, "").mhz_per_cpu, std::nullopt);
    machine.logical_cpus.reset();
    EXPECT_EQ(google_benchmark_context(machine, LoadSnapshot{}, "").num_cpus, 2);
}

}  // namespace
}  // namespace pepbench
