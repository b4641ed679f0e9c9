#include "plan/draw.h"

#include <gtest/gtest.h>

namespace pepbench {
namespace {

TEST(Draw, BelowIsTheHighPartOfTheProduct) {
    EXPECT_EQ(draw_below(6, 0), 0U);
    EXPECT_EQ(draw_below(6, ~std::uint64_t{0}), 5U);
    EXPECT_EQ(draw_below(2, std::uint64_t{1} << 63U), 1U);
    EXPECT_EQ(draw_below(2, (std::uint64_t{1} << 63U) - 1), 0U);
    EXPECT_EQ(draw_below(1, 12345), 0U);
}

}  // namespace
}  // namespace pepbench
