// What a gate says while it goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/fake_gate_for_test.h"
#include "measure/scratch.h"

namespace pepbench {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string said_by(FakeGate& gate) {
    gate.quiet = false;
    testing::internal::CaptureStderr();
    gate.measure();
    return testing::internal::GetCapturedStderr();
}

/// Of a base whose processes take up to half as long again, each another time.
FakeGate noisy_gate(const Scratch& scratch, int cells) {
    nlohmann::json base = takes(0.005);
    base["count"] = (scratch.path() / "base").string();
    for (int process = 0; process < 200; ++process) {
        base["processes"][std::to_string(process)] = takes(0.005 * (1 + 0.05 * (process * 7 % 11)));
    }
    FakeGate gate(base, takes(0.00625));
    gate.plan.cells.clear();
    for (int cell = 0; cell < cells; ++cell) {
        const std::string name = "work" + std::to_string(cell);
        gate.plan.base.workload_files[name] = gate.plan.head.workload_files[name] = name + ".py";
        gate.plan.cells.push_back(work_cell(name));
        gate.plan.cells.back().rule.max_rounds = 20;
    }
    return gate;
}

TEST(GateSessionView, WarnsOnceOfNoiseThatManyCellsHave) {
    const Scratch scratch;
    FakeGate gate = noisy_gate(scratch, 5);
    const std::string said = said_by(gate);
    const std::size_t warning =
        said.find("among them: a threshold of 5 % is tighter than 20 rounds can decide");
    ASSERT_NE(warning, std::string::npos) << said;
    EXPECT_THAT(said.substr(warning), HasSubstr("as they do here: likely undecided"));
    EXPECT_EQ(said.find("is tighter"), said.rfind("is tighter")) << said;
    EXPECT_LT(warning, said.find("undecided: ")) << "it is said before any cell comes to its end";
}

TEST(GateSessionView, OfAQuietMachineNothingIsSaid) {
    FakeGate gate(takes(0.005), takes(0.005));
    EXPECT_THAT(said_by(gate), Not(HasSubstr("is tighter")));
}

}  // namespace
}  // namespace pepbench
