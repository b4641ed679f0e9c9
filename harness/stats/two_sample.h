// Tests of whether two samples differ, as other benchmark tools use them. The gate compares itself with them;
// no verdict of its own comes from here: they take all values for independent, which times of one process are
// not.
#pragma once

#include <vector>

namespace pepbench {

/// The arithmetic mean. `values` must not be empty.
double mean(const std::vector<double>& values);

/// The unbiased one, with n - 1. At least two values.
double variance(const std::vector<double>& values);

/// The sample's standard deviation, with n - 1. `values` holds at least two.
double standard_deviation(const std::vector<double>& values);

// Two-sided p-values: how likely means or ranks at least as far apart are where both samples come from one
// distribution. Each sample holds at least two values. Where all values of each sample are equal, the p-value
// of the t tests is 1 or 0.

/// Student's t test with the pooled variance ("The probable error of a mean", Biometrika 6, 1908; for two
/// samples Fisher, Metron 5, 1925).
double student_t_test(const std::vector<double>& first, const std::vector<double>& second);

/// The t test that lets variances differ (Welch, "The generalization of 'Student's' problem when several
/// different population variances are involved", Biometrika 34, 1947; degrees of freedom after Satterthwaite,
/// 1946).
double welch_t_test(const std::vector<double>& first, const std::vector<double>& second);

/// The rank sum test (Mann and Whitney, "On a test of whether one of two random variables is stochastically
/// larger than the other", Annals of Mathematical Statistics 18, 1947), by its normal approximation with
/// corrections for ties and for continuity, which is good from nine values a side on. 1 where all values are
/// equal.
double mann_whitney_test(const std::vector<double>& first, const std::vector<double>& second);

}  // namespace pepbench
