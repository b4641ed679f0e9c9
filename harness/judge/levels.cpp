#include "judge/levels.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

#include "stats/change_point.h"
#include "stats/median.h"

namespace pepbench {
namespace {

constexpr std::size_t kWindows = 10;       // the paper's window is 200 of 2000 calls
constexpr double kLeastDeviation = 0.001;  // of the median; less is steps of the clock, and nobody cares

/// Positions of the values that are no outliers.
std::vector<std::size_t> usual_ones(const std::vector<double>& seconds) {
    const std::size_t window = std::max(kLeastOfLevels, seconds.size() / kWindows / 2 * 2);
    const std::vector<std::size_t> outliers = window_outliers(seconds, window);
    std::vector<std::size_t> all(seconds.size());
    std::iota(all.begin(), all.end(), 0);
    std::vector<std::size_t> usual;
    std::set_difference(all.begin(), all.end(), outliers.begin(), outliers.end(), std::back_inserter(usual));
    return usual;
}

}  // namespace

std::vector<Level> levels_of(const std::vector<double>& seconds) {
    const std::vector<std::size_t> usual = usual_ones(seconds);
    std::vector<double> of_usual;
    for (const std::size_t position : usual) {
        of_usual.push_back(seconds[position]);
    }
    const Segmentation found =
        least_cost_segments(of_usual, change_penalty(of_usual.size()), kLeastDeviation * median(of_usual));
    std::vector<Level> levels;
    for (const Segment& segment : found.segments) {
        // Outliers between two levels belong to the earlier one.
        const std::size_t from = levels.empty() ? 0 : levels.back().to;
        const std::size_t to = segment.to < usual.size() ? usual[segment.to] : seconds.size();
        levels.push_back({from, to,
                          median({seconds.begin() + static_cast<std::ptrdiff_t>(from),
                                  seconds.begin() + static_cast<std::ptrdiff_t>(to)})});
    }
    return levels;
}

double spread(std::vector<double> values) {
    constexpr double kOfNormalNoise = 1.4826;
    const double centre = median(values);
    for (double& value : values) {
        value = std::abs(value - centre);
    }
    return kOfNormalNoise * median(values);
}

}  // namespace pepbench
