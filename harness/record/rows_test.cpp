#include "record/rows.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "error.h"
#include "record/record_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const Cell kCell{"primes", {"process", "fork"}, 4, "a"};

/// The sentence with which a row is refused; empty where it is read.
template <typename Read>
std::string refusal(const json& row, Read read) {
    try {
        (void)read(row);
        return {};
    } catch (const Error& error) {
        return error.what();
    }
}

json changed(json row, const json& changes) {
    row.update(changes);
    return row;
}

json without(json row, const std::string& key) {
    row.erase(key);
    return row;
}

TEST(Rows, ASampleIsARowOfGoogleBenchmark) {
    const json row = to_json(sample_for_test(kCell, 5, 2, 0.5));
    EXPECT_EQ(row, json::parse(R"({
        "name": "primes/process-fork/4/a", "run_name": "primes/process-fork/4/a", "run_type": "iteration", "threads": 1,
        "iterations": 3, "real_time": 5e8, "cpu_time": 2.5e8, "time_unit": "ns",
        "workload": "primes", "mode": "process", "start_method": "fork", "workers": 4, "configuration": "a",
        "process_run": 5, "sample": 2, "started_seconds": 6.5, "answers": [42, 42, 42, 42], "peak_rss_bytes": 1000,
        "children_peak_rss_bytes": 2000, "voluntary_context_switches": 3, "involuntary_context_switches": 4})"));
    EXPECT_FALSE(
        to_json(sample_for_test({"primes", {"linear", ""}, 1, "a"}, 5, 2, 0.5)).contains("start_method"));
}

TEST(Rows, ReadBack) {
    const SampleRow sample = sample_row(to_json(sample_for_test(kCell, 5, 2, 0.123456789)));
    EXPECT_EQ(sample.cell, kCell);
    EXPECT_DOUBLE_EQ(sample.seconds, 0.123456789);
    EXPECT_EQ(to_json(sample), to_json(sample_for_test(kCell, 5, 2, 0.123456789)));
    const RunRecord record = record_for_test();
    for (const ProcessRunRow& row : record.process_runs) {
        EXPECT_EQ(to_json(process_run_row(to_json(row))), to_json(row));
    }
    for (const FailureRow& row : record.failures) {
        EXPECT_EQ(to_json(failure_row(to_json(row))), to_json(row));
    }
    for (const UnavailableRow& row : record.unavailable) {
        EXPECT_EQ(to_json(unavailable_row(to_json(row))), to_json(row));
    }
    EXPECT_EQ(to_json(record.unavailable.back()),
              (json{{"configuration", "z"}, {"reason", "not installed"}}));
}

TEST(Rows, OtherTimeUnits) {
    const json row = to_json(sample_for_test(kCell, 5, 2, 1));
    for (const auto& [unit, in_a_second] :
         std::map<std::string, double>{{"ns", 1e9}, {"us", 1e6}, {"ms", 1e3}, {"s", 1}}) {
        EXPECT_DOUBLE_EQ(sample_row(changed(row, {{"time_unit", unit},
                                                  {"real_time", in_a_second / 2},
                                                  {"cpu_time", in_a_second / 4}}))
                             .seconds,
                         0.5)
            << unit;
    }
    EXPECT_EQ(
        sample_row(changed(row, {{"time_unit", "s"}, {"real_time", 0.5}, {"cpu_time", 0.25}})).cpu_seconds,
        0.25);
    EXPECT_THAT(refusal(changed(row, {{"time_unit", "h"}}), sample_row), HasSubstr("unknown 'time_unit'"));
}

TEST(Rows, EachMissingKeyIsNamed) {
    const RunRecord record = record_for_test();
    const auto expect_named = [](const json& row, auto read, const std::vector<const char*>& keys) {
        for (const char* key : keys) {
            EXPECT_THAT(refusal(without(row, key), read), HasSubstr(std::string("has no '") + key + "'"));
        }
    };
    expect_named(to_json(sample_for_test(kCell, 5, 2, 0.5)), sample_row,
                 {"workload", "mode", "workers", "configuration", "process_run", "sample", "iterations",
                  "real_time", "cpu_time", "started_seconds", "answers", "peak_rss_bytes",
                  "children_peak_rss_bytes", "voluntary_context_switches", "involuntary_context_switches"});
    expect_named(to_json(record.process_runs[0]), process_run_row,
                 {"process_run", "pass", "configuration", "workload", "mode", "hash_seed", "start_seconds",
                  "end_seconds", "first_sample_seconds", "facts"});
    expect_named(to_json(record.failures[0]), failure_row, {"workload", "process_run", "reason", "stderr"});
    expect_named(to_json(record.unavailable[0]), unavailable_row,
                 {"configuration", "mode", "workers", "reason"});
}

TEST(Rows, SamplesThatWereStoppedOrDisturbedAreMarked) {
    SampleRow row = sample_for_test(kCell, 5, 2, 0.5);
    for (const bool marked : {false, true}) {
        row.stopped = row.disturbed = marked;
        const json written = to_json(row);
        EXPECT_EQ(written.contains("stopped"), marked);
        EXPECT_EQ(written.contains("disturbed"), marked);
        EXPECT_EQ(to_json(sample_row(written)), written);
    }
}

