#include "stats/bootstrap.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

namespace pepbench {
namespace {

const TimesByProcessRun kConstant(6, {2.0});

/// Chances of a process run's value.
using Chances = std::map<double, double>;

/// The percentile of the median of six independent values, by going through all ways in which they can fall.
double percentile_of_median_of_six(const Chances& chances, double share) {
    std::map<std::vector<double>, double> ways = {{{}, 1.0}};
    for (int run = 0; run < 6; ++run) {
        std::map<std::vector<double>, double> longer;
        for (const auto& [values, chance] : ways) {
            for (const auto& [value, chance_of_value] : chances) {
                std::vector<double> more = values;
                more.insert(std::upper_bound(more.begin(), more.end(), value), value);
                longer[more] += chance * chance_of_value;
            }
        }
        ways = longer;
    }
    Chances medians;
    for (const auto& [values, chance] : ways) {
        medians[median(values)] += chance;
    }
    double sum = 0;
    for (const auto& [value, chance] : medians) {
        sum += chance;
        EXPECT_GT(std::abs(sum - share), 0.005) << "too near to be told by drawing";
        if (sum > share) {
            return value;
        }
    }
    return NAN;
}

TEST(Bootstrap, NothingBelowSixProcessRunsOnEitherSide) {
    const TimesByProcessRun five(5, {1.0});
    EXPECT_FALSE(bootstrap_ratio_interval(five, kConstant));
    EXPECT_FALSE(bootstrap_ratio_interval(kConstant, five));
    EXPECT_FALSE(bootstrap_ratio_interval({}, {}));
    EXPECT_TRUE(bootstrap_ratio_interval(kConstant, kConstant));
}

TEST(Bootstrap, WithoutSpreadTheRatioItself) {
    const auto interval = bootstrap_ratio_interval(TimesByProcessRun(7, {3.0, 3.0}), kConstant);
    ASSERT_TRUE(interval);
    EXPECT_EQ(interval->low, 1.5);
    EXPECT_EQ(interval->high, 1.5);
}

TEST(Bootstrap, DrawsProcessRuns) {
    const TimesByProcessRun runs = {{1.0}, {10.0}, {2.0}, {30.0}, {4.0}, {7.0}};
    Chances chances;
    for (const auto& run : runs) {
        chances[run.front()] = 1.0 / 6;
    }
    const auto interval = bootstrap_ratio_interval(runs, kConstant, 9999);
    ASSERT_TRUE(interval);
    EXPECT_EQ(interval->low, percentile_of_median_of_six(chances, 0.025) / 2);
    EXPECT_EQ(interval->high, percentile_of_median_of_six(chances, 0.975) / 2);
    const auto of_denominator = bootstrap_ratio_interval(kConstant, runs, 9999);
    ASSERT_TRUE(of_denominator);
    EXPECT_DOUBLE_EQ(of_denominator->low, 1 / interval->high);
    EXPECT_DOUBLE_EQ(of_denominator->high, 1 / interval->low);
}

TEST(Bootstrap, DrawsSamplesWithinProcessRuns) {
    // Two samples drawn from 1 and 3: their median is 1 or 3 in one of four cases each, else 2.
    const auto interval = bootstrap_ratio_interval(TimesByProcessRun(6, {1.0, 3.0}), kConstant, 9999);
    ASSERT_TRUE(interval);
    const Chances chances = {{1.0, 0.25}, {2.0, 0.5}, {3.0, 0.25}};
    EXPECT_EQ(interval->low, percentile_of_median_of_six(chances, 0.025) / 2);
    EXPECT_EQ(interval->high, percentile_of_median_of_six(chances, 0.975) / 2);
}

/// The 2.5th percentile of 39 is the least one, and so no less than the least time there is.
TEST(Bootstrap, FewResamplesGiveTheirRange) {
    TimesByProcessRun runs;
    for (int run = 0; run < 12; ++run) {
        runs.push_back({1 + 0.1 * run});
    }
    const auto range = bootstrap_ratio_interval(runs, kConstant, 39);
    const auto interval = bootstrap_ratio_interval(runs, kConstant, 79);
    ASSERT_TRUE(range && interval);
    EXPECT_GE(range->low, 0.5);
    EXPECT_LE(range->high, 1.05);
    EXPECT_LT(range->low, range->high);
    EXPECT_LT(interval->low, interval->high);
}

/// Of 79 it is the second; of 78 still the least, which lies below the second of 79.
TEST(Bootstrap, ThePercentileIsRoundedDown) {
    TimesByProcessRun runs;
    for (int run = 1; run <= 40; ++run) {
        runs.push_back({std::sqrt(run)});
    }
    EXPECT_LT(bootstrap_ratio_interval(runs, kConstant, 78)->low,
              bootstrap_ratio_interval(runs, kConstant, 79)->low);
}

/// Files hold ends that pepbench verify computes again, wherever and whenever: no draw may ever change.
TEST(Bootstrap, TheSameForEver) {
    const TimesByProcessRun top = {{1.1, 2.3}, {2.2, 5.7}, {3.1}, {4.9, 1.3}, {5.2}, {6.1, 2.9, 8.3}};
    const TimesByProcessRun bottom = {{1.3, 2.1, 3.7}, {2.7, 5.1}, {3.3}, {4.1, 1.9}, {5.9}, {6.7, 2.1}};
    const auto interval = bootstrap_ratio_interval(top, bottom, 199);
    ASSERT_TRUE(interval);
    EXPECT_DOUBLE_EQ(interval->low, 0.53333333333333344);
    EXPECT_DOUBLE_EQ(interval->high, 1.9166666666666663);
}

TEST(Bootstrap, SameTimesSameInterval) {
    const TimesByProcessRun runs = {{1, 2}, {2, 5}, {3}, {4, 1}, {5}, {6, 2, 8}};
    const auto once = bootstrap_ratio_interval(runs, runs);
    const auto again = bootstrap_ratio_interval(runs, runs);
    ASSERT_TRUE(once && again);
    EXPECT_EQ(once->low, again->low);
    EXPECT_EQ(once->high, again->high);
    EXPECT_LT(once->low, 1);
    EXPECT_GT(once->high, 1);
}

TEST(Bootstrap, WhatIsKeptFromOneRatioChangesNoOther) {
    const TimesByProcessRun few = {{1, 2}, {2, 5}, {3}, {4, 1}, {5}, {6, 2, 8}};
    const TimesByProcessRun many = {{1, 2, 3}, {2, 5}, {3}, {4, 1}, {5}, {6, 2}, {7}, {9, 3, 4, 5}};
    RatioBootstrap bootstrap(199);
    for (const auto& [top, bottom] : {std::pair(&few, &few), std::pair(&many, &few), std::pair(&few, &many),
                                      std::pair(&many, &many), std::pair(&few, &few)}) {
        const auto kept = bootstrap.interval(*top, *bottom);
        const auto alone = bootstrap_ratio_interval(*top, *bottom, 199);
        ASSERT_TRUE(kept && alone);
        EXPECT_EQ(kept->low, alone->low);
        EXPECT_EQ(kept->high, alone->high);
    }
}

TEST(Bootstrap, TheOrderOfSamplesDoesNotMatter) {
    const TimesByProcessRun sorted(6, {1, 2, 3, 5});
    const TimesByProcessRun shuffled(6, {3, 1, 5, 2});
    const auto one = bootstrap_ratio_interval(sorted, kConstant);
    const auto other = bootstrap_ratio_interval(shuffled, kConstant);
    ASSERT_TRUE(one && other);
    EXPECT_EQ(one->low, other->low);
    EXPECT_EQ(one->high, other->high);
}

struct Noise {
    double between_runs;  ///< standard deviations of the logarithm
    double within_run;
    double slow_runs;  ///< share of process runs that are 1.4 times slower
};

TimesByProcessRun simulated(std::mt19937_64& random, const Noise& noise, std::size_t process_runs,
                            double scale) {
    std::normal_distribution<double> normal;
    std::bernoulli_distribution is_slow(noise.slow_runs);
    TimesByProcessRun runs(process_runs);
    for (std::vector<double>& run : runs) {
        const double level =
            scale * std::exp(noise.between_runs * normal(random)) * (is_slow(random) ? 1.4 : 1);
        for (int sample = 0; sample < 5; ++sample) {
            run.push_back(level * std::exp(noise.within_run * normal(random)));
        }
    }
    return runs;
}

/// In how many of 1000 simulations the interval holds the true ratio, 1.1.
int covered_of_1000(const Noise& noise, std::size_t process_runs) {
    std::mt19937_64 random(371);  // NOLINT(bugprone-random-generator-seed): the same values each time
    RatioBootstrap bootstrap(199);
    int count = 0;
    for (int simulation = 0; simulation < 1000; ++simulation) {
        const TimesByProcessRun top = simulated(random, noise, process_runs, 1.1);
        const auto interval = bootstrap.interval(top, simulated(random, noise, process_runs, 1));
        count += interval->low <= 1.1 && 1.1 <= interval->high ? 1 : 0;
    }
    return count;
}

TEST(Bootstrap, CoversTheTrueRatioWhereProcessRunsDiffer) {
    const Noise shared_machine{0.05, 0.02, 0.25};
    for (const std::size_t process_runs : {6U, 12U}) {
        const int count = covered_of_1000(shared_machine, process_runs);
        RecordProperty("covered_with_" + std::to_string(process_runs), count);
        EXPECT_GE(count, 940);
        EXPECT_LE(count, 985);
    }
}

TEST(Bootstrap, CoversMoreThanItNeedsWhereSamplesDifferMore) {
    const int count = covered_of_1000({0.01, 0.05, 0}, 6);
    RecordProperty("covered_with_6", count);
    EXPECT_GE(count, 985);
}

}  // namespace
}  // namespace pepbench
