// Medians and their intervals, as pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace pepbench {

/// Closed interval, in the unit of the values.
struct Interval {
    double low = 0;
    double high = 0;
};

/// The two values in the middle, which of an odd number are the same one. Reorders `values`, which must not
/// be empty.
template <typename Value>
std::pair<Value, Value> middle_of(std::vector<Value>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return {values.size() % 2 == 1 ? *middle : *std::max_element(values.begin(), middle), *middle};
}

/// The mean of two finite values.
inline double halfway(double low, double high) { return low + (high - low) / 2; }

/// The middle value, or the mean of the two middle ones. `values` must not be empty.
double median(std::vector<double> values);

/// Distribution-free interval for the median of independent values, by interpolation between order statistics
/// (Hettmansperger and Sheather, "Confidence intervals based on interpolated order statistics", Statistics &
/// Probability Letters 4, 1986). Nothing where no pair of order statistics reaches `confidence`: below 6
/// values at 95 %.
std::optional<Interval> median_interval(std::vector<double> values, double confidence = 0.95);

/// The n-th root of the product of n positive values. `values` must not be empty.
double geometric_mean(const std::vector<double>& values);

/// Half the interval's width as a share of `centre`.
double relative_half_width(const Interval& interval, double centre);

/// The median of independent values with its 95 % interval, in their unit; n is their number.
struct Estimate {
    double median = 0;
    std::optional<Interval> interval;
    int n = 0;
};

/// Median and median_interval together. Nothing without values.
std::optional<Estimate> estimate_of(const std::vector<double>& values);

/// A ratio of times with its interval; n is the number of pairs.
struct Ratio {
    double ratio = 0;
    std::optional<Interval> interval;
    int n = 0;
};

/// The median over pairs of first ÷ second, formed on the logarithms so that swapping the sides inverts the
/// result and its interval (median_interval of the log ratios). All values must be positive. Nothing without
/// pairs.
std::optional<Ratio> paired_ratio(const std::vector<std::pair<double, double>>& pairs,
                                  double confidence = 0.95);

}  // namespace pepbench
