#include "record/comparisons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pepbench {
namespace {

using testing::ElementsAre;

const Mode kLinear{"linear", ""};
const Mode kThreaded{"threaded", ""};

ValuesByPass in_each_of_six_passes(double value) {
    ValuesByPass values;
    for (int pass = 0; pass < 6; ++pass) {
        values[pass] = value * (pass + 1);  // the machine slows down, ratios do not see it
    }
    return values;
}

/// a and a+jit: the JIT makes primes 4 times as fast and fibonacci not at all; other is of no suite.
const std::map<Cell, ValuesByPass>& values() {
    static const std::map<Cell, ValuesByPass> made = {
        {{"primes", kLinear, 1, "a"}, in_each_of_six_passes(4)},
        {{"primes", kLinear, 1, "a+jit"}, in_each_of_six_passes(1)},
        {{"fibonacci", kLinear, 1, "a"}, in_each_of_six_passes(3)},
        {{"fibonacci", kLinear, 1, "a+jit"}, in_each_of_six_passes(3)},
        {{"other", kLinear, 1, "a"}, in_each_of_six_passes(1)},
        {{"other", kLinear, 1, "a+jit"}, in_each_of_six_passes(8)},
        {{"primes", kThreaded, 1, "a"}, in_each_of_six_passes(4)},
        {{"primes", kThreaded, 2, "a"}, in_each_of_six_passes(5)},
        {{"primes", kThreaded, 8, "a"}, in_each_of_six_passes(20)},
    };
    return made;
}

ComparedRun run() {
    ComparedRun run{.values = values(),
                    .order = {},
                    .configurations = {"a", "a+jit"},
                    .suites = {{"primes", "pep371"}, {"fibonacci", "pep371"}},
                    .usable_cores = 2};
    for (const auto& [cell, by_pass] : values()) {
        run.order.push_back(cell);
    }
    return run;
}

TEST(Comparisons, PairsOfSwitches) {
    const auto pairs = switch_pairs({"x+gil", "x", "y+jit", "z", "x+jit"});
    ASSERT_EQ(pairs.size(), 2U);  // y is not there
    EXPECT_EQ(pairs[0].name, "gil");
    EXPECT_EQ(pairs[0].base, "x");
    EXPECT_EQ(pairs[0].head, "x+gil");
    EXPECT_EQ(pairs[1].name, "jit");
    EXPECT_TRUE(switch_pairs({"x", "y"}).empty());
}

TEST(Comparisons, ASwitchByCell) {
    const auto effects = switch_effects(run());
    ASSERT_EQ(effects.size(), 3U);
    EXPECT_EQ(effects[0].base.workload, "fibonacci");
    EXPECT_DOUBLE_EQ(effects[0].speedup.ratio, 1);
    EXPECT_EQ(effects[2].base.workload, "primes");
    EXPECT_DOUBLE_EQ(effects[2].speedup.ratio, 4);
    EXPECT_EQ(effects[2].speedup.n, 6);
}

TEST(Comparisons, ASwitchOverASuiteIsTheGeometricMean) {
    const auto effects = suite_effects(run());
    ASSERT_EQ(effects.size(), 1U);
    EXPECT_EQ(effects[0].suite, "pep371");
    EXPECT_THAT(effects[0].workloads, ElementsAre("fibonacci", "primes"));
    EXPECT_NEAR(effects[0].speedup.ratio, 2, 1e-12);
    ASSERT_TRUE(effects[0].speedup.interval);
    EXPECT_NEAR(effects[0].speedup.interval->low, 2, 1e-12);
}

TEST(Comparisons, OnlyPassesWithEveryWorkloadFormAMean) {
    std::map<Cell, ValuesByPass> some = values();
    some.at({"primes", kLinear, 1, "a"}).erase(5);
    ComparedRun lacking = run();
    const ComparedRun compared{some, lacking.order, lacking.configurations, lacking.suites, 2};
    EXPECT_EQ(suite_effects(compared).at(0).speedup.n, 5);
}

TEST(Comparisons, ASuiteAgainstTheReference) {
    const auto ratios = suite_ratios(run(), "a");
    ASSERT_EQ(ratios.size(), 2U);
    EXPECT_EQ(ratios[0].configuration, "a");
    EXPECT_NEAR(ratios[0].ratio.ratio, 1, 1e-12);
    EXPECT_EQ(ratios[1].configuration, "a+jit");
    EXPECT_NEAR(ratios[1].ratio.ratio, 0.5, 1e-12);
}

TEST(Comparisons, TheSerialFractionOfAMode) {
    const auto scaling = scaling_of(run());
    ASSERT_EQ(scaling.size(), 1U);
    EXPECT_EQ(scaling[0].mode, kThreaded);
    // Both two and eight workers use two cores and do 1.6 times the work of one: 1/1.6 = s + (1 - s)/2.
    ASSERT_TRUE(scaling[0].serial_fraction);
    EXPECT_NEAR(scaling[0].serial_fraction->median, 0.25, 1e-12);
    EXPECT_EQ(scaling[0].serial_fraction->n, 6);
}

TEST(Comparisons, CoresThatWorkersCanUse) {
    EXPECT_EQ(cores_used(4, 2), 2);
    EXPECT_EQ(cores_used(1, 2), 1);
    EXPECT_EQ(cores_used(2, 1.5), 1.5);
    EXPECT_EQ(cores_used(4, 0), 4);
    EXPECT_EQ(cores_used(1, 0.5), 1);  // one worker uses one core, if only half of the time
}

}  // namespace
}  // namespace pepbench
