#include "record/between_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "record/record_for_test.h"

namespace pepbench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Cell kPrimes{"primes", {"linear", ""}, 1, "a"};
const Cell kQueue{"queue", {"linear", ""}, 1, "b"};
const Cell kForked{"primes", {"process", "fork"}, 2, "a"};

StoredRun stored(RunRecord record) {
    Summary summary = summarize(record, PublishedTables());
    return {std::move(record), std::move(summary)};
}

/// So many process runs of each cell, with two samples around `seconds`.
RunRecord record_of(const std::vector<Cell>& cells, int process_runs, double seconds) {
    RunRecord record{.header = {{"profile", "default"}}};
    for (int pass = 0; pass < process_runs; ++pass) {
        for (const Cell& cell : cells) {
            const double value = seconds * (1 + 0.01 * pass);
            add_process_run(record, cell, pass, {value * 0.999, value * 1.001});
        }
    }
    return record;
}

std::vector<std::string> lines(const std::vector<LoneCell>& cells) {
    std::vector<std::string> result;
    for (const LoneCell& lone : cells) {
        result.push_back(lone.cell.name() + ": " + lone.reason);
    }
    return result;
}

TEST(BetweenFiles, RatioOfTheSummariesMediansWithItsInterval) {
    const BetweenFiles result =
        between_files(stored(record_of({kPrimes}, 7, 1)), stored(record_of({kPrimes}, 6, 2)));
    ASSERT_EQ(result.common.size(), 1U);
    const CellRatio& cell = result.common.front();
    EXPECT_DOUBLE_EQ(cell.a.median_seconds, 1.03);
    EXPECT_DOUBLE_EQ(cell.b.median_seconds, 2.05);
    EXPECT_EQ(cell.a.process_runs, 7);
    EXPECT_EQ(cell.b.process_runs, 6);
    EXPECT_DOUBLE_EQ(cell.ratio, 2.05 / 1.03);
    ASSERT_TRUE(cell.interval);
    EXPECT_LT(cell.interval->low, cell.ratio);
    EXPECT_GT(cell.interval->low, 1.85);
    EXPECT_GT(cell.interval->high, cell.ratio);
    EXPECT_LT(cell.interval->high, 2.15);
    EXPECT_TRUE(excludes_1(cell));
}

TEST(BetweenFiles, FewProcessRunsHaveNoInterval) {
    const BetweenFiles result =
        between_files(stored(record_of({kPrimes}, 6, 1)), stored(record_of({kPrimes}, 5, 2)));
    EXPECT_FALSE(result.common.front().interval);
    EXPECT_FALSE(excludes_1(result.common.front()));
}

TEST(BetweenFiles, MeansOverAllCommonCellsAndByConfiguration) {
    RunRecord a = record_of({kPrimes}, 1, 1);
    RunRecord b = record_of({kPrimes}, 1, 2);
    for (const auto& [record, seconds] : {std::pair(&a, 1.0), std::pair(&b, 8.0)}) {
        add_process_run(*record, kQueue, 0, {seconds});
    }
    add_process_run(b, kForked, 0, {100});  // not common, so in no mean
    const BetweenFiles result = between_files(stored(a), stored(b));
    ASSERT_EQ(result.means.size(), 3U);
    EXPECT_EQ(result.means[0].configuration, std::nullopt);
    EXPECT_DOUBLE_EQ(result.means[0].ratio, 4);
    EXPECT_EQ(result.means[0].cells, 2);
    EXPECT_EQ(result.means[1].configuration, "a");
    EXPECT_DOUBLE_EQ(result.means[1].ratio, 2);
    EXPECT_EQ(result.means[2].configuration, "b");
    EXPECT_DOUBLE_EQ(result.means[2].ratio, 8);
    EXPECT_EQ(result.means[2].cells, 1);
}

TEST(BetweenFiles, NamesWhatOnlyOneHasAndWhy) {
    const RunRecord a = record_of({kPrimes, kQueue, kForked}, 1, 1);
    RunRecord b = record_of({kPrimes, {"empty", {"linear", ""}, 1, "c"}}, 1, 1);
    b.failures = {{kForked, 3, "it died", ""}, {kPrimes, 4, "it hung", ""}};
    b.unavailable = {{{"", {}, 1, "b"}, "not installed"}};
    const BetweenFiles result = between_files(stored(a), stored(b));
    EXPECT_THAT(lines(result.missing),
                testing::UnorderedElementsAre("queue/linear/1/b: not installed",
                                              "primes/process-fork/2/a: it failed: it died"));
    EXPECT_THAT(lines(result.new_ones), ElementsAre("empty/linear/1/c: "));
    ASSERT_EQ(result.common.size(), 1U);
    EXPECT_EQ(result.common.front().a.failure, "");
    EXPECT_EQ(result.common.front().b.failure, "it hung");
}

TEST(BetweenFiles, NothingInCommon) {
    const BetweenFiles result =
        between_files(stored(record_of({kPrimes}, 1, 1)), stored(record_of({kQueue}, 1, 1)));
    EXPECT_THAT(result.common, IsEmpty());
    EXPECT_THAT(result.means, IsEmpty());
    EXPECT_THAT(lines(result.missing), ElementsAre("primes/linear/1/a: "));
    EXPECT_THAT(lines(result.new_ones), ElementsAre("queue/linear/1/b: "));
}

}  // namespace
}  // namespace pepbench
