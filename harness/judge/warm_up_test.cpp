#include "judge/warm_up.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <utility>

namespace pepbench {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;

/// Levels with so many calls each, and a noise of this share.
struct Stretch {
    std::size_t calls;
    double seconds;
};

std::vector<double> calls_of(const std::vector<Stretch>& stretches, double noise = 0.01,
                             std::uint64_t seed = 1) {
    std::mt19937_64 generator(seed);
    std::normal_distribution<double> normal(0, noise);
    std::vector<double> calls;
    for (const Stretch& stretch : stretches) {
        for (std::size_t call = 0; call < stretch.calls; ++call) {
            calls.push_back(stretch.seconds * (1 + normal(generator)));
        }
    }
    return calls;
}

TEST(WarmUp, Flat) {
    const std::vector<double> calls = calls_of({{200, 0.02}});
    const WarmUp flat = judge_warm_up(calls);
    EXPECT_EQ(flat.classification, "flat");
    EXPECT_THAT(flat.steady_from, Optional(0U));
    EXPECT_NEAR(flat.steady_seconds.value(), 0.02, 0.0002);
    ASSERT_EQ(flat.levels.size(), 1U);
    EXPECT_EQ(flat.levels[0].to, 200U);
    EXPECT_EQ(flat.levels[0].seconds, flat.steady_seconds);
}

TEST(WarmUp, GetsFaster) {
    const WarmUp faster = judge_warm_up(calls_of({{30, 2}, {20, 1.5}, {150, 1}}));
    EXPECT_EQ(faster.classification, "warm-up");
    EXPECT_THAT(faster.steady_from, Optional(50U));
    EXPECT_NEAR(faster.steady_seconds.value(), 1, 0.01);
    ASSERT_EQ(faster.levels.size(), 3U);
    EXPECT_EQ(faster.levels[1].from, 30U);
    EXPECT_EQ(faster.levels[1].to, 50U);
    EXPECT_NEAR(faster.levels[1].seconds, 1.5, 0.02);
}

/// A level has two calls at least.
TEST(WarmUp, ASlowFirstCall) {
    const WarmUp first = judge_warm_up(calls_of({{1, 3}, {199, 1}}));
    EXPECT_EQ(first.classification, "warm-up");
    EXPECT_THAT(first.steady_from, Optional(2U));
}

TEST(WarmUp, GetsSlower) {
    const WarmUp slower = judge_warm_up(calls_of({{100, 1}, {100, 1.2}}));
    EXPECT_EQ(slower.classification, "slow-down");
    EXPECT_THAT(slower.steady_from, Optional(100U));
    EXPECT_NEAR(slower.steady_seconds.value(), 1.2, 0.01);
}

/// Even after a slow start: the end is not the fastest.
TEST(WarmUp, OneFasterLevelIsASlowDown) {
    EXPECT_EQ(judge_warm_up(calls_of({{40, 2}, {60, 1}, {100, 1.2}})).classification, "slow-down");
    EXPECT_EQ(judge_warm_up(calls_of({{40, 1}, {60, 2}, {100, 1.2}})).classification, "slow-down");
}

TEST(WarmUp, AChangeInTheLastQuarter) {
    EXPECT_THAT(judge_warm_up(calls_of({{150, 2}, {50, 1}})).steady_from, Optional(150U));
    const WarmUp late = judge_warm_up(calls_of({{151, 2}, {49, 1}}));
    EXPECT_EQ(late.classification, "no steady state");
    EXPECT_FALSE(late.steady_from);
    EXPECT_FALSE(late.steady_seconds);
    EXPECT_EQ(late.levels.size(), 2U);
}

TEST(WarmUp, LevelsNearTheLastAreTheSame) {
    const WarmUp near = judge_warm_up(calls_of({{100, 1.04}, {100, 1}}, 0.002));
    EXPECT_EQ(near.levels.size(), 2U);
    EXPECT_EQ(near.classification, "flat");
    EXPECT_THAT(near.steady_from, Optional(0U));
    EXPECT_EQ(judge_warm_up(calls_of({{100, 1.06}, {100, 1}}, 0.002)).classification, "warm-up");
    EXPECT_EQ(judge_warm_up(calls_of({{100, 0.94}, {100, 1}}, 0.002)).classification, "slow-down");
}

/// A tenth is less than the scatter between the calls of the last level, 30 %.
TEST(WarmUp, LevelsWithinTheScatterOfTheLastAreTheSame) {
    std::vector<double> calls = calls_of({{100, 1.1}}, 0.001);
    const std::vector<double> scattered = calls_of({{100, 1}}, 0.3);
    calls.insert(calls.end(), scattered.begin(), scattered.end());
    const WarmUp same = judge_warm_up(calls);
    EXPECT_EQ(same.levels.size(), 2U);
    EXPECT_EQ(same.classification, "flat");
}

/// Calls at this level, and a tenth above and below it, in turn.
void add_scattered(std::vector<double>& calls, double level) {
    for (int call = 0; call < 210; ++call) {
        calls.push_back(level + 0.1 * (call % 3 - 1));
    }
}

/// Their median deviation from the median is 0.1, which for normal noise is a standard deviation of 0.148.
TEST(WarmUp, TheScatterIsAStandardDeviation) {
    for (const auto& [level, classification] : {std::pair(1.145, "flat"), std::pair(1.155, "warm-up")}) {
        std::vector<double> calls;
        add_scattered(calls, level);
        add_scattered(calls, 1);
        const WarmUp judged = judge_warm_up(calls);
        EXPECT_EQ(judged.levels.size(), 2U);
        EXPECT_EQ(judged.classification, classification) << level;
    }
}

TEST(WarmUp, ATwentiethAwayIsStillTheSame) {
    EXPECT_EQ(judge_warm_up(calls_of({{100, 21}, {100, 20}}, 0)).classification, "flat");
    EXPECT_EQ(judge_warm_up(calls_of({{100, 21.01}, {100, 20}}, 0)).classification, "warm-up");
}

TEST(WarmUp, TheLengthOfCallsMakesNoDifference) {
    for (const double unit : {1e-6, 1e3}) {
        const WarmUp judged = judge_warm_up(calls_of({{50, 1.5 * unit}, {150, unit}}));
        EXPECT_EQ(judged.levels.size(), 2U) << unit;
        EXPECT_EQ(judged.classification, "warm-up") << unit;
    }
}

/// Nine spikes in a row are less than a quarter of 40 calls, but not of 36; twelve are more than one of 40,
/// but less than one of 60.
TEST(WarmUp, TheWindowIsATenthOfTheCalls) {
    EXPECT_EQ(judge_warm_up(calls_of({{200, 1}, {9, 3}, {191, 1}}, 0)).levels.size(), 1U);
    EXPECT_EQ(judge_warm_up(calls_of({{200, 1}, {12, 3}, {188, 1}}, 0)).levels.size(), 3U);
}

/// Five of the first twenty are a quarter of them, but not of 21.
TEST(WarmUp, TheWindowIsTwentyCallsAtLeast) {
    EXPECT_EQ(judge_warm_up(calls_of({{2, 1}, {5, 3}, {53, 1}}, 0)).levels.size(), 3U);
    EXPECT_EQ(judge_warm_up(calls_of({{2, 1}, {4, 3}, {54, 1}}, 0)).levels.size(), 1U);
}

TEST(WarmUp, SpikesAreSetAside) {
    std::vector<double> calls = calls_of({{50, 1.5}, {150, 1}});
    for (const std::size_t spike : {4U, 20U, 70U, 71U, 130U, 199U}) {
        calls[spike] = 10;
    }
    const WarmUp spiky = judge_warm_up(calls);
    EXPECT_EQ(spiky.classification, "warm-up");
    ASSERT_EQ(spiky.levels.size(), 2U);
    EXPECT_EQ(spiky.levels[0].to, 50U);
    EXPECT_EQ(spiky.levels[1].to, 200U);
    EXPECT_NEAR(spiky.levels[1].seconds, 1, 0.01);
}

TEST(WarmUp, ASpikeAtAChangeBelongsToTheEarlierLevel) {
    std::vector<double> calls = calls_of({{100, 1.5}, {100, 1}});
    calls[99] = 20;
    const WarmUp spiky = judge_warm_up(calls);
    ASSERT_EQ(spiky.levels.size(), 2U);
    EXPECT_EQ(spiky.levels[0].to, 100U);
}

TEST(WarmUp, TheLeastNumberOfCalls) {
    EXPECT_EQ(judge_warm_up(calls_of({{kLeastCalls, 1}})).classification, "flat");
    EXPECT_EQ(judge_warm_up(calls_of({{10, 3}, {kLeastCalls - 10, 1}})).classification, "warm-up");
}

TEST(WarmUp, EqualTimes) {
    EXPECT_EQ(judge_warm_up(std::vector<double>(40, 0.001)).classification, "flat");
    EXPECT_EQ(judge_warm_up(calls_of({{10, 2}, {40, 1}}, 0)).classification, "warm-up");
}

int share_of(const std::string& classification, const std::vector<Stretch>& stretches, double noise) {
    int count = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        count += judge_warm_up(calls_of(stretches, noise, seed)).classification == classification ? 1 : 0;
    }
    return count;
}

