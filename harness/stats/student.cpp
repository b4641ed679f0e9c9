#include "stats/student.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "stats/two_sample.h"

namespace pepbench {

std::optional<MeanEstimate> mean_estimate(const std::vector<double>& values) {
    if (values.size() < 2) {
        return std::nullopt;
    }
    return MeanEstimate{.mean = mean(values),
                        .standard_error = std::sqrt(variance(values) / static_cast<double>(values.size())),
                        .n = static_cast<int>(values.size())};
}

Interval student_interval(const MeanEstimate& estimate, double tail) {
    const boost::math::students_t_distribution<double> student(estimate.n - 1);
    const double reach =
        boost::math::quantile(boost::math::complement(student, tail)) * estimate.standard_error;
    return {estimate.mean - reach, estimate.mean + reach};
}

}  // namespace pepbench
