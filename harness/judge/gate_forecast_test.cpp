#include "judge/gate_forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace pepbench {
namespace {

TEST(GateForecast, NoiseIsTheScaledMedianDeviation) {
    EXPECT_DOUBLE_EQ(noise_of({0.5}), 0);
    EXPECT_NEAR(noise_of({1, 2, 3, 4, 100}), 1.4826, 1e-12);
    // SciPy's median_abs_deviation, by harness/stats/scipy_values.py.
    EXPECT_NEAR(noise_of({0.012, -0.031, 0, 0.004, 0.25, -0.007, 0.02, 0.015, -0.002, 0.009}), 0.0126021,
                1e-12);
}

TEST(GateForecast, WithoutNoiseThatManyRoundsAsAnyPassTakes) {
    EXPECT_EQ(expected_rounds_to_pass({}, 0), GateRule{}.least_rounds_to_pass());
}

// The same formula with NumPy and scipy.stats.norm.ppf.
TEST(GateForecast, AsTheFormulaHasIt) {
    EXPECT_EQ(expected_rounds_to_pass({}, 0.03), 13);
    EXPECT_EQ(expected_rounds_to_pass({}, 0.04), 18);
    EXPECT_EQ(expected_rounds_to_pass({}, 0.06), 37);
}

TEST(GateForecast, NoiseAndSmallThresholdsTakeLonger) {
    EXPECT_GT(expected_rounds_to_pass({}, 0.03), expected_rounds_to_pass({}, 0.01));
    EXPECT_GT(expected_rounds_to_pass({.threshold = 0.01}, 0.012), 2 * expected_rounds_to_pass({}, 0.012));
    EXPECT_TRUE(std::isinf(expected_rounds_to_pass({.threshold = 0.01}, 1)));
}

/// What is foreseen is what happens on average, to within a fifth.
TEST(GateForecast, AgreesWithSimulation) {
    const GateRule rule;
    for (const double noise : {0.01, 0.02, 0.04}) {
        std::mt19937_64 generator(7);  // NOLINT(bugprone-random-generator-seed): the same values each time
        std::normal_distribution<double> normal(0, noise);
        constexpr int kCells = 400;
        int rounds = 0;
        for (int cell = 0; cell < kCells; ++cell) {
            BoundedBets bets(rule.threshold);
            while (bets.log_wealth() < rule.pass_bar()) {
                bets.add(rule.pass_boundary() - normal(generator));
                ++rounds;
            }
        }
        const double mean = rounds / static_cast<double>(kCells);
        EXPECT_NEAR(expected_rounds_to_pass(rule, noise) / mean, 1, 0.2) << noise;
    }
}

}  // namespace
}  // namespace pepbench
