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

/// Cells of several threads have set up what they make for all cores where they have all of them.
TEST_F(GateStartAhead, OnlyRoundsOfOneCoreAreStartedAhead) {
    FakeGate gate = gate_of(takes(0.005), takes(0.005));
    GatedCell threaded = work_cell();
    threaded.mode = {"threaded", ""};
    gate.plan.cells = {work_cell(), threaded};
    gate.measure();
    bool any = false;
    for (std::size_t round = 1; round < gate.record.rounds.size(); ++round) {
        const RoundRow& row = gate.record.rounds[round];
        any = any || row.started_ahead == true;
        EXPECT_EQ(row.started_ahead, row.core && gate.record.rounds[round - 1].core);
    }
    EXPECT_TRUE(any);  // after the threaded cell's last round at the latest
}

TEST_F(GateStartAhead, NothingRunsBesideACellOfSeveralThreads) {
    FakeGate gate = gate_of(takes(0.005), takes(0.005));
    gate.plan.cells.front().mode = {"threaded", ""};
    EXPECT_EQ(gate.judged().verdict, Verdict::pass);
    for (const RoundRow& round : gate.record.rounds) {
        EXPECT_EQ(round.started_ahead, false);
    }
}

/// Each process of the base leaves one behind, in a session of its own.
TEST_F(GateStartAhead, WhatARoundLeavesBehindEndsWithIt) {
    adopt_orphans();
    json base = logged(takes(0.005));
    base["open"] = json::parse(R"([["hidden child"], ["ready"]])");
    FakeGate gate = gate_of(base, takes(0.005));
    EXPECT_EQ(gate.judged().verdict, Verdict::pass);
    for (const RoundRow& round : gate.record.rounds) {  // nobody could tell what which round left behind
        EXPECT_EQ(round.started_ahead, false);
    }
    for (const int pid : processes()) {
        EXPECT_TRUE(is_gone(pid));
    }
}

TEST_F(GateStartAhead, AnInterruptLeavesNothingOfTheNextRound) {
    catch_interrupts();
    reset_interrupts();
    json base = logged(takes(0.005));
    base["count"] = (scratch_.path() / "count").string();
    base["processes"]["3"] =
        json::parse(R"({"execute": [0.005, 0.005, [["signal driver", 2], ["sample"]]]})");
    FakeGate gate = gate_of(base, logged(takes(0.005)));
    gate.measure();
    reset_interrupts();
    EXPECT_TRUE(gate.result.interrupted);
    EXPECT_EQ(gate.record.rounds.size(), 2U);
    EXPECT_EQ(processes().size(), 10U);  // of the calibration, three rounds and the one after them
    for (const int pid : processes()) {
        EXPECT_TRUE(is_gone(pid));
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
