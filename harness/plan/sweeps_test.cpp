#include "plan/sweeps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "plan/round_draw.h"

namespace pepbench {
namespace {

using testing::ElementsAreArray;

std::vector<std::size_t> take(Sweeps& sweeps, std::size_t count, const std::set<std::size_t>& closed = {}) {
    std::vector<std::size_t> cells;
    while (cells.size() < count) {
        cells.push_back(sweeps.next([&](std::size_t cell) { return !closed.contains(cell); }).value());
    }
    return cells;
}

TEST(Sweeps, FollowEachOtherAsDrawn) {
    Sweeps sweeps(371, 4, 6);
    EXPECT_THAT(take(sweeps, 6), ElementsAreArray(draw_sweep(371, 4, 6)));
    EXPECT_THAT(take(sweeps, 6), ElementsAreArray(draw_sweep(371, 5, 6)));
}

TEST(Sweeps, LeaveOutWhatIsNotOpen) {
    Sweeps sweeps(371, 0, 6);
    std::vector<std::size_t> expected = draw_sweep(371, 0, 6);
    std::erase(expected, 2U);
    EXPECT_THAT(take(sweeps, 5, {2}), ElementsAreArray(expected));
}

TEST(Sweeps, FindTheOnlyOpenCellAgainAndAgain) {
    Sweeps sweeps(371, 0, 3);
    EXPECT_THAT(take(sweeps, 4, {0, 2}), ElementsAreArray({1, 1, 1, 1}));
}

TEST(Sweeps, EndWhereNoCellIsOpen) {
    Sweeps sweeps(371, 0, 3);
    EXPECT_EQ(sweeps.next([](std::size_t) { return false; }), std::nullopt);
    Sweeps none(371, 0, 0);
    EXPECT_EQ(none.next([](std::size_t) { return true; }), std::nullopt);
}

TEST(Sweeps, ACopyLooksAhead) {
    Sweeps sweeps(371, 0, 6);
    take(sweeps, 4);
    Sweeps ahead = sweeps;
    EXPECT_EQ(take(ahead, 5), take(sweeps, 5));
}

}  // namespace
}  // namespace pepbench