TEST(Rows, ProcessRunsThatTheHostAQuotaOrHeatDisturbedAreMarked) {
    ProcessRunRow row = record_for_test().process_runs[0];
    row.start_seconds = 1;
    row.end_seconds = 3;
    const auto is_marked = [&](std::optional<double> steal, std::optional<std::int64_t> throttles,
                               std::optional<double> quota = std::nullopt) {
        row.withheld = {steal, throttles, quota};
        const json written = to_json(row);
        EXPECT_EQ(to_json(process_run_row(written)), written);
        return written.contains("disturbed");
    };
    EXPECT_FALSE(is_marked(std::nullopt, std::nullopt));
    EXPECT_FALSE(is_marked(0.1, 0));
    EXPECT_TRUE(is_marked(0.11, 0));
    EXPECT_FALSE(is_marked(std::nullopt, std::nullopt, 0.1));
    EXPECT_TRUE(is_marked(std::nullopt, std::nullopt, 0.11));
    EXPECT_TRUE(is_marked(std::nullopt, 1));
    json lying = to_json(row);
    lying.erase("disturbed");
    EXPECT_THAT(refusal(lying, process_run_row), HasSubstr("'disturbed' that does not follow"));
    EXPECT_THAT(refusal(changed(lying, {{"thermal_throttles", -1}}), process_run_row),
                HasSubstr("'thermal_throttles' below 0"));
    EXPECT_THAT(refusal(changed(lying, {{"steal_seconds", -0.5}}), process_run_row),
                HasSubstr("'steal_seconds' below 0"));
}

TEST(Rows, TimesThatNoTimeCanBe) {
    const json row = to_json(sample_for_test(kCell, 5, 2, 0.5));
    for (const double time : {0.0, -1.0, 1e300, 1e-300, std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::denorm_min()}) {
        EXPECT_THAT(refusal(changed(row, {{"real_time", time}}), sample_row), HasSubstr("'real_time'"))
            << time;
    }
    for (const double time : {-1.0, 1e300, std::numeric_limits<double>::infinity()}) {
        EXPECT_THAT(refusal(changed(row, {{"cpu_time", time}}), sample_row), HasSubstr("'cpu_time'")) << time;
    }
    EXPECT_EQ(sample_row(changed(row, {{"cpu_time", 0}})).cpu_seconds, 0);
    // What NaN becomes on its way through JSON.
    EXPECT_THAT(refusal(changed(row, {{"real_time", nullptr}}), sample_row),
                HasSubstr("'real_time' of the wrong type"));
    EXPECT_THAT(refusal(changed(row, {{"real_time", "1"}}), sample_row),
                HasSubstr("'real_time' of the wrong type"));
}

TEST(Rows, NumbersThatAreNone) {
    const json row = to_json(sample_for_test(kCell, 5, 2, 0.5));
    for (const json& wrong : {json(0), json(-1), json(1.5), json(1e300), json(4'294'967'297), json("4"),
                              json(true), json(nullptr)}) {
        EXPECT_THAT(refusal(changed(row, {{"workers", wrong}}), sample_row), HasSubstr("workers")) << wrong;
    }
    for (const json& wrong : {json(0), json(-1), json(1e300), json(2.5)}) {
        EXPECT_THAT(refusal(changed(row, {{"iterations", wrong}}), sample_row), HasSubstr("iterations"))
            << wrong;
    }
    const json run = to_json(record_for_test().process_runs[0]);
    EXPECT_THAT(refusal(changed(run, {{"hash_seed", -1}}), process_run_row), HasSubstr("hash_seed"));
    EXPECT_THAT(refusal(changed(run, {{"pass", "first"}}), process_run_row), HasSubstr("pass"));
    for (const char* key : {"process_run", "pass"}) {
        for (const int wrong : {-1, 1'000'000'001, std::numeric_limits<int>::max()}) {
            EXPECT_THAT(refusal(changed(run, {{key, wrong}}), process_run_row),
                        HasSubstr(fmt::format("'{}' that nothing is counted to", key)));
        }
    }
    for (const char* key : {"start_seconds", "end_seconds", "first_sample_seconds"}) {
        EXPECT_THAT(refusal(changed(run, {{key, -1e11}}), process_run_row), HasSubstr("that no run lasts"));
    }
    EXPECT_THAT(refusal(changed(row, {{"started_seconds", 1e308}}), sample_row),
                HasSubstr("'started_seconds' that no run lasts"));
    for (const json& wrong : {json(1), json("1"), json({{"a", 1}})}) {
        EXPECT_THAT(refusal(changed(row, {{"answers", wrong}}), sample_row),
                    HasSubstr("'answers' that are no list"));
    }
}

TEST(Rows, WhatIsNoRow) {
    for (const json& none : {json(), json(1), json("row"), json::array()}) {
        EXPECT_THAT(refusal(none, sample_row), HasSubstr("is not an object"));
        EXPECT_THAT(refusal(none, process_run_row), HasSubstr("is not an object"));
        EXPECT_THAT(refusal(none, failure_row), HasSubstr("is not an object"));
        EXPECT_THAT(refusal(none, unavailable_row), HasSubstr("is not an object"));
    }
}

TEST(Rows, Times) {
    EXPECT_TRUE(is_time(1e-9));
    EXPECT_TRUE(is_time(86'400));
    EXPECT_FALSE(is_time(0));
    EXPECT_FALSE(is_time(-1));
    EXPECT_FALSE(is_time(1e7));
    EXPECT_FALSE(is_time(std::numeric_limits<double>::quiet_NaN()));
}

}  // namespace
}  // namespace pepbench
