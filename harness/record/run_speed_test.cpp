#include "record/run_speed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error.h"
#include "record/by_pass.h"
#include "record/record_for_test.h"
#include "record/rows.h"
#include "record/summary.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

const Cell kBase{"primes", {"linear", ""}, 1, "a"};
const Cell kHead{"primes", {"linear", ""}, 1, "a+jit"};

/// Three passes of 40 s; from 90 s on, in the middle of the last one, the machine takes half as long again.
/// The base takes 2 s, the head 1 s of the usual speed.
RunRecord record_of_a_slower_end(const std::string& across_shifts) {
    RunRecord record;
    record.header["settings"] = {{"across_shifts", across_shifts}};
    const auto slowness = [](double at) { return at < 90 ? 1 : 1.5; };
    for (int second = 0; second < 120; ++second) {
        record.yardstick.push_back(
            {static_cast<double>(second), {0.001 * slowness(second), 0.001 * slowness(second)}});
    }
    for (int pass = 0; pass < 3; ++pass) {
        const double start = 40.0 * pass;
        const auto add = [&](const Cell& cell, double from, double seconds) {
            add_process_run(record, cell, pass, {seconds * slowness(from + 1)});
            record.process_runs.back().start_seconds = from;
            record.process_runs.back().end_seconds = from + 2;
        };
        add(kBase, start, 2);
        add(kHead, start + 20, 1);
    }
    return record;
}

std::vector<double> ratios_of(const std::string& across_shifts) {
    const auto values = values_by_pass(record_of_a_slower_end(across_shifts));
    std::vector<double> ratios;
    for (const auto& [key, base] : values.at(kBase)) {
        if (const auto head = values.at(kHead).find(key); head != values.at(kHead).end()) {
            ratios.push_back(base / head->second);
        }
    }
    return ratios;
}

TEST(RunSpeed, RatiosAcrossAShiftAreFormedRefusedOrNormalised) {
    EXPECT_THAT(ratios_of("tell"), ElementsAre(2, 2, 2 / 1.5));
    EXPECT_THAT(ratios_of("refuse"), ElementsAre(2, 2));
    EXPECT_THAT(ratios_of("normalise"), ElementsAre(2, 2, 2));
}

TEST(RunSpeed, AProcessRunInWhichTheSpeedChangedIsComparedWithNone) {
    RunRecord record = record_of_a_slower_end("refuse");
    ProcessRunRow& changing = record.process_runs.at(1);
    changing.start_seconds = 89.5;
    changing.end_seconds = 89.8;
    const auto values = values_by_pass(record);
    EXPECT_TRUE(values.at(kBase).contains(0));
    EXPECT_FALSE(values.at(kHead).contains(0));
    EXPECT_EQ(values.at(kHead).size(), 3U);
}

TEST(RunSpeed, AllTimesOfASummaryAreNormalised) {
    RunRecord record = record_of_a_slower_end("normalise");
    std::erase_if(record.samples, [](const SampleRow& row) { return row.process_run != 5; });
    for (ProcessRunRow& row : record.process_runs) {
        row.startup_seconds = 0.03;
    }
    const Summary summary = summarize(record, {});
    ASSERT_EQ(summary.cells.size(), 1U);
    EXPECT_EQ(summary.cells[0].median_seconds, 1);
    EXPECT_EQ(summary.cells[0].minimum_seconds, 1);
    EXPECT_DOUBLE_EQ(summary.cells[0].cpu_seconds, 0.25 / 1.5);
}

TEST(RunSpeed, ReadingsOfAnotherBuildTellNothing) {
    RunRecord record = record_of_a_slower_end("tell");
    record.header["machine"]["build"]["flags"] = "Release";
    const auto resumed = [&](const char* flags) {
        return json{{"environment", {{"machine", {{"build", {{"flags", flags}}}}}}}};
    };
    record.header["resumed"] = json::array({resumed("Release")});
    EXPECT_TRUE(speed_of(record));
    record.header["resumed"].push_back(resumed("Debug"));
    EXPECT_FALSE(speed_of(record));
}

TEST(RunSpeed, OnlyRatiosAreRefused) {
    const auto values = values_by_pass(record_of_a_slower_end("refuse"));
    EXPECT_THAT(values_of(values.at(kHead)), ElementsAre(1, 1, 1.5));
    EXPECT_THAT(values_by_pass(record_of_a_slower_end("normalise")).at(kHead),
                ElementsAre(Pair(0, 1), Pair(1, 1), Pair(2, 1)));
}

TEST(RunSpeed, TheSummaryTellsIt) {
    const RunRecord record = record_of_a_slower_end("tell");
    const json told = to_json(summarize(record, {})).at("machine_speed");
    EXPECT_EQ(told.at("usual_seconds"), 0.001);
    ASSERT_EQ(told.at("stretches").size(), 2U);
    EXPECT_EQ(told.at("stretches").at(1).at("from_seconds"), 90);
    EXPECT_EQ(told.at("stretches").at(1).at("relative_time"), 1.5);
}

TEST(RunSpeed, WithoutReadingsNothingIsToldAndNothingRefused) {
    RunRecord record = record_of_a_slower_end("refuse");
    record.yardstick.clear();
    EXPECT_FALSE(to_json(summarize(record, {})).contains("machine_speed"));
    EXPECT_EQ(values_by_pass(record).at(kHead).size(), 3U);
    record.yardstick = {{0, {0.001}}};
    EXPECT_TRUE(to_json(summarize(record, {})).at("machine_speed").is_null());
}

TEST(RunSpeed, SamplesAreNormalisedToAReference) {
    RunRecord record = record_of_a_slower_end("tell");
    record.warmups = {record.samples.back()};
    normalise_samples(record, 0.004);
    std::vector<double> seconds;
    for (const SampleRow& row : record.samples) {
        seconds.push_back(row.seconds);
    }
    EXPECT_THAT(seconds, ElementsAre(8, 4, 8, 4, 8, 4));
    EXPECT_EQ(record.warmups.front().seconds, 4);
    EXPECT_DOUBLE_EQ(record.samples.back().cpu_seconds, 0.25 * 4 / 1.5);
}

TEST(RunSpeed, AnUnknownWayIsRefused) {
    RunRecord record = record_of_a_slower_end("refuze");
    try {
        (void)values_by_pass(record);
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("unknown way across shifts 'refuze'; did you mean 'refuse'"));
    }
}

TEST(RunSpeed, ReadingsAreRows) {
    const YardstickRow row{.started_seconds = 1.5, .seconds = {0.001, 0.002}};
    const YardstickRow again = yardstick_row(to_json(row));
    EXPECT_EQ(again.started_seconds, 1.5);
    EXPECT_THAT(again.seconds, ElementsAre(0.001, 0.002));
    for (const json& wrong : {json::array(), json{0.001, 0}, json{-1}, json{1e300}, json{"x"}, json(1)}) {
        json entry = to_json(row);
        entry["seconds"] = wrong;
        EXPECT_THROW((void)yardstick_row(entry), Error) << wrong;
    }
}

}  // namespace
}  // namespace pepbench
