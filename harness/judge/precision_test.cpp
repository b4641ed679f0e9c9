#include "judge/precision.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "stats/median.h"
#include "stats/noise_for_test.h"

namespace pepbench {
namespace {

TEST(Precision, NeedsSixValues) {
    EXPECT_FALSE(is_precise({}));
    EXPECT_FALSE(is_precise(std::vector<double>(5, 1.0)));
    EXPECT_TRUE(is_precise(std::vector<double>(6, 1.0)));
    EXPECT_TRUE(is_precise(std::vector<double>(6, 1.0), 0));
}

/// With six values of which the outer pairs are equal, the interval is the pair, whatever the weights.
std::vector<double> within(double share) { return {1 - share, 1 - share, 1, 1, 1 + share, 1 + share}; }

TEST(Precision, HalfTheIntervalAsAShareOfTheMedian) {
    EXPECT_TRUE(is_precise(within(0.0099)));
    EXPECT_FALSE(is_precise(within(0.0101)));
    EXPECT_TRUE(is_precise(within(0.049), 0.05));
    EXPECT_FALSE(is_precise(within(0.051), 0.05));
}

/// What a pass then takes, by the documented rule.
double taken(const std::vector<CellCost>& cells, double slice, int most) {
    double total = 0;
    for (const CellCost& cell : cells) {
        total += std::clamp(std::ceil(slice / cell.sample_seconds), 1.0, most * 1.0) * cell.sample_seconds;
    }
    return total;
}

TEST(Precision, SliceFillsTheAllowance) {
    const std::vector<CellCost> cells = {{0.01, 0.01}, {0.1, 0.1}, {2, 2}};
    // Above 0.1 s, at most 0.1 s for the first cell, the slice for the second, one sample of 2 s for the
    // third.
    EXPECT_NEAR(slice_for(cells, 1, 3.5, 10), 0.4, 1e-9);
    // Below it, the slice for the first as well; at 0.1 s the second takes its one sample.
    EXPECT_NEAR(slice_for(cells, 1, 3.15, 10), 0.05, 1e-9);
    for (const double allowance : {3.15, 3.3, 3.5, 3.9}) {
        const double slice = slice_for(cells, 1, allowance, 10);
        EXPECT_LE(1 + taken(cells, slice, 10), allowance + 1e-9);
        EXPECT_GT(1 + taken(cells, slice + 1e-6, 10), allowance);
    }
}

TEST(Precision, WhatIsAllowedMayBeUsedUp) {
    const std::vector<CellCost> cells = {{0.25, 0.25}};
    EXPECT_EQ(slice_for(cells, 0, 1, 10), 1);
    EXPECT_EQ(slice_for(cells, 0.5, 1, 10), 0.5);
}

TEST(Precision, SamplesWithinASlice) {
    EXPECT_EQ(samples_within(0.5, 0.1, 10), 5);
    EXPECT_EQ(samples_within(0.45, 0.1, 10), 5);  // the last one begins within it
    EXPECT_EQ(samples_within(0, 0.1, 10), 1);
    EXPECT_EQ(samples_within(9, 0.1, 10), 10);
    EXPECT_EQ(samples_within(0.5, 0, 10), 1);  // nothing is known yet
}

TEST(Precision, TheSlowestConfigurationDecidesForAll) {
    // 0.4 s are four samples of the slower side, and so of the faster one, not forty.
    const std::vector<CellCost> cells = {{0.1, 0.1}, {0.01, 0.1}};
    EXPECT_NEAR(slice_for(cells, 0, 0.44, 10), 0.4, 1e-9);
}

TEST(Precision, SliceHasLimits) {
    const std::vector<CellCost> cells = {{0.01, 0.01}, {0.1, 0.1}};
    EXPECT_EQ(slice_for(cells, 0, 1000, 10), 1.0);
    EXPECT_EQ(slice_for({}, 0, 10, 10), 1.0);
    // Single samples take longer than is allowed.
    EXPECT_LT(slice_for(cells, 0, 0.05, 10), 0.011);
    EXPECT_NEAR(slice_for(cells, 5, 1, 10), 0, 1e-9);
    EXPECT_NEAR(slice_for(cells, 0, -3, 10), 0, 1e-9);
}

/// The first values until they are precise, at most so many.
std::vector<double> until_precise(Noise& noise, double spread, std::size_t most) {
    std::vector<double> values;
    while (values.size() < most && !is_precise(values)) {
        values.push_back(std::exp(spread * noise.normal()));
    }
    return values;
}

/// How often the interval of a cell that ended as precise holds the truth, and how often that of 95 % would,
/// by the spread of its process runs (log-normal), printed as a table of stats/README.md.
TEST(Coverage, OfAPreciseCell) {
    constexpr int kSimulations = 10000;
    const auto holds = [](const std::optional<Interval>& interval) {
        return interval->low <= 1 && 1 <= interval->high ? 1 : 0;
    };
    constexpr std::size_t kMostValues = 100;
    Noise noise;
    for (const double spread : {0.005, 0.01, 0.015, 0.02, 0.03}) {
        int held = 0;
        int plain = 0;
        std::size_t process_runs = 0;
        for (int simulation = 0; simulation < kSimulations; ++simulation) {
            const std::vector<double> values = until_precise(noise, spread, kMostValues);
            held += holds(median_interval(values, is_precise(values) ? kPreciseConfidence : 0.95));
            plain += holds(median_interval(values));
            process_runs += values.size();
        }
        const double share = static_cast<double>(held) / kSimulations;
        fmt::print("| {:.1f} % | {:.1f} | {:.1f} | {:.1f} |\n", spread * 100, share * 100,
                   100 * static_cast<double>(plain) / kSimulations,
                   static_cast<double>(process_runs) / kSimulations);
        EXPECT_GE(share, 0.935);
        EXPECT_LE(share, 0.97);
    }
}

/// How often the interval of a ratio holds the truth where each side ended as precise, printed as a table of
/// stats/README.md: of the passes that both have.
TEST(Coverage, OfARatioOfPreciseCells) {
    constexpr int kSimulations = 4000;
    Noise noise;
    const std::vector<std::pair<double, double>> spreads = {
        {0.005, 0.005}, {0.01, 0.01}, {0.01, 0.02}, {0.02, 0.02}};
    for (const auto& [one, other] : spreads) {
        int held = 0;
        for (int simulation = 0; simulation < kSimulations; ++simulation) {
            const std::vector<double> first = until_precise(noise, one, 100);
            const std::vector<double> second = until_precise(noise, other, 100);
            std::vector<std::pair<double, double>> pairs;
            for (std::size_t pass = 0; pass < std::min(first.size(), second.size()); ++pass) {
                pairs.emplace_back(first[pass], second[pass]);
            }
            const auto ratio = paired_ratio(pairs);
            held += ratio->interval->low <= 1 && 1 <= ratio->interval->high ? 1 : 0;
        }
        const double share = static_cast<double>(held) / kSimulations;
        fmt::print("| {:.1f} and {:.1f} % | {:.1f} |\n", one * 100, other * 100, share * 100);
        EXPECT_GE(share, 0.935);
        EXPECT_LE(share, 0.965);
    }
}

}  // namespace
}  // namespace pepbench
