// Where the level of a sequence changes, as pure functions.
#pragma once

#include <cstddef>
#include <vector>

namespace pepbench {

/// Positions `from` up to, but not including, `to`.
struct Segment {
    std::size_t from = 0;
    std::size_t to = 0;
    bool operator==(const Segment&) const = default;
};

/// Adjacent segments that cover a sequence, and what they cost together (see least_cost_segments).
struct Segmentation {
    std::vector<Segment> segments;
    double cost = 0;
};

/// A mean and a variance need two values.
inline constexpr std::size_t kLeastSegment = 2;

/// What one more change costs: 15 ln n, the penalty of Barrett et al. (see judge/warm_up.h) for n values. It
/// is several times that of Schwarz's criterion (3 ln n for a position, a mean and a variance), because times
/// are neither normal nor independent.
double change_penalty(std::size_t n);

/// Positions of the values outside Tukey's outer fences, three times the distance of the quartiles from them
/// ("Exploratory data analysis", 1977), of the `window` (an even number) values around them; ascending. At
/// the end the window is cut off; the first half window is judged by the first whole one. A run of outliers
/// from the very first value on is warm-up and not listed.
std::vector<std::size_t> window_outliers(const std::vector<double>& values, std::size_t window);

/// The segmentation of least cost into segments of at least kLeastSegment values, by PELT (Killick, Fearnhead
/// and Eckley, "Optimal detection of changepoints with a linear computational cost", Journal of the American
/// Statistical Association 107, 2012): exact, not a heuristic. The cost is the sum over segments of
///     m ln v + S / v,  v = max(S / m, least_deviation²),
/// m being the number of values and S the sum of their squared distances from their mean, plus `penalty` for
/// each change: twice the negative logarithm of the likelihood under normal noise with a mean and a variance
/// of each segment's own, without its constant m ln 2π. `least_deviation` (above 0, in the unit of the
/// values) keeps equal values from being infinitely likely. `values` must not be empty.
Segmentation least_cost_segments(const std::vector<double>& values, double penalty, double least_deviation);

}  // namespace pepbench
