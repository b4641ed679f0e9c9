#include "judge/gate_rule.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace pepbench {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

const GateRule kHundredCells = {.cells = 100};

/// The decision over the same log ratio round after round, and the number of rounds it took.
struct Outcome {
    Decision decision;
    int rounds;

    bool operator==(const Outcome&) const = default;
};

void PrintTo(const Outcome& outcome, std::ostream* out) {
    *out << static_cast<int>(outcome.decision) << " after " << outcome.rounds << " rounds";
}

/// `first`, and then `others` until there is a decision.
Outcome outcome_of(double first, double others, const GateRule& rule) {
    GateWealth wealth(rule);
    int rounds = 1;
    wealth.add(first);
    while (wealth.decision() == Decision::undecided && rounds < rule.max_rounds) {
        wealth.add(others);
        ++rounds;
    }
    return {wealth.decision(), rounds};
}

Outcome outcome_of(double log_ratio, const GateRule& rule) { return outcome_of(log_ratio, log_ratio, rule); }

TEST(GateRule, BoundariesAndBars) {
    EXPECT_NEAR(kHundredCells.flag_boundary(), std::log(1.02), 1e-15);
    EXPECT_NEAR(kHundredCells.pass_boundary(), std::log(1.05), 1e-15);
    EXPECT_DOUBLE_EQ(kHundredCells.flag_bar(), std::log(1e5));
    EXPECT_DOUBLE_EQ(kHundredCells.pass_bar(), std::log(1e3));
    const GateRule coarse = {.threshold = 0.1, .alpha = 0.01, .beta = 0.05};
    EXPECT_NEAR(coarse.flag_boundary(), std::log(1.04), 1e-15);
    EXPECT_NEAR(coarse.pass_boundary(), std::log(1.1), 1e-15);
    EXPECT_DOUBLE_EQ(coarse.flag_bar(), std::log(100));
    const GateRule absurd{.alpha = 5e-324, .cells = 100};
    EXPECT_NEAR(absurd.flag_bar(), 749, 0.1);  // ln 100 + 1074 ln 2
    EXPECT_DOUBLE_EQ(coarse.pass_bar(), std::log(20));
}

// ceil(log(bar) / log(1.95)) with Python's math module.
TEST(GateRule, LeastRounds) {
    const auto to_flag = [](int cells) { return GateRule{.cells = cells}.least_rounds_to_flag(); };
    EXPECT_EQ(to_flag(1), 11);
    EXPECT_EQ(to_flag(100), 18);
    EXPECT_EQ(to_flag(1000), 21);
    EXPECT_EQ(to_flag(10000), 25);
    EXPECT_EQ(kHundredCells.least_rounds_to_pass(), 11);
    EXPECT_EQ((GateRule{.beta = 0.01}.least_rounds_to_pass()), 7);
    EXPECT_EQ((GateRule{.beta = 1}.least_rounds_to_pass()), 1);
    const GateRule slow_to_pass{.alpha = 0.5, .beta = 1e-9};
    EXPECT_EQ(slow_to_pass.least_rounds(), slow_to_pass.least_rounds_to_pass());
    const GateRule slow_to_flag{.alpha = 1e-9, .beta = 0.5};
    EXPECT_EQ(slow_to_flag.least_rounds(), slow_to_flag.least_rounds_to_flag());
    EXPECT_GT(slow_to_pass.least_rounds_to_pass(), slow_to_pass.least_rounds_to_flag());
    EXPECT_GT(slow_to_flag.least_rounds_to_flag(), slow_to_flag.least_rounds_to_pass());
}

TEST(GateRule, LeastRoundsAreThoseOfTheClearestCases) {
    for (const int cells : {1, 7, 100, 1000}) {
        for (const double error : {0.05, 1e-3, 1e-6}) {
            const GateRule rule = {.alpha = error, .beta = error, .cells = cells};
            EXPECT_EQ(outcome_of(kInfinity, rule),
                      (Outcome{Decision::regressed, rule.least_rounds_to_flag()}));
            EXPECT_EQ(outcome_of(-kInfinity, rule), (Outcome{Decision::pass, rule.least_rounds_to_pass()}));
        }
    }
}

