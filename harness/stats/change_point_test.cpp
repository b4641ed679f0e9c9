#include "stats/change_point.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>

namespace pepbench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr double kFloor = 1e-3;

/// The definition, in two passes and without sums over all values before.
double cost_of(const std::vector<double>& values, const Segment& segment) {
    double mean = 0;
    const auto count = static_cast<double>(segment.to - segment.from);
    for (std::size_t at = segment.from; at < segment.to; ++at) {
        mean += values[at] / count;
    }
    double distances = 0;
    for (std::size_t at = segment.from; at < segment.to; ++at) {
        distances += (values[at] - mean) * (values[at] - mean);
    }
    const double variance = std::max(distances / count, kFloor * kFloor);
    return count * std::log(variance) + distances / variance;
}

/// The best of all 2^(n-1) segmentations, one by one.
Segmentation best_of_all(const std::vector<double>& values, double penalty) {
    const std::size_t n = values.size();
    Segmentation best{{}, std::numeric_limits<double>::infinity()};
    for (unsigned changes = 0; changes < 1U << (n - 1); ++changes) {
        Segmentation tried{{{0, n}}, 0};
        for (std::size_t at = 1; at < n; ++at) {
            if ((changes >> (at - 1) & 1U) != 0) {
                tried.segments.back().to = at;
                tried.segments.push_back({at, n});
            }
        }
        tried.cost = penalty * static_cast<double>(tried.segments.size() - 1);
        bool allowed = true;
        for (const Segment& segment : tried.segments) {
            allowed = allowed && segment.to - segment.from >= kLeastSegment;
            tried.cost += cost_of(values, segment);
        }
        if (allowed && tried.cost < best.cost) {
            best = tried;
        }
    }
    return best;
}

std::vector<double> drawn(std::size_t n, std::uint64_t seed, const std::function<double(std::size_t)>& level,
                          double deviation) {
    std::mt19937_64 generator(seed);
    std::normal_distribution<double> noise(0, deviation);
    std::vector<double> values;
    for (std::size_t at = 0; at < n; ++at) {
        values.push_back(level(at) + noise(generator));
    }
    return values;
}

TEST(ChangePoint, OneLevelByHand) {
    // The mean is 2 and the sum of squared distances 2, so the cost is 4 ln(2 / 4) + 4.
    const Segmentation one = least_cost_segments({1, 2, 2, 3}, 100, kFloor);
    EXPECT_THAT(one.segments, ElementsAre(Segment{0, 4}));
    EXPECT_NEAR(one.cost, 4 * std::log(0.5) + 4, 1e-12);
    EXPECT_NEAR(least_cost_segments({1, 2, 3}, 100, kFloor).cost, 3 * std::log(2.0 / 3) + 3, 1e-12);
}

TEST(ChangePoint, TwoLevelsByHand) {
    // Each half has the variance 1/4; together they have 25.25.
    const Segmentation two = least_cost_segments({1, 2, 1, 2, 11, 12, 11, 12}, 3, kFloor);
    EXPECT_THAT(two.segments, ElementsAre(Segment{0, 4}, Segment{4, 8}));
    EXPECT_NEAR(two.cost, 8 * std::log(0.25) + 8 + 3, 1e-12);
    // Together it would be 8 ln 25.25 + 8: the change is worth 8 ln 101, and not a penalty above.
    EXPECT_EQ(
        least_cost_segments({1, 2, 1, 2, 11, 12, 11, 12}, 8 * std::log(101) + 1e-9, kFloor).segments.size(),
        1U);
    EXPECT_EQ(
        least_cost_segments({1, 2, 1, 2, 11, 12, 11, 12}, 8 * std::log(101) - 1e-9, kFloor).segments.size(),
        2U);
}

TEST(ChangePoint, AChangeOfTheSpreadAlone) {
    const std::vector<double> values = {9, 11, 9, 11, 9, 11, 9.99, 10.01, 9.99, 10.01, 9.99, 10.01};
    EXPECT_THAT(least_cost_segments(values, 5, kFloor).segments, ElementsAre(Segment{0, 6}, Segment{6, 12}));
}

TEST(ChangePoint, TooShortForAChange) {
    for (std::size_t n = 1; n < 2 * kLeastSegment; ++n) {
        const std::vector<double> values = {1, 100, 10000};
        EXPECT_THAT(
            least_cost_segments({values.begin(), values.begin() + static_cast<std::ptrdiff_t>(n)}, 0, 1)
                .segments,
            ElementsAre(Segment{0, n}));
    }
}

TEST(ChangePoint, EqualValuesAreOneLevel) {
    const Segmentation equal = least_cost_segments(std::vector<double>(50, 3.25), 0.1, kFloor);
    EXPECT_THAT(equal.segments, ElementsAre(Segment{0, 50}));
    EXPECT_DOUBLE_EQ(equal.cost, 50 * std::log(kFloor * kFloor));
}

