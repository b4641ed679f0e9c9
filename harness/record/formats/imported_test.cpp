#include "record/formats/imported.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error.h"
#include "record/formats/exported.h"
#include "record/record_for_test.h"

using nlohmann::json;
using testing::HasSubstr;

namespace pepbench {
namespace {

const Cell kCell{"primes", {"process", "fork"}, 4, "cpython-3.15+jit"};

std::string refusal(const Cell& cell) {
    try {
        (void)checked_cell(cell);
        return {};
    } catch (const Error& error) {
        return error.what();
    }
}

TEST(Imported, ACellThatThereCannotBeIsRefused) {
    EXPECT_EQ(checked_cell(kCell), kCell);
    EXPECT_THAT(refusal({"primes", {"process", ""}, 1, "a"}), HasSubstr("a start method ''"));
    EXPECT_THAT(refusal({"primes", {"linear", "fork"}, 1, "a"}), HasSubstr("a start method 'fork'"));
    EXPECT_THAT(refusal({"primes", {"x\x1b", ""}, 1, "a"}), HasSubstr("a mode 'x?'"));
    EXPECT_THAT(refusal({"primes", {"linear", ""}, 0, "a"}), HasSubstr("workers"));
    EXPECT_THAT(refusal({"a/b", {"linear", ""}, 1, "a"}), HasSubstr("'a/b', which no cell can have"));
    EXPECT_THAT(refusal({"a", {"linear", ""}, 1, "\n"}), HasSubstr("which no cell can have"));
    EXPECT_THAT(refusal({"", {"linear", ""}, 1, "a"}), HasSubstr("which no cell can have"));
}

/// What a run becomes that is written for pyperf and read again.
RunRecord there_and_back(const RunRecord& record) {
    return rows_of(imported_file(json::parse(to_pyperf({record, summarize(record, {})}))));
}

TEST(Imported, PyperfBringsSamplesWarmUpsAndPassesBack) {
    RunRecord record;
    add_process_run(record, kCell, 3, {0.1, 0.1 + 0.2});
    add_process_run(record, kCell, 5, {0.7});
    record.warmups = {sample_for_test(kCell, 1, 0, 2)};
    const RunRecord back = there_and_back(record);
    ASSERT_EQ(back.samples.size(), 3);
    for (std::size_t index = 0; index < back.samples.size(); ++index) {
        EXPECT_EQ(back.samples[index].cell, kCell);
        EXPECT_EQ(back.samples[index].iterations, record.samples[index].iterations);
        EXPECT_DOUBLE_EQ(back.samples[index].seconds, record.samples[index].seconds);
        EXPECT_EQ(back.samples[index].peak_rss_bytes, 1000);
        EXPECT_TRUE(back.samples[index].answers.is_null());
    }
    ASSERT_EQ(back.process_runs.size(), 2);
    EXPECT_EQ(back.process_runs[0].pass, 3);
    EXPECT_EQ(back.process_runs[1].pass, 5);
    ASSERT_EQ(back.warmups.size(), 1);
    EXPECT_EQ(back.warmups.front().process_run, 1);
    EXPECT_EQ(back.warmups.front().seconds, 2);
}

TEST(Imported, FormatsAreToldApartByTheirContent) {
    const json google = {{"benchmarks", json::array({{{"name", "a"}, {"real_time", 1}}})}};
    EXPECT_EQ(imported_file(google).tool, "Google Benchmark");
    const json pyperf = {{"version", "1.0"}, {"benchmarks", json::array()}};
    EXPECT_EQ(imported_file(pyperf).tool, "pyperf");
    for (const json& neither : {json(3), json::object(), json(nullptr), json({{"version", "1.0"}})}) {
        EXPECT_THROW(imported_file(neither), Error) << neither;
    }
}

TEST(Imported, TheFirstRunBeginsTheRecord) {
    ImportedFile file;
    EXPECT_EQ(start_of(file), std::nullopt);
    file.date = parse_date("2026-01-02 00:00:00");
    EXPECT_EQ(start_of(file), file.date);
    file.runs = {{.cell = kCell, .samples = {{.seconds = 1}}, .start = parse_date("2026-01-01 00:00:09")},
                 {.cell = kCell, .samples = {{.seconds = 1}}, .start = parse_date("2026-01-01 00:00:07")}};
    EXPECT_EQ(start_of(file), parse_date("2026-01-01 00:00:07"));
    const RunRecord record = rows_of(file);
    EXPECT_EQ(record.process_runs[0].start_seconds, 2);
    EXPECT_EQ(record.process_runs[0].end_seconds, 3);
    EXPECT_EQ(record.samples[0].started_seconds, 2);
}

}  // namespace
}  // namespace pepbench
