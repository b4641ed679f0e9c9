#include "stats/two_sample.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace pepbench {
namespace {

double size(const std::vector<double>& values) { return static_cast<double>(values.size()); }

double sum_of_squares(const std::vector<double>& values) {
    const double centre = mean(values);
    double sum = 0;
    for (const double value : values) {
        sum += (value - centre) * (value - centre);
    }
    return sum;
}

/// P(|T| >= |difference| / standard_error).
double two_sided(double difference, double standard_error, double degrees_of_freedom) {
    if (!(standard_error > 0)) {
        return difference == 0 ? 1 : 0;
    }
    const boost::math::students_t_distribution<double> student(degrees_of_freedom);
    return 2 * boost::math::cdf(boost::math::complement(student, std::abs(difference) / standard_error));
}

/// U of the first sample, and the sum of t³ - t over the groups of t equal values.
struct RankSum {
    double u = 0;
    double ties = 0;
};

RankSum rank_sum(const std::vector<double>& first, const std::vector<double>& second) {
    std::vector<std::pair<double, bool>> all;  // value; whether it is of the first sample
    for (const double value : first) {
        all.emplace_back(value, true);
    }
    for (const double value : second) {
        all.emplace_back(value, false);
    }
    std::sort(all.begin(), all.end());
    RankSum sum{.u = -size(first) * (size(first) + 1) / 2, .ties = 0};
    for (std::size_t from = 0, to = 0; from < all.size(); from = to) {
        int of_first = 0;
        for (; to < all.size() && all[to].first == all[from].first; ++to) {
            of_first += all[to].second ? 1 : 0;
        }
        const double shared_rank = static_cast<double>(from + 1 + to) / 2;
        const auto equal = static_cast<double>(to - from);
        sum.u += of_first * shared_rank;
        sum.ties += equal * equal * equal - equal;
    }
    return sum;
}

}  // namespace

double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / size(values);
}

double variance(const std::vector<double>& values) { return sum_of_squares(values) / (size(values) - 1); }

double standard_deviation(const std::vector<double>& values) { return std::sqrt(variance(values)); }

double student_t_test(const std::vector<double>& first, const std::vector<double>& second) {
    const double degrees_of_freedom = size(first) + size(second) - 2;
    const double pooled = (sum_of_squares(first) + sum_of_squares(second)) / degrees_of_freedom;
    return two_sided(mean(first) - mean(second), std::sqrt(pooled * (1 / size(first) + 1 / size(second))),
                     degrees_of_freedom);
}

double welch_t_test(const std::vector<double>& first, const std::vector<double>& second) {
    const double of_first = variance(first) / size(first);
    const double of_second = variance(second) / size(second);
    const double both = of_first + of_second;
    const double degrees_of_freedom =
        both * both / (of_first * of_first / (size(first) - 1) + of_second * of_second / (size(second) - 1));
    return two_sided(mean(first) - mean(second), std::sqrt(both), degrees_of_freedom);
}

double mann_whitney_test(const std::vector<double>& first, const std::vector<double>& second) {
    const RankSum sum = rank_sum(first, second);
    const double pairs = size(first) * size(second);
    const double n = size(first) + size(second);
    const double deviation = std::sqrt(pairs / 12 * (n + 1 - sum.ties / (n * (n - 1))));
    const double distance = std::abs(sum.u - pairs / 2) - 0.5;
    if (!(distance > 0)) {
        return 1;
    }
    return std::erfc(distance / deviation / std::numbers::sqrt2);
}

}  // namespace pepbench
