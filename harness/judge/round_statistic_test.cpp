#include "judge/round_statistic.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace pepbench {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

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
    EXPECT_NEAR(*drift_within_round({1, 1, 1, 1}, {1, 4, 9, 16}), std::log(6), 1e-15);
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
    // 5 against 18 come about in 1.06 %, 4 against 17 in 0.7 %.
    std::vector<double> nearly(18, 0.03);
    nearly.insert(nearly.end(), 5, -0.01);
    EXPECT_FALSE(is_drifting(nearly, 0.05));
    nearly.erase(nearly.begin());
    nearly.pop_back();
    EXPECT_TRUE(is_drifting(nearly, 0.05));
    // 7 against 1 come about in 7 %; were the 6 others on either side, it would be far less than 1 %.
    std::vector<double> one_way = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, -0.1, 0, 0, 0, 0, 0, 0};
    EXPECT_FALSE(is_drifting(one_way, 0.05));
    for (double& difference : one_way) {
        difference = -difference;
    }
    EXPECT_FALSE(is_drifting(one_way, 0.05));
}

TEST(ScatterWithinRound, DistancesFromTheRoundsLogRatio) {
    const double e = std::exp(1);
    EXPECT_THAT(scatter_within_round({1, 1, 1}, {1, e, e * e * e}), ElementsAre(1, 0, DoubleEq(2)));
    EXPECT_TRUE(scatter_within_round({0}, {1}).empty());
    const std::vector<double> base = {1, 2, 3, 5};
    const std::vector<double> head = {2, 2, 5, 4};
    const std::vector<double> one = scatter_within_round(base, head);
    const std::vector<double> swapped = scatter_within_round(head, base);
    for (std::size_t pair = 0; pair < one.size(); ++pair) {
        EXPECT_DOUBLE_EQ(one[pair], swapped[pair]);
    }
}

/// 1.2533 · 1.4826 · scatter ÷ √pairs against 1.25 %.
TEST(QuadsForNextRound, AsManyAsTheNoiseOfRunsTakes) {
    const auto quads_at = [](double scatter, int quads) {
        return quads_for_next_round({scatter, scatter, scatter}, 0.05, quads);
    };
    EXPECT_EQ(quads_at(0, 2), 2);
    EXPECT_EQ(quads_at(0.0268, 2), 2);
    EXPECT_EQ(quads_at(0.0270, 2), 4);
    EXPECT_EQ(quads_at(0.0380, 2), 4);
    EXPECT_EQ(quads_at(0.0381, 2), 8);
    EXPECT_EQ(quads_at(1, 2), 8);
    EXPECT_EQ(quads_at(1, 1), 8);
    EXPECT_EQ(quads_at(0, 8), 8);
    EXPECT_EQ(quads_at(1, 16), 16);
    EXPECT_EQ(quads_for_next_round({}, 0.05, 2), 2);
    EXPECT_EQ(quads_for_next_round({0.05}, 0.5, 2), 2);
}

}  // namespace
}  // namespace pepbench
