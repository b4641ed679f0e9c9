#include "judge/precision.h"

#include <algorithm>
#include <cmath>

#include "stats/median.h"

namespace pepbench {
namespace {

constexpr double kLongestSlice = 1.0;
constexpr int kHalvings = 40;

double pass_seconds(const std::vector<CellCost>& cells, double slice, int most_samples) {
    double total = 0;
    for (const CellCost& cell : cells) {
        total += samples_within(slice, cell.slowest_seconds, most_samples) * cell.sample_seconds;
    }
    return total;
}

}  // namespace

bool is_precise(const std::vector<double>& values, double share) {
    const auto interval = median_interval(values);
    return interval && relative_half_width(*interval, median(values)) <= share;
}

int samples_within(double slice, double sample_seconds, int most_samples) {
    if (!(sample_seconds > 0)) {
        return 1;
    }
    return static_cast<int>(
        std::clamp(std::ceil(slice / sample_seconds), 1.0, static_cast<double>(most_samples)));
}

double slice_for(const std::vector<CellCost>& cells, double overhead_seconds, double allowance_seconds,
                 int most_samples) {
    const double allowed = allowance_seconds - overhead_seconds;
    double low = 0;
    double high = kLongestSlice;
    if (pass_seconds(cells, high, most_samples) <= allowed) {
        return high;
    }
    for (int step = 0; step < kHalvings; ++step) {
        const double middle = (low + high) / 2;
        (pass_seconds(cells, middle, most_samples) <= allowed ? low : high) = middle;
    }
    return low;
}

}  // namespace pepbench
