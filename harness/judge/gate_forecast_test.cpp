#include "judge/gate_forecast.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
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

constexpr double kNever = std::numeric_limits<double>::infinity();

/// A cell of rounds of a second.
CellOutlook open_cell(const std::string& name, double rounds_needed, int rounds = 0, int max_rounds = 120) {
    return {.name = name,
            .rule = {.max_rounds = max_rounds, .max_seconds = 1000},
            .rounds_needed = rounds_needed,
            .rounds = rounds,
            .seconds = static_cast<double>(rounds),
            .round_seconds = 1};
}

TEST(GateForecast, ACellTakesUntilItPassesOrItsLimit) {
    EXPECT_EQ(expected_seconds(open_cell("work", 13)), 13);
    EXPECT_EQ(expected_seconds(open_cell("work", 13, 5)), 8);
    EXPECT_EQ(expected_seconds(open_cell("work", 13, 20)), 1);
    EXPECT_EQ(expected_seconds(open_cell("work", 500, 20)), 100);
    EXPECT_EQ(expected_seconds(open_cell("work", kNever)), 120);
    EXPECT_EQ(expected_seconds(open_cell("work", 500, 120)), 1);
    CellOutlook slow = open_cell("work", 13);
    slow.round_seconds = 2;
    EXPECT_EQ(expected_seconds(slow), 26);
    CellOutlook short_of_time = open_cell("work", kNever, 20);
    short_of_time.rule.max_seconds = 30;
    EXPECT_EQ(expected_seconds(short_of_time), 11);  // with the round during which its time ends
    short_of_time.rule.max_seconds = 10;
    EXPECT_EQ(expected_seconds(short_of_time), 1);
}

TEST(GateForecast, CellsTogetherTakeTheSumOfEach) {
    const std::vector<CellOutlook> cells = {open_cell("work", 13), open_cell("other", 20, 5),
                                            open_cell("long", 400, 400, 500)};
    EXPECT_EQ(expected_seconds(cells), 13 + 15 + 1);
    EXPECT_EQ(least_seconds(cells), 11 + 6 + 1);
}

TEST(GateForecast, TheTightestThresholdIsOneThatPasses) {
    const GateRule rule;
    for (const double noise : {0.012, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.05}) {
        GateRule wider = rule;
        wider.threshold = tightest_threshold(rule, noise);
        EXPECT_LE(expected_rounds_to_pass(wider, noise), rule.max_rounds) << noise;
        wider.threshold -= 0.001;
        EXPECT_GT(expected_rounds_to_pass(wider, noise), rule.max_rounds) << noise;
    }
    EXPECT_EQ(tightest_threshold(rule, 1000), 1);
}

TEST(GateForecast, SaysWhichThresholdsAreTighterThanNoiseAllows) {
    EXPECT_THAT(doubts({open_cell("work", 120)}), testing::IsEmpty());
    CellOutlook tight = open_cell("one", 200);
    tight.rule.threshold = 0.002;
    EXPECT_THAT(
        doubts({tight, open_cell("fine", 13), open_cell("other", kNever, 0, 360)}),
        testing::ElementsAre(
            testing::AllOf(testing::StartsWith("one: a threshold of 0.2 % is tighter than 120 rounds can "
                                               "decide where rounds scatter by 1.2 %, as they did on a "
                                               "shared virtual machine (by how much here is not known "
                                               "yet): likely undecided; give --threshold "),
                           testing::EndsWith("% or wider, more --max-rounds, or a quieter machine")),
            testing::HasSubstr("other: a threshold of 5 % is tighter than 360 rounds")));
}

TEST(GateForecast, SaysWhatWasMeasured) {
    const GateRule rule;
    EXPECT_THAT(measured_doubts({{"quiet", rule, 0.01}}), testing::IsEmpty());
    EXPECT_THAT(measured_doubts({{"just enough", {.max_rounds = 13}, 0.03}}), testing::IsEmpty());
    EXPECT_THAT(measured_doubts({{"one too few", {.max_rounds = 12}, 0.03}}), testing::SizeIs(1));
    EXPECT_THAT(
        measured_doubts({{"quiet", rule, 0.01}, {"loud", rule, 0.5}}),
        testing::ElementsAre(testing::AllOf(
            testing::StartsWith("loud: a threshold of 5 % is tighter than 120 rounds can decide where "
                                "rounds scatter by 50 %, as they do here: likely undecided; give"),
            testing::Not(testing::HasSubstr("virtual")))));
    EXPECT_THAT(measured_doubts({{"hopeless", rule, 1000}}),
                testing::ElementsAre(testing::HasSubstr("undecided; give more --max-rounds, or a quieter")));
}

TEST(GateForecast, TellsTheThresholdThatWouldDo) {
    EXPECT_THAT(measured_doubts({{"loud", {}, 0.1}}),
                testing::ElementsAre(testing::HasSubstr(
                    fmt::format("give --threshold {:.3g}% or wider", 100 * tightest_threshold({}, 0.1)))));
}

TEST(GateForecast, ManyDoubtsAreOneSentence) {
    EXPECT_THAT(measured_doubts(std::vector<CellNoise>(3, {"work", {}, 0.5})), testing::SizeIs(3));
    EXPECT_THAT(measured_doubts(std::vector<CellNoise>(4, {"work", {}, 0.5})), testing::SizeIs(1));
    std::vector<CellNoise> cells(30, {"work", {}, 0.5});
    cells.push_back({"other", {.threshold = 0.01, .max_rounds = 360}, 0.25});
    EXPECT_THAT(
        measured_doubts(cells),
        testing::ElementsAre(testing::HasSubstr(
            "31 cells, work among them: a threshold of 1 % to 5 % is tighter than 360 rounds can decide "
            "where rounds scatter by 25 % to 50 %")));
    EXPECT_THAT(doubts(std::vector<CellOutlook>(30, open_cell("work", 400))),
                testing::ElementsAre(testing::HasSubstr("30 cells, work among them: a threshold of 5 %")));
}

}  // namespace
}  // namespace pepbench
