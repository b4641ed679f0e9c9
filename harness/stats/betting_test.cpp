#include "stats/betting.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace pepbench {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kThreshold = 0.05;

double log_wealth_after(const std::vector<double>& advantages, double threshold = kThreshold) {
    BoundedBets bets(threshold);
    for (const double advantage : advantages) {
        bets.add(advantage);
    }
    return bets.log_wealth();
}

// With Python's math module, as the products that the header has:
//     log(sum(prod(1 + 0.95 * tanh(s / threshold * a) for a in advantages) for s in (1.25, 2.5, 5, 10)) / 4)
TEST(BoundedBets, AsTheFormulaHasIt) {
    EXPECT_EQ(log_wealth_after({}), 0);
    EXPECT_NEAR(log_wealth_after({0.02}), 0.5635672254814983, 1e-12);
    EXPECT_NEAR(log_wealth_after({0.01, -0.02, 0.5}), -0.4321828412159349, 1e-12);
    EXPECT_NEAR(log_wealth_after({kInfinity, -0.003, 0, 0.04, -kInfinity, 0.011}), -1.5441782178800463,
                1e-12);
    EXPECT_NEAR(log_wealth_after({0.3, -0.1, 0.25}, 1), 0.45849062037110133, 1e-12);
}

TEST(BoundedBets, OneRoundMovesTheWealthWithinBounds) {
    EXPECT_DOUBLE_EQ(log_wealth_after({kInfinity}), std::log(1.95));
    EXPECT_DOUBLE_EQ(log_wealth_after({-kInfinity}), std::log(0.05));
    EXPECT_DOUBLE_EQ(log_wealth_after({1e300}), std::log(1.95));
    EXPECT_EQ(log_wealth_after({0}), 0);
}

TEST(BoundedBets, NeitherOverflowsNorVanishes) {
    EXPECT_NEAR(log_wealth_after(std::vector<double>(5000, kInfinity)), 5000 * std::log(1.95), 1e-8);
    EXPECT_NEAR(log_wealth_after(std::vector<double>(5000, -kInfinity)), 5000 * std::log(0.05), 1e-8);
}

/// Mean wealth over all patterns of signs of these distances from the boundary, each as likely as the other.
double mean_wealth(const std::vector<double>& distances, double boundary) {
    const unsigned patterns = 1U << distances.size();
    double sum = 0;
    for (unsigned pattern = 0; pattern < patterns; ++pattern) {
        BoundedBets bets(kThreshold);
        for (std::size_t round = 0; round < distances.size(); ++round) {
            bets.add((((pattern >> round) & 1U) != 0 ? distances[round] : -distances[round]) - boundary);
        }
        sum += std::exp(bets.log_wealth());
    }
    return sum / patterns;
}

TEST(BoundedBets, NothingIsWonOnAverageWhateverTheNoise) {
    const std::vector<double> distances = {0.001, 0.02, kInfinity, 0.013, 0, 0.4, 0.05, 7, 0.008, 0.02};
    EXPECT_NEAR(mean_wealth(distances, 0), 1, 1e-12);
    EXPECT_LT(mean_wealth(distances, 0.02), 0.9);
    EXPECT_GT(mean_wealth(distances, -0.02), 1.1);
}

const std::vector<double> kObservations = {0.012, -0.031, 0, 0.004, 0.25, -0.007, 0.02, 0.015, -0.002, 0.009};

void expect_interval(const std::vector<double>& observations, double threshold, double confidence,
                     Interval expected) {
    const auto interval = anytime_interval(observations, threshold, confidence);
    ASSERT_TRUE(interval);
    EXPECT_NEAR(interval->low, expected.low, 1e-12);
    EXPECT_NEAR(interval->high, expected.high, 1e-12);
}

// Where the formula above, with a = x - point and with a = point - x, is log(2 / (1 - confidence)): by the
// method of false position (Illinois) in Python.
TEST(AnytimeInterval, AsTheFormulaHasIt) {
    expect_interval(kObservations, 0.05, 0.95, {-0.016550173802366095, 0.20403441990877993});
    expect_interval(kObservations, 0.05, 0.90, {-0.011916215563886392, 0.09666920406470414});
    expect_interval(kObservations, 0.1, 0.95, {-0.0170614597262109, 0.1649318801630229});
    expect_interval(std::vector<double>(6, 0), 0.05, 0.95, {-0.026812528414663243, 0.026812528414663243});
    expect_interval(std::vector<double>(20, 0.03), 0.05, 0.95, {0.02848116789078076, 0.031518832109219234});
}

