#include "plan/cell.h"

#include <gtest/gtest.h>

namespace pepbench {
namespace {

TEST(Cell, NameIsThatOfTheRow) {
    EXPECT_EQ((Cell{"primes", {"process", "fork"}, 4, "cpython-3.15+jit"}.name()),
              "primes/process-fork/4/cpython-3.15+jit");
    EXPECT_EQ((Cell{"primes", {"linear", ""}, 1, "cpython-3.11"}.name()), "primes/linear/1/cpython-3.11");
}

TEST(Cell, EqualInEveryPart) {
    const Cell cell{"primes", {"process", "fork"}, 4, "cpython-3.15"};
    EXPECT_EQ(cell, (Cell{"primes", {"process", "fork"}, 4, "cpython-3.15"}));
    EXPECT_NE(cell, (Cell{"empty", {"process", "fork"}, 4, "cpython-3.15"}));
    EXPECT_NE(cell, (Cell{"primes", {"process", "spawn"}, 4, "cpython-3.15"}));
    EXPECT_NE(cell, (Cell{"primes", {"linear", ""}, 4, "cpython-3.15"}));
    EXPECT_NE(cell, (Cell{"primes", {"process", "fork"}, 2, "cpython-3.15"}));
    EXPECT_NE(cell, (Cell{"primes", {"process", "fork"}, 4, "cpython-3.15+jit"}));
}

}  // namespace
}  // namespace pepbench
