#include "record/formats/equal_samples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "record/record_for_test.h"

namespace pepbench {
namespace {

using Times = std::vector<double>;

const Cell kBase{"primes", {"linear", ""}, 1, "base"};
const Cell kHead{"primes", {"linear", ""}, 1, "head"};
const Cell kOther{"queue", {"linear", ""}, 1, "base"};

/// The cell's samples of each process run.
std::vector<Times> samples_of(const RunRecord& record, const Cell& cell) {
    std::map<int, Times> runs;
    for (const SampleRow& row : record.samples) {
        if (row.cell == cell) {
            runs[row.process_run].push_back(row.seconds);
        }
    }
    std::vector<Times> samples;
    for (const auto& [number, times] : runs) {
        samples.push_back(times);
    }
    return samples;
}

TEST(EqualSamples, LeavesEqualSidesAlone) {
    RunRecord record;
    for (int pass = 0; pass < 3; ++pass) {
        add_process_run(record, kBase, pass, {1, 2});
        add_process_run(record, kHead, pass, {3, 4});
    }
    EXPECT_EQ(with_equal_samples(record, nullptr).samples.size(), record.samples.size());
}

TEST(EqualSamples, KeepsTheMostThatBothSidesHave) {
    RunRecord record;
    add_process_run(record, kBase, 0, {1});
    add_process_run(record, kBase, 1, {2, 3, 4});
    add_process_run(record, kBase, 2, {5, 6, 7, 8, 9, 10});
    add_process_run(record, kHead, 0, {10, 20, 30});
    add_process_run(record, kHead, 1, {40, 50, 60});
    add_process_run(record, kHead, 2, {70});
    add_process_run(record, kOther, 0, {0.1, 0.2, 0.3, 0.4});
    const RunRecord equal = with_equal_samples(record, nullptr);
    EXPECT_THAT(samples_of(equal, kBase), testing::ElementsAre(Times{2, 3, 4}, Times{5, 6, 7}));
    EXPECT_THAT(samples_of(equal, kHead), testing::ElementsAre(Times{10, 20, 30}, Times{40, 50, 60}));
    EXPECT_THAT(samples_of(equal, kOther), testing::ElementsAre(Times{0.1, 0.2, 0.3, 0.4}));
}

TEST(EqualSamples, OfEqualSharesTakesTheOneWithMoreProcessRuns) {
    RunRecord record;
    add_process_run(record, kBase, 0, {1, 2});
    add_process_run(record, kBase, 1, {3});
    EXPECT_THAT(samples_of(with_equal_samples(record, nullptr), kBase),
                testing::ElementsAre(Times{1}, Times{3}));
}

TEST(EqualSamples, AnotherRecordIsAFurtherSide) {
    RunRecord record;
    RunRecord like;
    for (int pass = 0; pass < 4; ++pass) {
        add_process_run(record, kBase, pass, {1, 2, 3});
    }
    for (int pass = 0; pass < 3; ++pass) {
        add_process_run(like, kBase, pass, {1, 2});
    }
    record.warmups = {sample_for_test(kBase, 0, 0, 9), sample_for_test(kBase, 3, 0, 9)};
    const RunRecord equal = with_equal_samples(record, &like);
    EXPECT_THAT(samples_of(equal, kBase), testing::ElementsAre(Times{1, 2}, Times{1, 2}, Times{1, 2}));
    ASSERT_EQ(equal.warmups.size(), 1);
    EXPECT_EQ(equal.warmups.front().process_run, 0);
}

}  // namespace
}  // namespace pepbench