/// Six observations can just reach 96.36 %, 1.95^6 being 54.98 and the bar 54.95, and that only far away from
/// them.
TEST(AnytimeInterval, EndsMayLieFarOutside) {
    expect_interval(std::vector<double>(6, 0), 0.05, 0.9636, {-0.15457610788172108, 0.15457610788172108});
}

TEST(AnytimeInterval, NothingBelowSixObservations) {
    for (std::size_t n = 0; n < 6; ++n) {
        EXPECT_FALSE(anytime_interval(std::vector<double>(n, 0.01), kThreshold)) << n;
    }
    EXPECT_TRUE(anytime_interval(std::vector<double>(6, 0.01), kThreshold));
    EXPECT_FALSE(anytime_interval(std::vector<double>(6, 0.01), kThreshold, 0.99));
}

TEST(AnytimeInterval, HoldsThePointsThatNobodyRefutes) {
    const auto interval = anytime_interval(kObservations, kThreshold);
    ASSERT_TRUE(interval);
    const double bar = std::log(40);
    for (int step = -200; step < 600; ++step) {
        const double point = step * 0.0005;
        std::vector<double> above;
        std::vector<double> below;
        for (const double observation : kObservations) {
            above.push_back(observation - point);
            below.push_back(point - observation);
        }
        const bool is_refuted = log_wealth_after(above) >= bar || log_wealth_after(below) >= bar;
        EXPECT_EQ(interval->low <= point && point <= interval->high, !is_refuted) << point;
    }
}

TEST(AnytimeInterval, SwappingTheSidesMirrors) {
    std::vector<double> swapped;
    for (const double observation : kObservations) {
        swapped.push_back(-observation);
    }
    const auto one = anytime_interval(kObservations, kThreshold);
    const auto other = anytime_interval(swapped, kThreshold);
    ASSERT_TRUE(one && other);
    EXPECT_EQ(one->low, -other->high);
    EXPECT_EQ(one->high, -other->low);
}

/// n observations of 0.01, and infinite ones.
std::vector<double> with_infinite(std::size_t n, std::size_t above, std::size_t below) {
    std::vector<double> observations(n, 0.01);
    observations.insert(observations.end(), above, kInfinity);
    observations.insert(observations.end(), below, -kInfinity);
    return observations;
}

TEST(AnytimeInterval, InfiniteObservationsCount) {
    const auto finite = anytime_interval(with_infinite(20, 0, 0), kThreshold);
    const auto above = anytime_interval(with_infinite(20, 1, 0), kThreshold);
    const auto both = anytime_interval(with_infinite(20, 1, 1), kThreshold);
    ASSERT_TRUE(finite && above && both);
    EXPECT_LT(finite->low, above->low);
    EXPECT_LT(finite->high, above->high);
    EXPECT_NEAR(both->low + both->high, 0.02, 1e-10);
    EXPECT_LT(both->low, finite->low);
}

TEST(AnytimeInterval, NothingWhereASideHasNoEnd) {
    EXPECT_FALSE(anytime_interval(with_infinite(0, 9, 0), kThreshold));
    EXPECT_FALSE(anytime_interval(with_infinite(0, 9, 9), kThreshold));
    // One above outweighs four others: ln 1.95 · 10 - ln 20 is just below ln 40.
    EXPECT_FALSE(anytime_interval(with_infinite(10, 1, 0), kThreshold));
    EXPECT_TRUE(anytime_interval(with_infinite(11, 1, 0), kThreshold));
    // So many crashes that every point is refuted as too low.
    EXPECT_FALSE(anytime_interval(with_infinite(1, 12, 0), kThreshold));
}

// 0 is refuted from both sides, by the same Python: the logarithms are 23.9 and 7.6, the bar 3.7.
TEST(AnytimeInterval, NothingWhereNoCentreFits) {
    std::vector<double> lopsided(1000, 0.0035);
    lopsided.insert(lopsided.end(), 143, -0.5);
    EXPECT_FALSE(anytime_interval(lopsided, kThreshold));
}

}  // namespace
}  // namespace pepbench
