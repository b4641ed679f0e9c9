#include "stats/two_sample.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pepbench {
namespace {

// Times with an outlier on each side, unequal numbers of them, and a few ties between the sides.
const std::vector<double> kBase = {5.01, 5.03, 4.98, 5.05, 5.02, 7.1, 5.0, 4.99, 5.04, 5.03, 5.01, 5.06};
const std::vector<double> kHead = {5.12, 5.08, 5.03, 5.21, 5.09, 5.11, 5.07, 7.3, 5.15, 5.1};

const std::vector<double> kTied = {1, 1, 2, 2, 2, 3, 3, 4, 1, 2, 5};
const std::vector<double> kMoreTied = {2, 3, 3, 3, 4, 4, 5, 2, 3, 6, 3};

/// The square roots of `from` + `offset` and so on up to `to`, moved by `shift`.
std::vector<double> roots(int from, int to, double offset, double shift) {
    std::vector<double> values;
    for (int value = from; value <= to; ++value) {
        values.push_back(std::sqrt(value + offset) + shift);
    }
    return values;
}

/// The squares of such values have more digits than a double, their distances from the mean do not.
TEST(TwoSample, VarianceOfLargeValues) {
    EXPECT_NEAR(variance({1e8, 1e8 + 0.1, 1e8 + 0.3}), 0.07 / 3, 1e-6);
    EXPECT_NEAR(standard_deviation({1e8, 1e8 + 0.1, 1e8 + 0.3}), std::sqrt(0.07 / 3), 1e-6);
}

using PValue = double (*)(const std::vector<double>&, const std::vector<double>&);

/// On the three pairs of samples above; the sides may be exchanged.
void expect_p_values(PValue test, double times, double tied, double of_roots) {
    EXPECT_NEAR(test(kBase, kHead), times, 1e-12);
    EXPECT_NEAR(test(kHead, kBase), times, 1e-12);
    EXPECT_NEAR(test(kTied, kMoreTied), tied, 1e-12);
    EXPECT_NEAR(test(roots(1, 60, 0, 0), roots(11, 60, 0.3, 0.1)), of_roots, 1e-12);
}

// SciPy 1.17: ttest_ind(a, b), ttest_ind(a, b, equal_var=False), mannwhitneyu(a, b, method="asymptotic").
TEST(TwoSample, AsSciPyHasIt) {
    expect_p_values(student_t_test, 0.6362169618668789, 0.05413379829839065, 0.019122041475708975);
    expect_p_values(welch_t_test, 0.641402725362044, 0.05417993374072391, 0.015838290850083404);
    expect_p_values(mann_whitney_test, 0.0021373173247007647, 0.04612599901415106, 0.052871592614987556);
}

TEST(TwoSample, EqualSamplesDoNotDiffer) {
    for (const PValue test : {student_t_test, welch_t_test, mann_whitney_test}) {
        EXPECT_EQ(test(kBase, kBase), 1);
        EXPECT_EQ(test({2, 2, 2}, {2, 2, 2}), 1);
    }
}

TEST(TwoSample, ScalingChangesNothing) {
    std::vector<double> base;
    std::vector<double> head;
    for (const double value : kBase) {
        base.push_back(value * 1e-9);
    }
    for (const double value : kHead) {
        head.push_back(value * 1e-9);
    }
    for (const PValue test : {student_t_test, welch_t_test, mann_whitney_test}) {
        EXPECT_NEAR(test(base, head), test(kBase, kHead), 1e-12);
    }
}

TEST(TwoSample, WithoutSpreadTheTTestsAreCertain) {
    for (const PValue test : {student_t_test, welch_t_test}) {
        EXPECT_EQ(test({2, 2, 2}, {3, 3, 3}), 0);
        EXPECT_EQ(test({2, 2, 2}, {2, 2, 2}), 1);
    }
    // One side alone has a spread: means 2 and 3, standard error 1/√3, 2 degrees of freedom, t = √3.
    EXPECT_NEAR(welch_t_test({2, 2, 2}, {2, 3, 4}), 1 - std::sqrt(3.0 / 5), 1e-12);
}

TEST(TwoSample, MannWhitneyByHand) {
    // U is 0 of 9; its deviation √(9 · 7 / 12), and half a unit less for continuity.
    EXPECT_NEAR(mann_whitney_test({1, 2, 3}, {4, 5, 6}), std::erfc(4 / std::sqrt(5.25) / std::sqrt(2)),
                1e-12);
    EXPECT_EQ(mann_whitney_test({1, 4}, {2, 3}), 1);
    // U is 3 of 9, one and a half from the middle.
    EXPECT_NEAR(mann_whitney_test({1, 3, 5}, {2, 4, 6}), std::erfc(1 / std::sqrt(5.25) / std::sqrt(2)),
                1e-12);
}

}  // namespace
}  // namespace pepbench
