#include "stats/student.h"

#include <gtest/gtest.h>

#include <array>

namespace pepbench {
namespace {

TEST(Student, MeanAndItsStandardError) {
    EXPECT_FALSE(mean_estimate({}));
    EXPECT_FALSE(mean_estimate({3}));
    EXPECT_DOUBLE_EQ(mean_estimate({1, 3})->standard_error, 1);
    const auto estimate = mean_estimate({1, 2, 4, 9});
    ASSERT_TRUE(estimate);
    EXPECT_DOUBLE_EQ(estimate->mean, 4);
    EXPECT_DOUBLE_EQ(estimate->standard_error, 1.7795130420052185);  // scipy.stats.sem
    EXPECT_EQ(estimate->n, 4);
}

// scipy.stats.t.interval(1 - 2 * tail, n - 1, numpy.mean(x), scipy.stats.sem(x)), SciPy 1.17.
TEST(Student, IntervalAsSciPyHasIt) {
    struct Known {
        std::vector<double> values;
        double tail;
        double low;
        double high;
    };
    const std::array<Known, 5> known = {
        {{{1, 2, 4, 9}, 0.025, -1.663204705733679, 9.66320470573368},
         {{0.1, 0.12, 0.09, 0.14, 0.11, 0.08}, 0.025, 0.083996265793888, 0.12933706753944535},
         {{0.1, 0.12, 0.09, 0.14, 0.11, 0.08}, 0.002, 0.06230408090092921, 0.15102925243240414},
         {{0.1, 0.12, 0.09, 0.14, 0.11, 0.08}, 0.00016, 0.029341958020658643, 0.18399137531268034},
         {{-0.3, 0.2, 0.05, 0.0, 1.7, -0.9, 0.4, 0.01, 0.6, -0.2, 0.33, 0.08},
          0.002,
          -0.4810341900786401,
          0.8093675234119735}}};
    for (const auto& [values, tail, low, high] : known) {
        const Interval interval = student_interval(*mean_estimate(values), tail);
        EXPECT_NEAR(interval.low, low, 1e-9) << tail;
        EXPECT_NEAR(interval.high, high, 1e-9) << tail;
    }
}

TEST(Student, EqualValuesAreAPoint) {
    const Interval interval = student_interval(*mean_estimate(std::vector<double>(6, 0.25)), 0.001);
    EXPECT_EQ(interval.low, 0.25);
    EXPECT_EQ(interval.high, 0.25);
}

}  // namespace
}  // namespace pepbench
