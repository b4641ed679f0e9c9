// How often the 95 % intervals that pepbench prints hold the truth, by simulation with fixed seeds. Prints
// the tables of README.md.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "stats/betting.h"
#include "stats/binomial.h"
#include "stats/bootstrap.h"
#include "stats/median.h"
#include "stats/noise_for_test.h"

namespace pepbench {
namespace {

// Sanitizers slow simulations down twentyfold; so many fewer scatter more.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kFewer = 20;
constexpr double kScatter = 0.06;
#else
constexpr int kFewer = 1;
constexpr double kScatter = 0;
#endif

/// Simulates once: whether the interval holds the truth; nothing where there is none.
using Simulation = std::optional<bool> (*)(Noise&, const NoiseKind&, std::size_t n);

bool holds(const Interval& interval, double truth) { return interval.low <= truth && truth <= interval.high; }

/// The share of intervals that hold the truth; nothing where there are none.
std::optional<double> covered(Simulation simulate, const NoiseKind& kind, std::size_t n, int simulations) {
    Noise noise;
    int held = 0;
    simulations /= kFewer;
    for (int simulation = 0; simulation < simulations; ++simulation) {
        const auto holds_truth = simulate(noise, kind, n);
        if (!holds_truth) {
            return std::nullopt;
        }
        held += *holds_truth ? 1 : 0;
    }
    return static_cast<double>(held) / simulations;
}

/// A line of the table: n, and the share for each kind of noise, which `check` judges.
template <typename Check>
void expect_line(const char* method, Simulation simulate, std::size_t n, int simulations, Check check) {
    fmt::print("| {} | {} |", method, n);
    for (const NoiseKind& kind : kNoiseKinds) {
        const auto share = covered(simulate, kind, n, simulations);
        fmt::print(" {} |", share ? fmt::format("{:.1f}", *share * 100) : "none");
        SCOPED_TRACE(fmt::format("{} n = {}, {}", method, n, kind.name));
        check(kind, share);
    }
    fmt::print("\n");
}

void expect_none(const NoiseKind&, std::optional<double> share) { EXPECT_FALSE(share); }

void expect_between(std::optional<double> share, double least, double most) {
    ASSERT_TRUE(share);
    EXPECT_GE(*share, least - kScatter);
    EXPECT_LE(*share, most + kScatter);
}

constexpr std::array<std::size_t, 6> kProcessRuns = {6, 8, 11, 30, 100, 1000};

constexpr int kSimulations = 4000;  // standard error 0.34 %

std::optional<bool> simulate_median(Noise& noise, const NoiseKind& kind, std::size_t n) {
    const auto interval = median_interval(draw(kind, noise, n));
    return interval ? std::optional(holds(*interval, 0)) : std::nullopt;
}

TEST(Coverage, MedianInterval) {
    expect_line("median", simulate_median, 5, 20, expect_none);
    for (const std::size_t n : kProcessRuns) {
        expect_line("median", simulate_median, n, kSimulations,
                    [](const NoiseKind& kind, std::optional<double> share) {
                        if (kind.is_independent) {
                            expect_between(share, 0.94, 0.965);
                        }
                    });
    }
}

/// Both sides of a pass share what drifts and wanders, and each has noise of its own.
std::optional<bool> simulate_ratio(Noise& noise, const NoiseKind& kind, std::size_t n) {
    constexpr double kRatio = 1.1;
    const auto first = draw(kind, noise, n);
    const auto second = kind.is_independent ? draw(kind, noise, n) : first;
    std::vector<std::pair<double, double>> pairs;
    for (std::size_t pass = 0; pass < n; ++pass) {
        const double own = kind.is_independent ? 0 : kSpread * noise.normal();
        pairs.emplace_back(kRatio * std::exp(first[pass] + own), std::exp(second[pass]));
    }
    const auto ratio = paired_ratio(pairs);
    return ratio && ratio->interval ? std::optional(holds(*ratio->interval, kRatio)) : std::nullopt;
}

TEST(Coverage, PairedRatio) {
    expect_line("ratio", simulate_ratio, 5, 20, expect_none);
    for (const std::size_t n : kProcessRuns) {
        expect_line(
            "ratio", simulate_ratio, n, kSimulations,
            [](const NoiseKind&, std::optional<double> share) { expect_between(share, 0.94, 0.965); });
    }
}

TimesByProcessRun draw_process_runs(const NoiseKind& kind, Noise& noise, std::size_t n) {
    TimesByProcessRun times;
    for (const double value : draw(kind, noise, n)) {
        times.emplace_back();
        for (int sample = 0; sample < 5; ++sample) {
            times.back().push_back(std::exp(value + 0.2 * kSpread * noise.normal()));
        }
    }
    return times;
}

std::optional<bool> simulate_between_files(Noise& noise, const NoiseKind& kind, std::size_t n) {
    const auto numerator = draw_process_runs(kind, noise, n);
    const auto interval = bootstrap_ratio_interval(numerator, draw_process_runs(kind, noise, n), 199);
    return interval ? std::optional(holds(*interval, 1)) : std::nullopt;
}

TEST(Coverage, BetweenFiles) {
    expect_line("between files", simulate_between_files, 5, 20, expect_none);
    for (const std::size_t n : {6U, 11U}) {
        expect_line("between files", simulate_between_files, n, 1000,
                    [](const NoiseKind& kind, std::optional<double> share) {
                        if (kind.is_independent) {
                            expect_between(share, 0.94, 0.99);
                        }
                    });
    }
}

/// Looks after each of n rounds: does any of the intervals miss the truth? A point outside is one that the
/// bets have refuted (AnytimeInterval.HoldsThePointsThatNobodyRefutes).
std::optional<bool> simulate_gate(Noise& noise, const NoiseKind& kind, std::size_t n) {
    const double bar = std::log(40);
    BoundedBets above(0.05);
    BoundedBets below(0.05);
    const auto base = draw(kind, noise, n);
    const auto head = kind.is_independent ? draw(kind, noise, n) : base;
    for (std::size_t round = 0; round < n; ++round) {
        const double own = kind.is_independent ? 0 : kSpread * noise.normal();
        const double log_ratio = head[round] - base[round] + own;
        above.add(log_ratio);
        below.add(-log_ratio);
        if (above.log_wealth() >= bar || below.log_wealth() >= bar) {
            return false;
        }
    }
    return true;
}

TEST(Coverage, AnytimeInterval) {
    for (const std::size_t n : {6U, 30U, 120U}) {
        expect_line("gate, after each round", simulate_gate, n, 2000,
                    [](const NoiseKind&, std::optional<double> share) { expect_between(share, 0.95, 1); });
    }
}

/// Chances that the interval, its low end alone and its high end alone are right.
struct Covered {
    double both = 0;
    double low = 0;
    double high = 0;
};

/// No simulation: the chance of each count is known.
Covered covered_by(const std::vector<Interval>& by_successes, double probability) {
    const boost::math::binomial_distribution<double> counts(static_cast<double>(by_successes.size()) - 1,
                                                            probability);
    Covered covered;
    for (std::size_t successes = 0; successes < by_successes.size(); ++successes) {
        const Interval& interval = by_successes[successes];
        const double chance = boost::math::pdf(counts, static_cast<double>(successes));
        covered.both += holds(interval, probability) ? chance : 0;
        covered.low += interval.low <= probability ? chance : 0;
        covered.high += probability <= interval.high ? chance : 0;
    }
    return covered;
}

TEST(Coverage, ClopperPearson) {
    for (const int trials : {5, 10, 30, 100, 1000}) {
        std::vector<Interval> by_successes;
        for (int successes = 0; successes <= trials; ++successes) {
            by_successes.push_back(clopper_pearson(successes, trials));
        }
        double least = 1;
        for (int percent = 1; percent <= 99; ++percent) {
            const Covered covered = covered_by(by_successes, percent / 100.0);
            EXPECT_GE(covered.low, 0.95) << percent << " % of " << trials;
            EXPECT_GE(covered.high, 0.95) << percent << " % of " << trials;
            least = std::min(least, covered.both);
        }
        fmt::print("| counts | {} | {:.1f} at least |\n", trials, least * 100);
        EXPECT_GE(least, 0.925);
    }
}

}  // namespace
}  // namespace pepbench