TEST(ChangePoint, FindsTheBestOfAll) {
    std::mt19937_64 generator(7);  // NOLINT(bugprone-random-generator-seed): the same values each time
    std::size_t changes = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const std::size_t n = 4 + generator() % 9;
        const std::size_t change = generator() % n;
        const std::vector<double> values =
            drawn(n, seed, [&](std::size_t at) { return at < change ? 1.5 : 1.0; }, 0.1);
        for (const double penalty : {0.0, 1.0, 4.0, 15.0}) {
            const Segmentation found = least_cost_segments(values, penalty, kFloor);
            const Segmentation best = best_of_all(values, penalty);
            EXPECT_EQ(found.segments, best.segments) << seed << " " << penalty;
            EXPECT_NEAR(found.cost, best.cost, 1e-9);
            changes += best.segments.size() - 1;
        }
    }
    EXPECT_GT(changes, 100U);
}

/// Rounded, so that many values are equal and the floor of the variance decides.
TEST(ChangePoint, FindsTheBestOfAllAmongEqualValues) {
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        std::vector<double> values = drawn(11, seed, [](std::size_t) { return 1.0; }, 0.05);
        for (double& value : values) {
            value = std::round(value * 20) / 20;
        }
        EXPECT_NEAR(least_cost_segments(values, 20, kFloor).cost, best_of_all(values, 20).cost, 1e-9) << seed;
    }
}

TEST(ChangePoint, PenaltyGrowsWithTheLogarithm) { EXPECT_DOUBLE_EQ(change_penalty(200), 15 * std::log(200)); }

TEST(ChangePoint, ScalingTheValuesChangesNothing) {
    const std::vector<double> values =
        drawn(300, 3, [](std::size_t at) { return at < 100 ? 1.2 : 1.0; }, 0.03);
    std::vector<double> nanoseconds;
    for (const double value : values) {
        nanoseconds.push_back(value * 1e-9);
    }
    const auto found = least_cost_segments(values, change_penalty(300), kFloor).segments;
    EXPECT_EQ(found.size(), 2U);
    EXPECT_EQ(least_cost_segments(nanoseconds, change_penalty(300), kFloor * 1e-9).segments, found);
}

/// The false alarms are far below one in a hundred; none came in these.
TEST(ChangePoint, HardlyEverAChangeInStationaryNoise) {
    int alarms = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const std::vector<double> values = drawn(200, seed, [](std::size_t) { return 1.0; }, 0.05);
        alarms += least_cost_segments(values, change_penalty(200), kFloor).segments.size() > 1 ? 1 : 0;
    }
    EXPECT_EQ(alarms, 0);
}

TEST(ChangePoint, FindsATenthAtThreeTimesTheNoise) {
    int found = 0;
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        const std::vector<double> values =
            drawn(200, seed, [](std::size_t at) { return at < 60 ? 1.1 : 1.0; }, 0.033);
        const auto segments = least_cost_segments(values, change_penalty(200), kFloor).segments;
        found += segments.size() == 2 && std::abs(static_cast<double>(segments[0].to) - 60) <= 5 ? 1 : 0;
    }
    EXPECT_GE(found, 396);
}

TEST(WindowOutliers, ByHand) {
    // In every window of 4 around the 9 the upper quartile is 1 + 0.25 * 8 and reaches to 9; in one of 20 it
    // is 1.
    std::vector<double> values(40, 1);
    values[25] = 9;
    EXPECT_THAT(window_outliers(values, 4), IsEmpty());
    EXPECT_THAT(window_outliers(values, 20), ElementsAre(25));
    values[25] = 0.5;
    EXPECT_THAT(window_outliers(values, 20), ElementsAre(25));
}

TEST(WindowOutliers, OuterFences) {
    std::vector<double> values(20);
    for (std::size_t at = 0; at < values.size(); ++at) {
        values[at] = static_cast<double>(at);
    }
    EXPECT_THAT(window_outliers(values, 20), IsEmpty());
    // Without 10 and with the largest in its place the quartiles are 4.75 and 15.25, the upper fence 46.75.
    values[10] = 46.8;
    EXPECT_THAT(window_outliers(values, 20), ElementsAre(10));
    values[10] = 46.7;
    EXPECT_THAT(window_outliers(values, 20), IsEmpty());
    // With the smallest in its place they are 3.75 and 14.25, the lower fence -27.75.
    values[10] = -27.8;
    EXPECT_THAT(window_outliers(values, 20), ElementsAre(10));
    values[10] = -27.7;
    EXPECT_THAT(window_outliers(values, 20), IsEmpty());
}

TEST(WindowOutliers, WhatIsUnusualFromTheFirstOnIsNotListed) {
    std::vector<double> values(60, 1);
    values[0] = values[1] = values[3] = 9;
    EXPECT_THAT(window_outliers(values, 20), ElementsAre(3));
}

TEST(WindowOutliers, AtBothEnds) {
    std::vector<double> values(40, 1);
    values[1] = values[39] = 9;
    EXPECT_THAT(window_outliers(values, 20), ElementsAre(1, 39));
    EXPECT_THAT(window_outliers({1, 2, 3}, 20), IsEmpty());
    EXPECT_THAT(window_outliers({1}, 20), IsEmpty());
}

TEST(WindowOutliers, AStepIsNoOutlier) {
    std::vector<double> values(60, 2);
    std::fill(values.begin() + 30, values.end(), 1);
    EXPECT_THAT(window_outliers(values, 20), IsEmpty());
}

}  // namespace
}  // namespace pepbench
