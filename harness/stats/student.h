// Student's t interval of a mean.
#pragma once

#include <optional>
#include <vector>

#include "stats/median.h"

namespace pepbench {

/// A mean and what its interval takes, in the unit of the values.
struct MeanEstimate {
    double mean = 0;
    double standard_error = 0;
    int n = 0;
};

/// Nothing below two values.
std::optional<MeanEstimate> mean_estimate(const std::vector<double>& values);

/// The interval that leaves out the true mean with the probability `tail` on either side, 0 < tail < 1/2,
/// where the values are independent and normal ("The probable error of a mean", Biometrika 6, 1908). Where
/// they are symmetric with long tails it leaves it out less often (Benjamini, "Is the t test really
/// conservative when the parent distribution is long-tailed?", Journal of the American Statistical
/// Association 78, 1983).
Interval student_interval(const MeanEstimate& estimate, double tail);

}  // namespace pepbench