// The wealth of BoundedBets as betting_test.cpp has it, over d - ln 1.02 and ln 1.05 - d.
TEST(GateWealth, AsTheFormulaHasIt) {
    GateWealth wealth(kHundredCells);
    GateWealth coarse({.threshold = 0.1});
    for (const double log_ratio : {0.012, -0.031, 0.0, 0.004, 0.25, -0.007}) {
        wealth.add(log_ratio);
        coarse.add(log_ratio);
    }
    EXPECT_NEAR(wealth.log_flag_wealth(), -4.382599742476565, 1e-12);
    EXPECT_NEAR(wealth.log_pass_wealth(), 0.24512473440123678, 1e-12);
    EXPECT_NEAR(coarse.log_flag_wealth(), -3.928944016767504, 1e-12);
    EXPECT_NEAR(coarse.log_pass_wealth(), 0.3822131769678798, 1e-12);
}

// The rounds come from the same formula in Python.
TEST(GateWealth, WithoutNoise) {
    EXPECT_EQ(outcome_of(0, kHundredCells), (Outcome{Decision::pass, 11}));
    EXPECT_EQ(outcome_of(std::log(1.02), kHundredCells), (Outcome{Decision::pass, 11}));
    EXPECT_EQ(outcome_of(std::log(1.05), kHundredCells), (Outcome{Decision::regressed, 19}));
    EXPECT_EQ(outcome_of(std::log(1.10), kHundredCells), (Outcome{Decision::regressed, 18}));
    EXPECT_EQ(outcome_of(std::log(1.05), {}), (Outcome{Decision::regressed, 11}));
}

TEST(GateWealth, NoSingleOutlierDecides) {
    for (const double outlier : {kInfinity, -kInfinity, 1e6, -1e6}) {
        GateWealth wealth({.alpha = 0.05, .beta = 0.05});
        EXPECT_EQ(wealth.add(outlier), Decision::undecided);
    }
    EXPECT_EQ(outcome_of(kInfinity, 0, kHundredCells), (Outcome{Decision::pass, 17}));
    EXPECT_EQ(outcome_of(-kInfinity, std::log(1.05), kHundredCells), (Outcome{Decision::regressed, 24}));
}

TEST(GateWealth, ADecisionStays) {
    GateWealth wealth(kHundredCells);
    for (int round = 0; round < 11; ++round) {
        wealth.add(0);
    }
    ASSERT_EQ(wealth.decision(), Decision::pass);
    for (int round = 0; round < 60; ++round) {
        EXPECT_EQ(wealth.add(1), Decision::pass);
    }
    EXPECT_GT(wealth.log_flag_wealth(), kHundredCells.flag_bar());
}

TEST(GateWealth, RegressedIsLookedAtFirst) {
    // Halfway between the boundaries both gamblers win the same.
    const double halfway = (std::log(1.02) + std::log(1.05)) / 2;
    EXPECT_EQ(outcome_of(halfway, {}), (Outcome{Decision::regressed, 12}));
    EXPECT_EQ(outcome_of(halfway, kHundredCells), (Outcome{Decision::pass, 12}));
}

/// How many of all patterns of signs of `distances` from `centre` end with this decision.
int patterns_with(Decision decision, const GateWealth& so_far, const std::vector<double>& distances,
                  std::size_t round, double centre) {
    if (round == distances.size()) {
        return so_far.decision() == decision ? 1 : 0;
    }
    int patterns = 0;
    for (const double sign : {-1.0, 1.0}) {
        GateWealth wealth = so_far;
        wealth.add(centre + sign * distances[round]);
        patterns += patterns_with(decision, wealth, distances, round + 1, centre);
    }
    return patterns;
}

/// Ville's bound, with no randomness left: among all patterns of signs, which are equally likely where noise
/// is symmetric, the share that is ever decided wrongly is at most what was promised.
TEST(GateWealth, KeepsItsPromiseOverAllPatternsOfSigns) {
    constexpr double error = 0.1;
    const GateRule rule = {.alpha = error, .beta = error};
    const std::vector<std::vector<double>> noises = {
        std::vector<double>(14, 0.2),
        std::vector<double>(14, kInfinity),
        {0.01, 0.03, 0.001, 0.4, 0.05, 0.02, 0.01, 1, 0.02, 0.007, kInfinity, 0.03, 0.02, 0.1},
    };
    constexpr double promised = error * (1 << 14);
    for (const auto& distances : noises) {
        const GateWealth fresh(rule);
        const int alarms = patterns_with(Decision::regressed, fresh, distances, 0, rule.flag_boundary());
        const int misses = patterns_with(Decision::pass, fresh, distances, 0, rule.pass_boundary());
        EXPECT_GT(alarms, 0);
        EXPECT_LE(alarms, promised);
        EXPECT_GT(misses, 0);
        EXPECT_LE(misses, promised);
    }
}

}  // namespace
}  // namespace pepbench
