#include "judge/gate_forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
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

std::string rounds_text(double rounds) {
    return std::isfinite(rounds) ? fmt::format("{:.0f}", rounds) : fmt::format("more than {}", kMostRounds);
}

/// `36`, or `36 to 360`, or `36 to more than 10000`
std::string range_text(double least, double most) {
    return least == most ? rounds_text(least)
                         : fmt::format("{} to {}", rounds_text(least), rounds_text(most));
}

std::string doubt(const std::string& who, const std::string& needed, const std::string& allowed) {
    return fmt::format(
        "{}: {} rounds would be needed at this machine's usual noise, {} are allowed: likely undecided; give "
        "a "
        "wider --threshold or more --max-rounds",
        who, needed, allowed);
}

std::string doubt_about_all(const std::vector<CellOutlook>& cells) {
    const auto needed =
        std::minmax_element(cells.begin(), cells.end(), [](const CellOutlook& one, const CellOutlook& other) {
            return one.rounds_needed < other.rounds_needed;
        });
    const auto allowed =
        std::minmax_element(cells.begin(), cells.end(), [](const CellOutlook& one, const CellOutlook& other) {
            return one.rule.max_rounds < other.rule.max_rounds;
        });
    return doubt(fmt::format("{} cells, {} among them", cells.size(), cells.front().name),
                 range_text(needed.first->rounds_needed, needed.second->rounds_needed),
                 range_text(allowed.first->rule.max_rounds, allowed.second->rule.max_rounds));
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
        return seconds + cell.round_seconds * std::max(1, cell.rule.least_rounds_to_pass() - cell.rounds);
    });
}

bool likely_undecided(const CellOutlook& cell) { return cell.rounds_needed > cell.rule.max_rounds; }

std::vector<std::string> doubts(const std::vector<CellOutlook>& cells) {
    std::vector<CellOutlook> doubtful;
    std::copy_if(cells.begin(), cells.end(), std::back_inserter(doubtful), likely_undecided);
    if (doubtful.size() > kDoubtsShown) {
        return {doubt_about_all(doubtful)};
    }
    std::vector<std::string> sentences;
    for (const CellOutlook& cell : doubtful) {
        sentences.push_back(
            doubt(cell.name, rounds_text(cell.rounds_needed), std::to_string(cell.rule.max_rounds)));
    }
    return sentences;
}

}  // namespace pepbench