TEST(WarmUp, StationaryNoiseIsFlat) { EXPECT_GE(share_of("flat", {{200, 1}}, 0.1), 299); }

TEST(WarmUp, ATenthIsFound) {
    EXPECT_GE(share_of("warm-up", {{40, 1.1}, {160, 1}}, 0.03), 297);
    EXPECT_GE(share_of("slow-down", {{100, 0.9}, {100, 1}}, 0.03), 297);
    EXPECT_GE(share_of("warm-up", {{40, 1.1}, {160, 1}}, 0.05), 255);
}

/// What drifts like this (each call's noise is nine tenths that of the one before) does change its level for
/// a while, and that is found.
TEST(WarmUp, NoiseThatWandersIsNotAlwaysFlat) {
    int flat = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        std::vector<double> calls = calls_of({{200, 1}}, 0.1, seed);
        double wander = 0;
        for (double& call : calls) {
            wander = 0.9 * wander + std::sqrt(1 - 0.9 * 0.9) * (call - 1);
            call = 1 + wander;
        }
        flat += judge_warm_up(calls).classification == "flat" ? 1 : 0;
    }
    EXPECT_GE(flat, 180);
    EXPECT_LT(flat, 270);
}

/// As on a machine that is shared: after the first call, one in twelve takes up to twice as long, at random.
TEST(WarmUp, HeavyTailsAreMostlyFlat) {
    int flat = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        std::mt19937_64 generator(seed);
        std::vector<double> calls = calls_of({{200, 1}}, 0.02, seed);
        for (auto call = calls.begin() + 1; call != calls.end(); ++call) {
            if (generator() % 12 == 0) {
                *call *= 1 + static_cast<double>(generator() % 1000) / 1000;
            }
        }
        flat += judge_warm_up(calls).classification == "flat" ? 1 : 0;
    }
    EXPECT_GE(flat, 270);
}

