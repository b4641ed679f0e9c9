// Which cell is the control, and what it comes to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/fake_gate_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(GateSessionControl, TheControlHasTheBaseOnBothSides) {
    FakeGate gate(takes(0.005), takes(0.007));
    gate.plan.with_control = true;
    gate.measure();
    ASSERT_EQ(gate.judgements.size(), 2U);
    EXPECT_EQ(gate.judgements[0].verdict, Verdict::regressed);
    EXPECT_EQ(gate.judgements[1].verdict, Verdict::pass);
    EXPECT_EQ(gate.record.cells[1].cell.name(), "work/linear/1 (control)");
    EXPECT_EQ(outcome_of(gate.record, gate.judgements), GateOutcome::regressed);
}

/// A gate of two cells and a control whose base crashes in its processes of these numbers. The first two look
/// at the cells, the next ones at the control.
FakeGate gate_whose_base_crashes(const Scratch& scratch, const std::vector<int>& processes) {
    json base = takes(0.005);
    base["count"] = (scratch.path() / "base").string();
    for (const int process : processes) {
        base["processes"][std::to_string(process)] = json::parse(R"({"execute": [[["signal", 11]]]})");
    }
    FakeGate gate(base, takes(0.005));
    gate.plan.base.workload_files["other"] = gate.plan.head.workload_files["other"] = "other.py";
    gate.plan.cells.push_back(work_cell("other"));
    gate.plan.with_control = true;
    return gate;
}

TEST(GateSessionControl, TheControlIsOfACellWhoseBaseWorks) {
    const Scratch scratch;
    FakeGate gate = gate_whose_base_crashes(scratch, {0});
    gate.measure();
    ASSERT_EQ(gate.judgements.size(), 3U);
    EXPECT_EQ(gate.judgements[0].verdict, Verdict::failed);
    EXPECT_THAT(gate.judgements[0].reason, HasSubstr("the base: "));
    EXPECT_EQ(gate.judgements[1].verdict, Verdict::pass);
    EXPECT_EQ(gate.judgements[2].verdict, Verdict::pass);
    EXPECT_EQ(gate.record.cells[2].cell.name(), "other/linear/1 (control)");
    EXPECT_EQ(outcome_of(gate.record, gate.judgements), GateOutcome::incomplete);
}

TEST(GateSessionControl, TheControlIsTheNextWhereTheFirstFails) {
    const Scratch scratch;
    FakeGate gate = gate_whose_base_crashes(scratch, {2});
    gate.measure();
    ASSERT_EQ(gate.judgements.size(), 3U);
    EXPECT_EQ(gate.record.cells[2].cell.name(), "other/linear/1 (control)");
    EXPECT_EQ(outcome_of(gate.record, gate.judgements), GateOutcome::pass);
}

TEST(GateSessionControl, AControlThatFailsWhereverItIsTriedLeavesNoTrust) {
    const Scratch scratch;
    FakeGate gate = gate_whose_base_crashes(scratch, {2, 3, 4, 5});
    gate.measure();
    ASSERT_EQ(gate.judgements.size(), 3U);
    EXPECT_EQ(gate.judgements[2].verdict, Verdict::failed);
    EXPECT_THAT(gate.judgements[2].reason, HasSubstr("signal 11"));
    EXPECT_EQ(outcome_of(gate.record, gate.judgements), GateOutcome::not_trusted);
}

TEST(GateSessionControl, WhereNoCellIsMeasuredNoControlIs) {
    const Scratch scratch;
    FakeGate failing = gate_whose_base_crashes(scratch, {0, 1});
    failing.measure();
    EXPECT_EQ(failing.judgements.size(), 2U);
    EXPECT_EQ(outcome_of(failing.record, failing.judgements), GateOutcome::incomplete);
    failing.measure();  // there is nothing to continue
    EXPECT_EQ(failing.judgements.size(), 2U);
    FakeGate first_of_all(takes(0.005), takes(0.005));
    first_of_all.plan.base.workload_files.clear();
    first_of_all.plan.with_control = true;
    EXPECT_EQ(first_of_all.judged().verdict, Verdict::added);
    EXPECT_EQ(first_of_all.judgements.size(), 1U);
    EXPECT_EQ(outcome_of(first_of_all.record, first_of_all.judgements), GateOutcome::pass);
}

}  // namespace
}  // namespace pepbench
