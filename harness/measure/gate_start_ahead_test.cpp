// Gates whose rounds are started while the round before is measured.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "environment/cores.h"
#include "measure/fake_gate_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class GateStartAhead : public testing::Test {
  protected:
    void SetUp() override {
        if (read_affinity().size() < 2) {
            GTEST_SKIP() << "there is no other core to start anything on";
        }
    }

    static FakeGate gate_of(const json& base, const json& head) {
        FakeGate gate(base, head);
        gate.plan.cores = read_affinity();
        return gate;
    }

    /// Processes of fake runners that wrote to this log.
    [[nodiscard]] std::set<int> processes() const {
        std::set<int> pids;
        for (const json& line : lines_of(log_)) {
            if (line.contains("pid")) {
                pids.insert(line.at("pid").get<int>());
            }
        }
        return pids;
    }

    [[nodiscard]] json logged(json script) const {
        script["log"] = log_;
        return script;
    }

    Scratch scratch_;
    std::string log_ = (scratch_.path() / "log").string();
};

TEST_F(GateStartAhead, AllRoundsButTheFirstFindTheirProcessesThere) {
    FakeGate gate = gate_of(logged(takes(0.005)), takes(0.005));
    EXPECT_EQ(gate.judged().verdict, Verdict::pass);
    ASSERT_EQ(gate.record.rounds.size(), 11U);
    for (const RoundRow& round : gate.record.rounds) {
        EXPECT_EQ(round.started_ahead, round.round > 0);
        EXPECT_TRUE(round.core);
    }
    const std::set<int> bases = processes();
    EXPECT_EQ(bases.size(), 13U);  // with that of the calibration, and one of a twelfth round, unused
    for (const int pid : bases) {
        EXPECT_TRUE(is_gone(pid));
    }
}

TEST_F(GateStartAhead, ChangesNothingThatIsDrawn) {
    FakeGate ahead = gate_of(takes(0.005), takes(0.005));
    FakeGate plain = gate_of(takes(0.005), takes(0.005));
    plain.plan.start_ahead = false;
    ahead.measure();
    plain.measure();
    ASSERT_EQ(ahead.record.rounds.size(), plain.record.rounds.size());
    for (std::size_t round = 0; round < plain.record.rounds.size(); ++round) {
        const RoundRow& one = ahead.record.rounds[round];
        const RoundRow& other = plain.record.rounds[round];
        EXPECT_EQ(one.head_started_first, other.head_started_first);
        EXPECT_EQ(one.quads, other.quads);
        EXPECT_EQ(one.padding_bytes, other.padding_bytes);
        EXPECT_EQ(one.hash_seed, other.hash_seed);
        EXPECT_EQ(other.started_ahead, false);
    }
}

/// The pairs of its first rounds scatter, so that later rounds have more quads than when they were started.
TEST_F(GateStartAhead, ARoundHasTheQuadsThatTheOneBeforeAsksFor) {
    FakeGate gate = gate_of({{"execute", {0.005, 0.004, 0.007, 0.005, 0.006, 0.008}}},
                            {{"execute", {0.005, 0.007, 0.004, 0.006, 0.008, 0.005}}});
    gate.measure();
    EXPECT_EQ(gate.record.rounds.at(0).quads.size(), 2U);
    EXPECT_EQ(gate.record.rounds.at(1).quads.size(), 8U);
    EXPECT_EQ(gate.record.rounds.at(1).base.size(), 16U);
}

TEST_F(GateStartAhead, SeveralCellsTakeTurns) {
    FakeGate gate = gate_of(logged(takes(0.005)), takes(0.005));
    gate.plan.base.workload_files["other"] = gate.plan.head.workload_files["other"] = "other.py";
    gate.plan.cells = {work_cell(), work_cell("other")};
    gate.measure();
    ASSERT_EQ(gate.record.rounds.size(), 22U);
    for (std::size_t round = 1; round < gate.record.rounds.size(); ++round) {
        EXPECT_EQ(gate.record.rounds[round].started_ahead, true);
    }
    EXPECT_LE(processes().size(), 25U);  // two calibrations, at most one round unused
}

TEST_F(GateStartAhead, NothingRunsBesideACellOfSeveralThreads) {
    FakeGate gate = gate_of(takes(0.005), takes(0.005));
    gate.plan.cells.front().mode = {"threaded", ""};
    EXPECT_EQ(gate.judged().verdict, Verdict::pass);
    for (const RoundRow& round : gate.record.rounds) {
        EXPECT_EQ(round.started_ahead, false);
    }
}

TEST_F(GateStartAhead, AProcessThatDiesMeanwhileFailsItsOwnRound) {
    json base = takes(0.005);
    base["count"] = (scratch_.path() / "base").string();
    base["processes"]["3"] = json::parse(R"({"start": [["exit", 3]]})");
    FakeGate gate = gate_of(base, takes(0.005));
    EXPECT_EQ(gate.judged().verdict, Verdict::pass);
    for (const RoundRow& round : gate.record.rounds) {
        EXPECT_EQ(round.base_failure.empty(), round.round != 2);
    }
    EXPECT_THAT(gate.record.rounds.at(2).base_failure, HasSubstr("before its hello: it exited with code 3"));
}

}  // namespace
}  // namespace pepbench