TEST(WarmUp, Majority) {
    EXPECT_EQ(majority({"flat"}), "flat");
    EXPECT_EQ(majority({"flat", "warm-up", "warm-up"}), "warm-up");
    EXPECT_EQ(majority({"flat", "flat", "warm-up", "warm-up"}), "inconsistent");
    EXPECT_EQ(majority({"flat", "slow-down", "warm-up"}), "inconsistent");
    EXPECT_EQ(majority({}), "inconsistent");
}

TEST(WarmUp, MedianByCall) {
    EXPECT_THAT(median_by_call({{1, 5, 9}, {2, 4}, {9, 6, 1}}), ElementsAre(2, 5));
    EXPECT_THAT(median_by_call({}), IsEmpty());
}

TEST(WarmUpBreakEven, ByHand) {
    // So far 4, 6, 8, 10, 12 against 7, 8, 9, 10, 11: less from the fifth on.
    const BreakEven later = break_even({4, 2, 2, 2, 2}, {7, 1, 1, 1, 1});
    EXPECT_THAT(later.calls, Optional(5U));
    EXPECT_THAT(later.seconds, Optional(DoubleEq(11)));
    EXPECT_EQ(later.within, 5U);
}

TEST(WarmUpBreakEven, FromTheFirstCall) {
    EXPECT_THAT(break_even({2, 2}, {1, 2}).calls, Optional(1U));
    EXPECT_THAT(break_even({2, 2}, {1, 2}).seconds, Optional(DoubleEq(1)));
}

TEST(WarmUpBreakEven, Never) {
    const BreakEven never = break_even({1, 1, 1}, {1, 1, 1, 0.1});
    EXPECT_FALSE(never.calls);
    EXPECT_FALSE(never.seconds);
    EXPECT_EQ(never.within, 3U);
}

/// Below at the first call, above at the second, below again from the third on.
TEST(WarmUpBreakEven, ForGood) {
    EXPECT_THAT(break_even({2, 2, 2, 2}, {1, 4, 0.5, 1}).calls, Optional(3U));
    EXPECT_FALSE(break_even({2, 2, 2}, {1, 1, 9}).calls);
}

TEST(WarmUpBreakEven, WithStartUp) {
    EXPECT_THAT(break_even({2, 2, 2, 2}, {1, 1, 1, 1}, 0.5, 2).calls, Optional(2U));
    EXPECT_THAT(break_even({2, 2, 2, 2}, {1, 1, 1, 1}, 0.5, 2).seconds, Optional(DoubleEq(4)));
}

}  // namespace
}  // namespace pepbench
