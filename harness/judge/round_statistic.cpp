#include "judge/round_statistic.h"

#include <algorithm>
#include <cmath>

#include "stats/binomial.h"
#include "stats/median.h"

namespace pepbench {
namespace {

constexpr double kDriftLevel = 0.01;  // of the sign test
constexpr double kDeviationsOfNormal =
    1.4826;  // standard deviation ÷ median absolute deviation of normal noise
constexpr double kNoiseOfMedian =
    1.2533;  // standard deviation of a median ÷ that of a mean, of normal noise: the root of π/2

std::vector<double> log_ratios_of_pairs(const std::vector<double>& base, const std::vector<double>& head) {
    std::vector<double> log_ratios;
    log_ratios.reserve(base.size());
    for (std::size_t pair = 0; pair < std::min(base.size(), head.size()); ++pair) {
        if (base[pair] > 0 && head[pair] > 0) {
            log_ratios.push_back(std::log(head[pair] / base[pair]));
        }
    }
    return log_ratios;
}

}  // namespace

std::optional<double> round_log_ratio(const std::vector<double>& base, const std::vector<double>& head) {
    auto log_ratios = log_ratios_of_pairs(base, head);
    if (log_ratios.empty()) {
        return std::nullopt;
    }
    return median(std::move(log_ratios));
}

std::optional<double> drift_within_round(const std::vector<double>& base, const std::vector<double>& head) {
    const auto log_ratios = log_ratios_of_pairs(base, head);
    const auto half = static_cast<std::ptrdiff_t>(log_ratios.size() / 2);
    if (half == 0) {
        return std::nullopt;
    }
    return median({log_ratios.end() - half, log_ratios.end()}) -
           median({log_ratios.begin(), log_ratios.begin() + half});
}

bool is_drifting(const std::vector<double>& differences, double threshold) {
    if (differences.empty() || std::abs(median(differences)) < threshold / 2) {
        return false;
    }
    const auto count = [&](auto predicate) {
        return static_cast<int>(std::count_if(differences.begin(), differences.end(), predicate));
    };
    return sign_test(count([](double difference) { return difference > 0; }),
                     count([](double difference) { return difference < 0; })) <= kDriftLevel;
}

std::vector<double> scatter_within_round(const std::vector<double>& base, const std::vector<double>& head) {
    std::vector<double> distances = log_ratios_of_pairs(base, head);
    if (!distances.empty()) {
        const double centre = median(distances);
        for (double& distance : distances) {
            distance = std::abs(distance - centre);
        }
    }
    return distances;
}

int quads_for_next_round(const std::vector<double>& scatter, double threshold, int fewest) {
    if (scatter.empty()) {
        return fewest;
    }
    const double pair_noise = kDeviationsOfNormal * median(scatter);
    const auto round_noise = [&](int count) { return kNoiseOfMedian * pair_noise / std::sqrt(2.0 * count); };
    int wanted = fewest;
    while (wanted < kMostQuads && round_noise(wanted) > threshold / 2) {
        wanted = std::min(2 * wanted, kMostQuads);
    }
    return wanted;
}

}  // namespace pepbench
