#include "cli/gate_run.h"

#include <gtest/gtest.h>

#include "record/gate_record_for_test.h"

namespace pepbench {
namespace {

TEST(GateRun, WhatGoesOnGetsAsMuchAgainAndTheControlMore) {
    GateRecord record = gate_with({{1, 10}, {1, 20}});  // of 0.1 s each; the last is the control
    record.cells[0].cell.rule.max_seconds = 1;
    record.cells[1].cell.rule.max_seconds = 90;
    record.cells[0].reason = "10 rounds were not enough (--max-rounds)";
    const GateRule limits{.max_rounds = 50, .max_seconds = 4};
    GateRecord limited = record;
    reopen(limited, limits, false);
    EXPECT_EQ(limited.cells[0].reason, "");
    EXPECT_EQ(limited.cells[0].cell.rule.max_rounds, 10 + 50);
    EXPECT_EQ(limited.cells[1].cell.rule.max_rounds, 20 + 3 * 50);
    EXPECT_NEAR(limited.cells[0].cell.rule.max_seconds, 1 + 4, 1e-9);
    EXPECT_NEAR(limited.cells[1].cell.rule.max_seconds, 2 + 3 * 4, 1e-9);
    reopen(record, limits, true);
    EXPECT_NEAR(record.cells[0].cell.rule.max_seconds, 1 + 4, 1e-9);
    EXPECT_NEAR(record.cells[1].cell.rule.max_seconds, 2 + 90, 1e-9) << "its rounds are long";
}

TEST(GateRun, WhatIsSettledKeepsItsReason) {
    GateRecord record = gate_with({{1, 0}, {1, 0}});
    record.cells[0].settled = Verdict::failed;
    record.cells[0].reason = "the base crashed";
    reopen(record, {}, true);
    EXPECT_EQ(record.cells[0].reason, "the base crashed");
}

}  // namespace
}  // namespace pepbench
