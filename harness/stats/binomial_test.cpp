#include "stats/binomial.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pepbench {
namespace {

void expect_interval(int successes, int trials, double confidence, Interval expected) {
    const Interval interval = clopper_pearson(successes, trials, confidence);
    EXPECT_NEAR(interval.low, expected.low, 1e-12) << successes << " of " << trials;
    EXPECT_NEAR(interval.high, expected.high, 1e-12) << successes << " of " << trials;
}

// scipy.stats.binomtest(successes, trials).proportion_ci(confidence, "exact"), SciPy 1.17.
TEST(ClopperPearson, AsSciPyHasIt) {
    expect_interval(1, 10, 0.95, {0.0025285785444625728, 0.44501611702819543});
    expect_interval(5, 10, 0.95, {0.1870860284474045, 0.8129139715525955});
    expect_interval(3, 3000, 0.95, {0.00020627153716408188, 0.0029196164652532967});
    expect_interval(17, 20, 0.99, {0.5505345932605139, 0.9823573620458899});
    expect_interval(78, 82, 0.95, {0.8797882377855503, 0.9865509663471719});
    expect_interval(999, 1000, 0.9, {0.9952650064245071, 0.9999487080210909});
}

TEST(ClopperPearson, NoneOrAllHaveOneEnd) {
    for (const int trials : {1, 10, 158, 3000}) {
        const double end = std::pow(0.05, 1.0 / trials);
        expect_interval(0, trials, 0.95, {0, 1 - end});
        expect_interval(trials, trials, 0.95, {end, 1});
    }
    EXPECT_NEAR(clopper_pearson(0, 3000).high, 3.0 / 3000, 2e-6);
}

TEST(ClopperPearson, ExchangingYesAndNoMirrors) {
    for (int successes = 0; successes <= 12; ++successes) {
        const Interval no = clopper_pearson(12 - successes, 12);
        expect_interval(successes, 12, 0.95, {1 - no.high, 1 - no.low});
    }
}

TEST(SignTest, ByHand) {
    EXPECT_DOUBLE_EQ(sign_test(0, 7), 2.0 / 128);
    EXPECT_DOUBLE_EQ(sign_test(8, 2), 2 * (1 + 10 + 45) / 1024.0);
    EXPECT_EQ(sign_test(5, 5), 1);
    EXPECT_EQ(sign_test(1, 0), 1);
    EXPECT_EQ(sign_test(0, 0), 1);
    EXPECT_EQ(sign_test(2, 8), sign_test(8, 2));
}

// With Python's fractions: 2 * sum(comb(n, i) for i in range(fewer + 1)) / 2**n; binomtest of SciPy agrees.
TEST(SignTest, Exact) {
    EXPECT_NEAR(sign_test(3, 17), 0.0025768280029296875, 1e-14);
    EXPECT_NEAR(sign_test(60, 40), 0.05688793364098079, 1e-13);
    EXPECT_NEAR(sign_test(530, 470), 0.06202319509836318, 1e-12);
}

}  // namespace
}  // namespace pepbench
