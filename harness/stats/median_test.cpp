#include "stats/median.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "stats/noise_for_test.h"

namespace pepbench {
namespace {

/// The square roots of 1 to n: unevenly spaced, so that a wrong rank or weight shows.
std::vector<double> roots(int n) {
    std::vector<double> values;
    for (int value = n; value > 0; --value) {
        values.push_back(std::sqrt(value));
    }
    return values;
}

TEST(Median, MiddleValue) {
    EXPECT_EQ(median({3}), 3);
    EXPECT_EQ(median({9, 1, 5}), 5);
    EXPECT_EQ(median({9, 1, 5, 6}), 5.5);
    EXPECT_EQ(median({1, 2}), 1.5);
    EXPECT_EQ(median({2, 2, 2, 1, 9, 9, 9, 2}), 2);
    EXPECT_DOUBLE_EQ(median({1.7e308, 1.6e308}), 1.65e308);  // no sum that overflows
}

TEST(Median, NoIntervalBelowSixValues) {
    for (int n = 0; n < 6; ++n) {
        EXPECT_FALSE(median_interval(roots(n))) << n;
    }
    EXPECT_TRUE(median_interval(roots(6)));
    EXPECT_FALSE(median_interval(roots(6), 0.97));  // the outermost pair covers 1 - 2/2^6 = 0.96875
    EXPECT_TRUE(median_interval(roots(6), 0.96875));
}

// Of sqrt(1) to sqrt(n), from scipy 1.17, by the formula of the paper with its binomial distribution
//     g = lambda d: 1 - 2 * binom.cdf(d - 1, n, .5)
//     d = max(d for d in range(1, n // 2 + 1) if g(d) >= .95)
//     I = (g(d) - .95) / (g(d) - g(d + 1)); w = (n - d) * I / (d + (n - 2 * d) * I)
//     (1 - w) * x[d - 1] + w * x[d], (1 - w) * x[n - d] + w * x[n - d - 1]
// and the same to 1e-14 by its own scipy.stats.mstats.median_cihs(x, .05).
TEST(Median, IntervalAsSciPyHasIt) {
    struct Known {
        int n;
        double low;
        double high;
    };
    constexpr std::array<Known, 7> kKnown = {{{6, 1.1479334151332485, 2.3732676837533964},
                                              {7, 1.3037566124069366, 2.5018261609915546},
                                              {10, 1.6232416605649158, 2.88716378474299},
                                              {11, 1.7059226677452906, 3.013340203073155},
                                              {30, 3.1975786236350228, 4.557316856513313},
                                              {100, 6.384519166289668, 7.761188863285517},
                                              {1000, 21.668709100088137, 23.053563636051436}}};
    for (const Known& known : kKnown) {
        const auto interval = median_interval(roots(known.n));
        ASSERT_TRUE(interval) << known.n;
        EXPECT_NEAR(interval->low, known.low, 1e-12) << known.n;
        EXPECT_NEAR(interval->high, known.high, 1e-12) << known.n;
    }
}

/// The data with which SciPy tests its quantile estimators; the intervals are those of its median_cihs.
TEST(Median, IntervalAtOtherConfidence) {
    const std::vector<double> values = {77,  87,  88,  114, 151, 210, 219, 246,  253, 262,
                                        296, 299, 306, 376, 428, 515, 666, 1310, 2611};
    const auto expect = [&](double confidence, double low, double high) {
        const auto interval = median_interval(values, confidence);
        ASSERT_TRUE(interval);
        EXPECT_NEAR(interval->low, low, 1e-9) << confidence;
        EXPECT_NEAR(interval->high, high, 1e-9) << confidence;
    };
    expect(0.95, 201.97698744769875, 383.07112970711296);
    expect(0.90, 214.86576138453822, 338.1551892313695);
    expect(0.99, 139.68408199661556, 454.6076990890391);
}

/// The two middle ones of four cover 1 - 2 (1 + 4) / 16 = 37.5 %; there is no narrower pair to join them
/// with.
TEST(Median, InnermostPairIsNotNarrowed) {
    const auto interval = median_interval({1, 2, 4, 8}, 0.3);
    ASSERT_TRUE(interval);
    EXPECT_EQ(interval->low, 2);
    EXPECT_EQ(interval->high, 4);
    const auto pair = median_interval({1, 2}, 0.5);
    ASSERT_TRUE(pair);
    EXPECT_EQ(pair->low, 1);
    EXPECT_EQ(pair->high, 2);
}

/// Of three, the outer pair covers 75 % and the middle value 0 %: a third of the way, by the formula's weight
/// half.
TEST(Median, TheOuterPairIsNarrowedToTheMiddleValue) {
    const auto interval = median_interval({1, 2, 4}, 0.5);
    ASSERT_TRUE(interval);
    EXPECT_DOUBLE_EQ(interval->low, 1.5);
    EXPECT_DOUBLE_EQ(interval->high, 3);
}

TEST(Median, IntervalOfEqualValuesIsAPoint) {
    const auto interval = median_interval(std::vector<double>(12, 0.25));
    ASSERT_TRUE(interval);
    EXPECT_EQ(interval->low, 0.25);
    EXPECT_EQ(interval->high, 0.25);
    EXPECT_EQ(relative_half_width(*interval, 0.25), 0);
    EXPECT_NEAR(relative_half_width({1.96, 2.08}, 2.0), 0.03, 1e-15);
}

TEST(PairedRatio, MedianOfLogRatios) {
    const auto ratio = paired_ratio({{2, 1}, {8, 1}, {3, 3}});
    ASSERT_TRUE(ratio);
    EXPECT_DOUBLE_EQ(ratio->ratio, 2);
    EXPECT_EQ(ratio->n, 3);
    EXPECT_FALSE(ratio->interval);
    // Between two middle values it is their geometric mean.
    EXPECT_DOUBLE_EQ(paired_ratio({{2, 1}, {8, 1}})->ratio, 4);
    EXPECT_FALSE(paired_ratio({}));
}

// By scipy_values.py beside this file, as all values of SciPy here.
TEST(PairedRatio, AsSciPyHasIt) {
    const std::vector<double> first = {5.2, 3.3, 8.4, 2.9, 4.4, 6.1, 7.7, 3.9};
    const std::vector<double> second = {4.1, 3.1, 6.6, 2.5, 3.3, 5.8, 5.9, 3.2};
    std::vector<std::pair<double, double>> pairs;
    for (std::size_t pass = 0; pass < first.size(); ++pass) {
        pairs.emplace_back(first[pass], second[pass]);
    }
    const auto ratio = paired_ratio(pairs);
    ASSERT_TRUE(ratio && ratio->interval);
    EXPECT_NEAR(ratio->ratio, 1.2432745904735099, 1e-12);
    EXPECT_NEAR(ratio->interval->low, 1.0636882178446245, 1e-12);
    EXPECT_NEAR(ratio->interval->high, 1.3068845683752333, 1e-12);
    EXPECT_NEAR(geometric_mean(first), 4.908418128005206, 1e-12);
}

TEST(PairedRatio, PairsTakeTheDriftAway) {
    std::vector<std::pair<double, double>> pairs;
    for (int pass = 1; pass <= 8; ++pass) {
        pairs.emplace_back(3.0 * pass, 2.0 * pass);
    }
    const auto ratio = paired_ratio(pairs);
    ASSERT_TRUE(ratio && ratio->interval);
    EXPECT_DOUBLE_EQ(ratio->ratio, 1.5);
    EXPECT_DOUBLE_EQ(ratio->interval->low, 1.5);
    EXPECT_DOUBLE_EQ(ratio->interval->high, 1.5);
    EXPECT_EQ(ratio->n, 8);
}

TEST(PairedRatio, SwappingTheSidesInverts) {
    Noise noise;
    for (const int n : {1, 2, 6, 7, 20}) {
        std::vector<std::pair<double, double>> pairs;
        std::vector<std::pair<double, double>> swapped;
        for (int pair = 0; pair < n; ++pair) {
            pairs.emplace_back(noise.log_normal(), noise.log_normal());
            swapped.emplace_back(pairs.back().second, pairs.back().first);
        }
        const auto one = paired_ratio(pairs);
        const auto other = paired_ratio(swapped);
        ASSERT_TRUE(one && other);
        EXPECT_NEAR(one->ratio * other->ratio, 1, 1e-12);
        ASSERT_EQ(one->interval.has_value(), n >= 6);
        ASSERT_EQ(other->interval.has_value(), n >= 6);
        if (n >= 6) {
            EXPECT_NEAR(one->interval->low * other->interval->high, 1, 1e-12);
            EXPECT_NEAR(one->interval->high * other->interval->low, 1, 1e-12);
            EXPECT_LT(one->interval->low, one->ratio);
            EXPECT_GT(one->interval->high, one->ratio);
        }
    }
}

}  // namespace
}  // namespace pepbench
