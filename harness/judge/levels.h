// The levels of a sequence of times, whatever outliers it has.
//
// After Barrett et al. (judge/warm_up.h): outliers are set aside, and PELT finds where the level changes.
#pragma once

#include <cstddef>
#include <vector>

namespace pepbench {

/// Values `from` up to, but not including, `to`, and their median in seconds.
struct Level {
    std::size_t from = 0;
    std::size_t to = 0;
    double seconds = 0;
};

/// Fewer values have no levels: no window has five of them beyond each quartile.
inline constexpr std::size_t kLeastOfLevels = 20;

/// Adjacent levels that cover all values, in their order. At least kLeastOfLevels positive times.
std::vector<Level> levels_of(const std::vector<double>& seconds);

/// Median absolute deviation from the median, times 1.4826, which makes it the standard deviation of normal
/// noise (Hampel, "The influence curve and its role in robust estimation", 1974). `values` must not be empty.
double spread(std::vector<double> values);

}  // namespace pepbench
