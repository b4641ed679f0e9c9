#include "stats/change_point.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace pepbench {
namespace {

/// Cost of any segment in constant time, from sums over all values before a position.
class NormalCost {
  public:
    NormalCost(const std::vector<double>& values, double least_deviation)
        : least_variance_(least_deviation * least_deviation), sums_(1, 0.0), squares_(1, 0.0) {
        // Centred, so that the difference below keeps its digits.
        const double mean =
            std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
        for (const double value : values) {
            sums_.push_back(sums_.back() + (value - mean));
            squares_.push_back(squares_.back() + (value - mean) * (value - mean));
        }
    }

    [[nodiscard]] double operator()(std::size_t from, std::size_t to) const {
        const auto count = static_cast<double>(to - from);
        const double sum = sums_[to] - sums_[from];
        const double distances = std::max(0.0, squares_[to] - squares_[from] - sum * sum / count);
        const double variance = std::max(distances / count, least_variance_);
        return count * std::log(variance) + distances / variance;
    }

  private:
    double least_variance_;
    std::vector<double> sums_;
    std::vector<double> squares_;
};

/// A position at which the last segment may begin.
struct Start {
    std::size_t position = 0;
    std::size_t last_use = std::numeric_limits<std::size_t>::max();  ///< the last `to` it may be best for
};

std::vector<Segment> traced_back(const std::vector<std::size_t>& best_start) {
    std::vector<Segment> segments;
    for (std::size_t to = best_start.size() - 1; to > 0; to = best_start[to]) {
        segments.push_back({best_start[to], to});
    }
    std::reverse(segments.begin(), segments.end());
    return segments;
}

/// Linear between order statistics. `sorted` must not be empty.
double quantile(const std::vector<double>& sorted, double share) {
    const double position = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

double change_penalty(std::size_t n) { return 15 * std::log(static_cast<double>(n)); }

std::vector<std::size_t> window_outliers(const std::vector<double>& values, std::size_t window) {
    const std::size_t half = window / 2;
    std::vector<std::size_t> outliers;
    std::size_t unusual_from_the_first = 0;
    for (std::size_t at = 0; at < values.size(); ++at) {
        const std::size_t from = at < half ? 0 : at - half;
        const std::size_t to = std::min(std::max(at + half, window), values.size());
        std::vector<double> around(values.begin() + static_cast<std::ptrdiff_t>(from),
                                   values.begin() + static_cast<std::ptrdiff_t>(to));
        std::sort(around.begin(), around.end());
        const double lower = quantile(around, 0.25);
        const double upper = quantile(around, 0.75);
        const double reach = 3 * (upper - lower);
        if (values[at] >= lower - reach && values[at] <= upper + reach) {
            continue;
        }
        if (at == unusual_from_the_first) {
            ++unusual_from_the_first;
        } else {
            outliers.push_back(at);
        }
    }
    return outliers;
}

Segmentation least_cost_segments(const std::vector<double>& values, double penalty, double least_deviation) {
    const NormalCost cost(values, least_deviation);
    const std::size_t n = values.size();
    if (n < 2 * kLeastSegment) {
        return {{{0, n}}, cost(0, n)};
    }
    // Of the first `to` values: the least cost, with a penalty too many, and where the last segment begins.
    std::vector<double> best_cost(n + 1, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> best_start(n + 1, 0);
    best_cost[0] = 0;
    std::vector<Start> starts;
    std::vector<double> costs;
    for (std::size_t to = kLeastSegment; to <= n; ++to) {
        starts.push_back({to - kLeastSegment});
        std::erase_if(starts, [&](const Start& start) { return start.last_use < to; });
        costs.clear();
        for (const Start& start : starts) {
            costs.push_back(best_cost[start.position] + cost(start.position, to));
            if (costs.back() + penalty < best_cost[to]) {
                best_cost[to] = costs.back() + penalty;
                best_start[to] = start.position;
            }
        }
        // A segment that begins here instead is never worse, as splitting never raises the cost: from the
        // moment on at which it is long enough, the earlier start need not be looked at any more.
        for (std::size_t index = 0; index < starts.size(); ++index) {
            if (costs[index] >= best_cost[to]) {
                starts[index].last_use = std::min(starts[index].last_use, to + kLeastSegment - 1);
            }
        }
    }
    return {traced_back(best_start), best_cost[n] - penalty};
}

}  // namespace pepbench
