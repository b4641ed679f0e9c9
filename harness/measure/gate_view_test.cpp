#include "measure/gate_view.h"

#include <gtest/gtest.h>

namespace pepbench {
namespace {

TEST(GateView, ALineOfACell) {
    EXPECT_EQ(progress_line({"primes/linear/1", 7, 1.0034, 0.52, 0.1}),
              "primes/linear/1                    round   7  1.003  pass      [#####     ]");
    EXPECT_EQ(progress_line({"primes/linear/1", 0, {}, -0.3, 1.4}),
              "primes/linear/1                    round   0      -  regressed [##########]");
}

TEST(GateView, SaysOfHowManyItHasNoLine) {
    std::vector<CellProgress> cells(12, {"primes/linear/1", 7, 1.0034, 0.52, 0.1});
    EXPECT_EQ(lines_of(cells), std::vector<std::string>(12, progress_line(cells.front())));
    cells.resize(15, cells.front());
    EXPECT_EQ(lines_of(cells).size(), 13U);
    EXPECT_EQ(lines_of(cells).back(), "and 3 more");
    EXPECT_TRUE(lines_of({}).empty());
}

TEST(GateView, NamesCannotTakeOverTheTerminal) {
    EXPECT_EQ(progress_line({"\x1b[2J", 1, {}, 0, 0}).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace pepbench
