#include "stats/betting.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pepbench {
namespace {

constexpr double kLargestBet = 0.95;                           // κ, as a share of the gambler's wealth
constexpr std::array<double, 4> kStakes = {1.25, 2.5, 5, 10};  // λ · threshold

// So many thresholds away from all observations each bet is lost or won as far as it can be: tanh(1.25 · 16)
// is 1 in double precision.
constexpr double kSaturation = 16;
// From a few tens of thresholds down to far less than a millionth of one.
constexpr int kHalvings = 50;

double log_wealth_above(double point, const std::vector<double>& observations, double threshold) {
    BoundedBets bets(threshold);
    for (const double observation : observations) {
        bets.add(observation - point);
    }
    return bets.log_wealth();
}

/// The largest point that gamblers who bet that observations lie above it have refuted. Each of their factors
/// falls where the point rises, so that there is one such end at most. (Where infinite observations refute
/// every point, the other side has no end.)
std::optional<double> lower_end(const std::vector<double>& observations, double threshold, double bar) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double observation : observations) {
        if (std::isfinite(observation)) {
            low = std::min(low, observation);
            high = std::max(high, observation);
        }
    }
    if (low > high) {
        return std::nullopt;
    }
    low -= kSaturation * threshold;
    high += kSaturation * threshold;
    const auto is_refuted = [&](double point) {
        return log_wealth_above(point, observations, threshold) >= bar;
    };
    if (!is_refuted(low)) {
        return std::nullopt;
    }
    for (int step = 0; step < kHalvings; ++step) {
        const double middle = low + (high - low) / 2;
        (is_refuted(middle) ? low : high) = middle;
    }
    return low;
}

}  // namespace

BoundedBets::BoundedBets(double threshold) : stakes_(kStakes), log_wealths_{} {
    for (double& stake : stakes_) {
        stake /= threshold;
    }
}

void BoundedBets::add(double advantage) {
    for (std::size_t gambler = 0; gambler < stakes_.size(); ++gambler) {
        log_wealths_[gambler] += std::log1p(kLargestBet * std::tanh(stakes_[gambler] * advantage));
    }
}

double BoundedBets::log_wealth() const {
    // The richest one's wealth is taken out of the sum, so that exp neither overflows nor vanishes.
    const double richest = *std::max_element(log_wealths_.begin(), log_wealths_.end());
    double sum = 0;
    for (const double log_wealth : log_wealths_) {
        sum += std::exp(log_wealth - richest);
    }
    return richest + std::log(sum / static_cast<double>(log_wealths_.size()));
}

std::optional<Interval> anytime_interval(const std::vector<double>& observations, double threshold,
                                         double confidence) {
    const double bar = std::log(2 / (1 - confidence));
    std::vector<double> mirrored = observations;
    for (double& observation : mirrored) {
        observation = -observation;
    }
    const auto low = lower_end(observations, threshold, bar);
    const auto high = lower_end(mirrored, threshold, bar);
    // Thousands of lopsided observations refute every point: they have no centre of symmetry.
    if (!low || !high || *low > -*high) {
        return std::nullopt;
    }
    return Interval{*low, -*high};
}

}  // namespace pepbench
