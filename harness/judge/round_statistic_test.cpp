#include "judge/round_statistic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace pepbench {
namespace {

TEST(RoundLogRatio, MedianOverPairs) {
    // The pairs' ratios are 2, 1, 4 and 1.
    const auto log_ratio = round_log_ratio({1, 2, 1, 3}, {2, 2, 4, 3});
    ASSERT_TRUE(log_ratio);
    EXPECT_DOUBLE_EQ(*log_ratio, std::log(2) / 2);
    EXPECT_DOUBLE_EQ(*round_log_ratio({5}, {5.25}), std::log(1.05));
}

TEST(RoundLogRatio, PairsTakeTheDriftAway) {
    const auto log_ratio = round_log_ratio({1, 1.2, 1.5, 9}, {1.05, 1.26, 1.575, 9.45});
    ASSERT_TRUE(log_ratio);
    EXPECT_NEAR(*log_ratio, std::log(1.05), 1e-15);
}

TEST(RoundLogRatio, SwappingTheSidesChangesTheSign) {
    const std::vector<double> base = {1, 1.1, 0.97, 1.4};
    const std::vector<double> head = {1.2, 1, 0.99, 1.5};
    EXPECT_NEAR(*round_log_ratio(base, head), -*round_log_ratio(head, base), 1e-15);
    EXPECT_NE(*round_log_ratio(base, head), 0);
}

TEST(RoundLogRatio, PairsWithoutATimeAreVoid) {
    EXPECT_DOUBLE_EQ(*round_log_ratio({0, 1, 2, 1}, {7, 2, -1, 2}), std::log(2));
    EXPECT_FALSE(round_log_ratio({0, 1}, {1, 0}));
    EXPECT_FALSE(round_log_ratio({}, {}));
    // One side ended early.
    EXPECT_DOUBLE_EQ(*round_log_ratio({1, 1}, {3}), std::log(3));
}

TEST(DriftWithinRound, SecondHalfLessFirst) {
    // The pairs' ratios are 2, 2, 3 and 3; then 2, 9 and 3, of which the middle one is in neither half.
    EXPECT_NEAR(*drift_within_round({1, 1, 1, 1}, {2, 2, 3, 3}), std::log(1.5), 1e-15);
    EXPECT_NEAR(*drift_within_round({1, 1, 1}, {2, 9, 3}), std::log(1.5), 1e-15);
    EXPECT_NEAR(*drift_within_round({2, 2, 3, 3}, {1, 1, 1, 1}), -std::log(1.5), 1e-15);
}

TEST(DriftWithinRound, NothingBelowTwoPairs) {
    EXPECT_FALSE(drift_within_round({}, {}));
    EXPECT_FALSE(drift_within_round({1}, {2}));
    EXPECT_FALSE(drift_within_round({1, 0}, {2, 2}));
}

TEST(IsDrifting, LargeAndInOneDirection) {
    // All of 8 in one direction have a probability of 2/2^8 = 0.8 %, of 7 1.6 %.
    EXPECT_TRUE(is_drifting(std::vector<double>(8, 0.03), 0.05));
    EXPECT_TRUE(is_drifting(std::vector<double>(8, -0.03), 0.05));
    EXPECT_FALSE(is_drifting(std::vector<double>(7, 0.03), 0.05));
    EXPECT_TRUE(is_drifting(std::vector<double>(8, 0.025), 0.05));
    EXPECT_FALSE(is_drifting(std::vector<double>(8, 0.0249), 0.05));
    EXPECT_FALSE(is_drifting({}, 0.05));
    // 8 against 2 come about by chance in 11 % of all cases; rounds without any difference do not count.
    EXPECT_FALSE(is_drifting({0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, -0.01, -0.01}, 0.05));
    EXPECT_TRUE(is_drifting({0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0, 0}, 0.05));
}

TEST(QuadsForNextRound, TwiceAsManyEveryTenNoisyRounds) {
    // 1.4826 · 0.0113 is just above a third of 5 %, 1.4826 · 0.0112 just below.
    const auto after = [](std::size_t rounds, double log_ratio, int quads) {
        return quads_for_next_round(std::vector<double>(rounds, log_ratio), 0.05, quads);
    };
    EXPECT_EQ(after(10, 0.0113, 2), 4);
    EXPECT_EQ(after(10, -0.0113, 2), 4);
    EXPECT_EQ(after(10, 0.0112, 2), 2);
    EXPECT_EQ(after(9, 0.0113, 2), 2);
    EXPECT_EQ(after(11, 0.0113, 4), 4);
    EXPECT_EQ(after(20, 0.0113, 4), 8);
    EXPECT_EQ(after(30, 0.0113, 8), 8);
    EXPECT_EQ(after(10, 0.0113, 5), 8);
    EXPECT_EQ(after(10, 0.0113, 16), 16);  // asked for by the user
    EXPECT_EQ(after(0, 0, 2), 2);
    EXPECT_EQ(after(10, std::numeric_limits<double>::infinity(), 1), 2);
}

TEST(QuadsForNextRound, SwappingTheSidesChangesNothing) {
    const std::vector<double> log_ratios = {0.1, -0.01, 0.02, -0.2, 0.003, 0, 0.012, -0.013, 0.011, -0.004};
    std::vector<double> swapped;
    for (const double log_ratio : log_ratios) {
        swapped.push_back(-log_ratio);
    }
    for (const double threshold : {0.01, 0.02, 0.04, 0.05, 0.06, 0.1}) {
        EXPECT_EQ(quads_for_next_round(log_ratios, threshold, 2),
                  quads_for_next_round(swapped, threshold, 2));
    }
}

}  // namespace
}  // namespace pepbench
