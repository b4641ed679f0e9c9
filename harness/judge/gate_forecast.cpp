#include "judge/gate_forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>

#include "stats/betting.h"
#include "stats/median.h"

namespace pepbench {
namespace {

constexpr int kMostRounds = 10'000;
constexpr std::size_t kDoubtsShown = 3;

/// After so many rounds whose log ratios are the quantiles of the normal distribution: nothing is left to
/// chance.
double typical_log_wealth(const GateRule& rule, double noise, int rounds) {
    const boost::math::normal normal;
    BoundedBets bets(rule.threshold);
    for (int round = 0; round < rounds; ++round) {
        const double quantile = boost::math::quantile(normal, (round + 0.5) / rounds);
        bets.add(rule.pass_boundary() - noise * quantile);
    }
    return bets.log_wealth();
}

std::string percent(double share) { return fmt::format("{:.3g} %", share * 100); }

/// `5 %`, or `2 % to 5 %`
std::string range_text(const std::vector<double>& shares) {
    const auto [least, most] = std::minmax_element(shares.begin(), shares.end());
    return *least == *most ? percent(*least) : percent(*least) + " to " + percent(*most);
}

/// About cells that are likely to stay undecided where their rounds scatter by their noises; `is_known` where
/// those were measured.
std::string doubt(const std::vector<CellNoise>& cells, bool is_known) {
    std::vector<double> thresholds;
    std::vector<double> noises;
    double wider = 0;
    int rounds = 0;
    for (const CellNoise& cell : cells) {
        thresholds.push_back(cell.rule.threshold);
        noises.push_back(cell.noise);
        wider = std::max(wider, tightest_threshold(cell.rule, cell.noise));
        rounds = std::max(rounds, cell.rule.max_rounds);
    }
    return fmt::format(
        "{}: a threshold of {} is tighter than {} rounds can decide where rounds scatter by {}{}: likely "
        "undecided; give {}more --max-rounds, or a quieter machine",
        cells.size() == 1 ? cells.front().name
                          : fmt::format("{} cells, {} among them", cells.size(), cells.front().name),
        range_text(thresholds), rounds, range_text(noises),
        is_known ? ", as they do here"
                 : ", as they did on a shared virtual machine (by how much here is not known yet)",
        wider < 1 ? fmt::format("--threshold {:.3g}% or wider, ", wider * 100) : "");
}

/// A sentence each, or one for all where they are many.
std::vector<std::string> doubts_about(const std::vector<CellNoise>& cells, bool is_known) {
    if (cells.size() > kDoubtsShown) {
        return {doubt(cells, is_known)};
    }
    std::vector<std::string> sentences;
    for (const CellNoise& cell : cells) {
        sentences.push_back(doubt({cell}, is_known));
    }
    return sentences;
}

}  // namespace

double noise_of(const std::vector<double>& log_ratios) {
    const double centre = median(log_ratios);
    std::vector<double> deviations;
    for (const double log_ratio : log_ratios) {
        deviations.push_back(std::abs(log_ratio - centre));
    }
    return 1.4826 * median(std::move(deviations));
}

double expected_rounds_to_pass(const GateRule& rule, double noise) {
    int low = 0;
    int high = 1;
    while (typical_log_wealth(rule, noise, high) < rule.pass_bar()) {
        if (high >= kMostRounds) {
            return std::numeric_limits<double>::infinity();
        }
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        (typical_log_wealth(rule, noise, middle) < rule.pass_bar() ? low : high) = middle;
    }
    return high;
}

double tightest_threshold(const GateRule& rule, double noise) {
    const auto decides = [&](int thousandths) {
        GateRule wider = rule;
        wider.threshold = thousandths / 1000.0;
        return typical_log_wealth(wider, noise, rule.max_rounds) >= rule.pass_bar();
    };
    int low = 0;
    int high = 1000;
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        (decides(middle) ? high : low) = middle;
    }
    return high / 1000.0;
}

double expected_seconds(const CellOutlook& cell) {
    const double allowed = std::max(1, cell.rule.max_rounds - cell.rounds);
    const double rounds = std::clamp(cell.rounds_needed - cell.rounds, 1.0, allowed);
    // A round that is begun comes to its end.
    return std::min(rounds * cell.round_seconds,
                    std::max(0.0, cell.rule.max_seconds - cell.seconds) + cell.round_seconds);
}

double expected_seconds(const std::vector<CellOutlook>& cells) {
    return std::accumulate(cells.begin(), cells.end(), 0.0, [](double seconds, const CellOutlook& cell) {
        return seconds + expected_seconds(cell);
    });
}

double least_seconds(const std::vector<CellOutlook>& cells) {
    return std::accumulate(cells.begin(), cells.end(), 0.0, [](double seconds, const CellOutlook& cell) {
        return seconds + cell.round_seconds * std::max(1, cell.rule.least_rounds() - cell.rounds);
    });
}

bool likely_undecided(const CellOutlook& cell) { return cell.rounds_needed > cell.rule.max_rounds; }

std::vector<std::string> doubts(const std::vector<CellOutlook>& cells) {
    std::vector<CellNoise> doubtful;
    for (const CellOutlook& cell : cells) {
        if (likely_undecided(cell)) {
            doubtful.push_back({cell.name, cell.rule, kUsualNoise});
        }
    }
    return doubts_about(doubtful, false);
}

std::vector<std::string> measured_doubts(const std::vector<CellNoise>& cells) {
    std::vector<CellNoise> doubtful;
    std::copy_if(cells.begin(), cells.end(), std::back_inserter(doubtful), [](const CellNoise& cell) {
        return expected_rounds_to_pass(cell.rule, cell.noise) > cell.rule.max_rounds;
    });
    return doubts_about(doubtful, true);
}

}  // namespace pepbench
