#include "judge/gate_forecast.h"

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>

#include "stats/betting.h"
#include "stats/median.h"

namespace pepbench {
namespace {

constexpr int kMostRounds = 10'000;

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

}  // namespace pepbench
