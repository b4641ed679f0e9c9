#include "plan/round_draw.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace pepbench {
namespace {

TEST(RoundDraw, DependsOnItsArgumentsAlone) {
    const RoundDraw draw = draw_round(7, 2, 5, 4);
    const RoundDraw again = draw_round(7, 2, 5, 4);
    EXPECT_EQ(draw.quads, again.quads);
    EXPECT_EQ(draw.padding_bytes, again.padding_bytes);
    EXPECT_EQ(draw.hash_seed, again.hash_seed);
    EXPECT_NE(draw.hash_seed, draw_round(7, 2, 6, 4).hash_seed);
    EXPECT_NE(draw.hash_seed, draw_round(7, 3, 5, 4).hash_seed);
    EXPECT_NE(draw.hash_seed, draw_round(8, 2, 5, 4).hash_seed);
}

/// More quads change nothing that is drawn before them: rounds of a later version stay comparable.
TEST(RoundDraw, QuadsAreDrawnLast) {
    const RoundDraw two = draw_round(1, 0, 0, 2);
    const RoundDraw eight = draw_round(1, 0, 0, 8);
    EXPECT_EQ(two.padding_bytes, eight.padding_bytes);
    EXPECT_EQ(two.quads, eight.quads.substr(0, 2));
    EXPECT_EQ(eight.quads.size(), 8U);
}

/// Each coin is fair: within five standard deviations in 10 000 rounds.
TEST(RoundDraw, CoinsAreFairAndIndependent) {
    int first = 0;
    int b_quads = 0;
    int both = 0;
    double padding = 0;
    constexpr double kRounds = 10'000;
    for (int round = 0; round < kRounds; ++round) {
        const RoundDraw draw = draw_round(371, 0, round, 1);
        first += draw.head_starts_first ? 1 : 0;
        b_quads += draw.quads == "B" ? 1 : 0;
        both += draw.head_starts_first && draw.quads == "B" ? 1 : 0;
        padding += draw.padding_bytes;
        EXPECT_GE(draw.padding_bytes, 0);
        EXPECT_LT(draw.padding_bytes, 4096);
    }
    EXPECT_NEAR(first, kRounds / 2, 250);
    EXPECT_NEAR(b_quads, kRounds / 2, 250);
    EXPECT_NEAR(both, kRounds / 4, 220);
    EXPECT_NEAR(padding / kRounds, 2047.5, 60);
}

TEST(RoundDraw, ASweepVisitsEveryCellOnce) {
    std::set<std::vector<std::size_t>> orders;
    for (int sweep = 0; sweep < 20; ++sweep) {
        std::vector<std::size_t> order = draw_sweep(3, sweep, 5);
        orders.insert(order);
        std::sort(order.begin(), order.end());
        EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
    }
    EXPECT_GT(orders.size(), 10U);
    EXPECT_EQ(draw_sweep(3, 4, 5), draw_sweep(3, 4, 5));
}

}  // namespace
}  // namespace pepbench
