#include "stats/amdahl.h"

#include <gtest/gtest.h>

namespace pepbench {
namespace {

TEST(Amdahl, FindsTheFractionThatMadeThePoints) {
    // speedup = 1 / (s + (1 - s) / cores) with s = 1/4: 1.6 on 2 cores, 16/7 on 4
    EXPECT_DOUBLE_EQ(*serial_fraction({{1, 1}, {2, 1.6}, {4, 16.0 / 7}}), 0.25);
    EXPECT_DOUBLE_EQ(*serial_fraction({{2, 2}, {8, 8}}), 0);
    EXPECT_DOUBLE_EQ(*serial_fraction({{2, 1}, {8, 1}}), 1);
}

TEST(Amdahl, BeyondTheLawTheFractionIsOutsideZeroToOne) {
    EXPECT_DOUBLE_EQ(*serial_fraction({{2, 0.5}}), 3);
    EXPECT_LT(*serial_fraction({{2, 2.5}}), 0);
}

TEST(Amdahl, PointsThatDisagreeAreWeightedByTheirDistanceFromOneCore) {
    // x = 1/2, y - x = 1/2 and x = 3/4 (4/3 cores), y - x = 0: (1/2 * 1/2) / (1/4 + 1/16)
    EXPECT_DOUBLE_EQ(*serial_fraction({{2, 1}, {4.0 / 3, 4.0 / 3}}), 0.8);
}

// numpy.linalg.lstsq, by scipy_values.py beside this file.
TEST(Amdahl, AsNumPyHasIt) {
    EXPECT_NEAR(*serial_fraction({{1, 1}, {2, 1.71}, {4, 2.6}, {8, 3.3}}), 0.18955134379834743, 1e-12);
}

TEST(Amdahl, OneCoreTellsNothing) {
    EXPECT_FALSE(serial_fraction({}));
    EXPECT_FALSE(serial_fraction({{1, 1}, {1, 0.9}}));
}

}  // namespace
}  // namespace pepbench
