#include "measure/gate_control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pepbench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

GatedCell planned_cell(const char* workload, const char* mode = "linear") {
    return {.workload = workload, .mode = {mode, ""}, .rule = {.max_rounds = 40, .max_seconds = 2}};
}

std::vector<GateCellRow> looked_at(const std::vector<GatedCell>& cells,
                                   const std::vector<std::size_t>& settled) {
    std::vector<GateCellRow> rows;
    for (const GatedCell& cell : cells) {
        rows.push_back({.cell = cell});
    }
    for (const std::size_t index : settled) {
        rows.at(index).settled = Verdict::failed;
    }
    return rows;
}

std::vector<std::string> names_of_controls(const std::vector<GatedCell>& cells,
                                           const std::vector<std::size_t>& settled) {
    std::vector<std::string> names;
    for (const GatedCell& cell : controls_for(cells, looked_at(cells, settled))) {
        names.push_back(cell.name());
    }
    return names;
}

TEST(GateControl, IsACheapCellThatWorks) {
    const std::vector<GatedCell> cells = {planned_cell("a", "threaded"), planned_cell("b"), planned_cell("c"),
                                          planned_cell("d", "threaded")};
    EXPECT_THAT(names_of_controls(cells, {}),
                ElementsAre("b/linear/1 (control)", "c/linear/1 (control)", "a/threaded/1 (control)",
                            "d/threaded/1 (control)"));
    EXPECT_THAT(names_of_controls(cells, {1, 0}),
                ElementsAre("c/linear/1 (control)", "d/threaded/1 (control)"));
    EXPECT_THAT(names_of_controls(cells, {0, 1, 2, 3}), IsEmpty());
}

TEST(GateControl, HasMorePatience) {
    const std::vector<GatedCell> cells = {planned_cell("a")};
    const GatedCell control = controls_for(cells, looked_at(cells, {})).front();
    EXPECT_TRUE(control.control);
    EXPECT_EQ(control.rule.max_rounds, 120);
    EXPECT_DOUBLE_EQ(control.rule.max_seconds, 6);
}

TEST(GateControl, IsCountedApart) {
    GatedCell control = planned_cell("a");
    control.control = true;
    EXPECT_EQ(what_is_to_be_judged({planned_cell("a"), planned_cell("b"), control}),
              "2 cells to judge, and the control");
    EXPECT_EQ(what_is_to_be_judged({planned_cell("a"), control}), "1 cell to judge, and the control");
    EXPECT_EQ(what_is_to_be_judged({planned_cell("a")}), "1 cell to judge");
    EXPECT_EQ(what_is_to_be_judged({control}), "the control alone is left to judge");
}

}  // namespace
}  // namespace pepbench
