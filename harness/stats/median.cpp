#include "stats/median.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>

namespace pepbench {
namespace {

/// Chance that the median lies between the order statistics d and n + 1 - d (d from 1): 1 - 2 P(B(n, 1/2) <
/// d).
double coverage(std::size_t n, std::size_t d) {
    const boost::math::binomial_distribution<double> binomial(static_cast<double>(n), 0.5);
    return 1 - 2 * boost::math::cdf(binomial, static_cast<double>(d) - 1);
}

}  // namespace

double median(std::vector<double> values) {
    const auto [low, high] = middle_of(values);
    return values.size() % 2 == 1 ? high : halfway(low, high);
}

std::optional<Interval> median_interval(std::vector<double> values, double confidence) {
    const std::size_t n = values.size();
    if (n < 2 || coverage(n, 1) < confidence) {
        return std::nullopt;
    }
    std::sort(values.begin(), values.end());
    // The innermost pair that still covers enough; beyond n / 2 the pair would cross.
    std::size_t d = n / 2;
    while (coverage(n, d) < confidence) {
        --d;
    }
    if (2 * (d + 1) > n + 1) {
        return Interval{values[d - 1], values[n - d]};
    }
    const double wide = coverage(n, d);
    const double narrow = coverage(n, d + 1);
    const double share = (wide - confidence) / (wide - narrow);
    const auto size = static_cast<double>(n);
    const auto rank = static_cast<double>(d);
    const double weight = (size - rank) * share / (rank + (size - 2 * rank) * share);
    return Interval{(1 - weight) * values[d - 1] + weight * values[d],
                    (1 - weight) * values[n - d] + weight * values[n - d - 1]};
}

std::optional<Estimate> estimate_of(const std::vector<double>& values) {
    if (values.empty()) {
        return std::nullopt;
    }
    return Estimate{median(values), median_interval(values), static_cast<int>(values.size())};
}

double geometric_mean(const std::vector<double>& values) {
    double logarithms = 0;
    for (const double value : values) {
        logarithms += std::log(value);
    }
    return std::exp(logarithms / static_cast<double>(values.size()));
}

double relative_half_width(const Interval& interval, double centre) {
    return (interval.high - interval.low) / 2 / centre;
}

std::optional<Ratio> paired_ratio(const std::vector<std::pair<double, double>>& pairs, double confidence) {
    if (pairs.empty()) {
        return std::nullopt;
    }
    std::vector<double> logarithms;
    logarithms.reserve(pairs.size());
    for (const auto& [first, second] : pairs) {
        logarithms.push_back(std::log(first / second));
    }
    Ratio result{
        .ratio = std::exp(median(logarithms)), .interval = std::nullopt, .n = static_cast<int>(pairs.size())};
    if (const auto interval = median_interval(logarithms, confidence)) {
        result.interval = Interval{std::exp(interval->low), std::exp(interval->high)};
    }
    return result;
}

}  // namespace pepbench
