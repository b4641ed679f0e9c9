// Gates over two fake runners that play scripted times.
#include "measure/gate_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "environment/cores.h"
#include "error.h"
#include "judge/gate_verdict.h"
#include "measure/fake_gate_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(GateSession, IdenticalSidesPass) {
    FakeGate gate(takes(0.005), takes(0.005));
    const Judgement judgement = gate.judged();
    EXPECT_EQ(judgement.verdict, Verdict::pass);
    EXPECT_EQ(judgement.rounds, 11);
    EXPECT_DOUBLE_EQ(judgement.ratio.value(), 1);
    EXPECT_EQ(gate.kept.size(), 11U);
    EXPECT_EQ(gate.kept_cells.size(), 1U);
    EXPECT_EQ(gate.kept_cells.at(0).iterations, gate.record.cells[0].iterations);
    EXPECT_FALSE(gate.result.interrupted);
    EXPECT_GT(gate.result.measuring_seconds, 0);
    for (const RoundRow& round : gate.record.rounds) {
        EXPECT_EQ(round.base.size(), 4U);
        EXPECT_EQ(round.head.size(), 4U);
        EXPECT_EQ(round.core, 0);
        EXPECT_GT(round.seconds, 0);
    }
}

TEST(GateSession, FivePercentIsRegressed) {
    FakeGate gate(takes(0.005), takes(0.005 * 1.05));
    const Judgement judgement = gate.judged();
    EXPECT_EQ(judgement.verdict, Verdict::regressed);
    EXPECT_NEAR(judgement.ratio.value(), 1.05, 1e-6);
}

TEST(GateSession, RunsLastAThousandStepsOfACoarseClock) {
    FakeGate gate(takes(0.0005), takes(0.0005));
    gate.plan.clock_step_seconds = 1e-5;
    gate.measure();
    EXPECT_EQ(gate.record.cells[0].iterations, 20);
}

TEST(GateSession, EverythingIsAskedAsItWasDrawn) {
    const Scratch scratch;
    const std::string log = (scratch.path() / "log").string();
    json base = takes(0.0005);
    base["log"] = log;
    FakeGate gate(base, takes(0.0005));
    gate.plan.cells.front().base_parameters = {{"size", 3}};
    gate.plan.base.import_from = {"/somewhere"};
    gate.measure();
    EXPECT_EQ(gate.record.cells[0].iterations, 4);  // 2 ms at least
    int opened = 0;
    int executed = 0;
    for (const json& line : lines_of(log)) {
        if (line.value("type", "") == "open") {
            ++opened;
            EXPECT_EQ(line.at("cell").at("parameters"), (json{{"size", 3}}));
            EXPECT_EQ(line.at("cell").at("import_from"), (json{"/somewhere"}));
        } else if (line.value("type", "") == "execute") {
            executed += line.at("iterations") == 4 ? 1 : 0;
        }
    }
    EXPECT_EQ(opened, 12);        // each round and the calibration in a process of its own
    EXPECT_EQ(executed, 11 * 5);  // a warm-up and two quads' share in each round
}

TEST(GateSession, KeepsCoresAwakeWhereAsked) {
    FakeGate gate(takes(0.005), takes(0.005));
    gate.plan.cores = read_affinity();
    gate.plan.keep_awake = true;
    EXPECT_EQ(gate.judged().verdict, Verdict::pass);
    EXPECT_GT(gate.result.awake_cpu_seconds, 0);
    EXPECT_EQ(gate.record.rounds.front().kept_awake, true);
    gate.plan.keep_awake = false;
    gate.record = {};
    EXPECT_EQ(gate.judged().verdict, Verdict::pass);
    EXPECT_EQ(gate.result.awake_cpu_seconds, 0);
    EXPECT_EQ(gate.record.rounds.front().kept_awake, false);
}

TEST(GateSession, SameSeedSameDraws) {
    FakeGate one(takes(0.005), takes(0.005));
    FakeGate other(takes(0.005), takes(0.005));
    one.measure();
    other.measure();
    for (std::size_t round = 0; round < one.record.rounds.size(); ++round) {
        EXPECT_EQ(one.record.rounds[round].quads, other.record.rounds[round].quads);
        EXPECT_EQ(one.record.rounds[round].head_started_first, other.record.rounds[round].head_started_first);
        EXPECT_EQ(one.record.rounds[round].padding_bytes, other.record.rounds[round].padding_bytes);
    }
}

/// Processes that take 1.4 times as long, on either side: an unlucky placement on a slow core.
TEST(GateSession, TwoSpeedsAreNoRegression) {
    const Scratch scratch;
    const auto two_speed = [&](const char* name, int phase) {
        json script = takes(0.005);
        script["count"] = (scratch.path() / name).string();
        for (int process = phase; process < 200; process += 25) {
            script["processes"][std::to_string(process)] = takes(0.007);
        }
        return script;
    };
    FakeGate gate(two_speed("base", 1), two_speed("head", 3));
    EXPECT_EQ(gate.judged().verdict, Verdict::pass);
    EXPECT_GT(gate.judgements[0].rounds, 11);
}

TEST(GateSession, ASideThatAlwaysCrashesFailsBeforeAnyRound) {
    for (const char* script : {R"({"start": [["exit", 3]]})", R"({"open": [["exit", 3]]})",
                               R"({"execute": [[["signal", 11]]]})", R"({"close": [["exit", 3]]})"}) {
        FakeGate gate(takes(0.005), json::parse(script));
        const Judgement judgement = gate.judged();
        EXPECT_EQ(judgement.verdict, Verdict::failed) << script;
        EXPECT_THAT(judgement.reason, HasSubstr("the head: "));
        EXPECT_THAT(gate.record.rounds, IsEmpty());
    }
}

TEST(GateSession, AHangIsAFailure) {
    FakeGate gate(json::parse(R"({"execute": [[["hang"]]]})"), takes(0.005));
    gate.plan.timeout_seconds = 0.3;
    const Judgement judgement = gate.judged();
    EXPECT_EQ(judgement.verdict, Verdict::failed);
    EXPECT_THAT(judgement.reason, HasSubstr("the base: the runner was silent for 0.3 s"));
}

TEST(GateSession, ACrashNowAndThenIsNotedAndTheThirdFails) {
    const Scratch scratch;
    json head = takes(0.005);
    head["count"] = (scratch.path() / "head").string();
    head["processes"]["4"] = json::parse(R"({"execute": [0.005, [["signal", 11]]]})");
    FakeGate once(takes(0.005), head);
    EXPECT_EQ(once.judged().verdict, Verdict::pass);
    EXPECT_EQ(once.judgements[0].failed_rounds, 1);
    for (const char* process : {"5", "7"}) {
        head["processes"][process] = head["processes"]["4"];
    }
    head["count"] = (scratch.path() / "again").string();
    FakeGate thrice(takes(0.005), head);
    EXPECT_EQ(thrice.judged().verdict, Verdict::failed);
    EXPECT_EQ(thrice.judgements[0].failed_rounds, 3);
}

TEST(GateSession, ARoundInWhichARunnerWasStoppedIsMarked) {
    const Scratch scratch;
    json head = takes(0.005);
    head["count"] = (scratch.path() / "head").string();
    head["processes"]["4"] = json::parse(
        R"({"execute": [0.005, 0.005, [["stopped", 0.1], ["sample", {"seconds": 0.005}]], 0.005]})");
    FakeGate gate(takes(0.005), head);
    EXPECT_EQ(gate.judged().verdict, Verdict::pass);
    const auto stopped = std::count_if(gate.record.rounds.begin(), gate.record.rounds.end(),
                                       [](const RoundRow& round) { return round.stopped; });
    EXPECT_EQ(stopped, 1);
}

TEST(GateSession, AWrongAnswerIsSaidBeforeAnyTiming) {
    FakeGate gate(takes(0.005), json::parse(R"({"execute": [[["sample", {"answers": [41]}]]]})"));
    EXPECT_EQ(gate.judged().verdict, Verdict::wrong_answer);
    EXPECT_THAT(gate.record.rounds, IsEmpty());
}

/// Without a known answer the sides must agree with each other.
TEST(GateSession, SidesThatDisagreeAreWrong) {
    FakeGate gate(json::parse(R"({"open": [["ready", {"expected": "@null"}]]})"),
                  json::parse(R"({"open": [["ready", {"expected": "@null"}]],
                                  "execute": [[["sample", {"answers": [41]}]]]})"));
    EXPECT_EQ(gate.judged().verdict, Verdict::wrong_answer);
}

TEST(GateSession, ASideThatIsNotWhatItWasStartedAsFails) {
    FakeGate gate(takes(0.005), json::parse(R"({"execute": [0.005], "after": {"jit_enabled": true}})"));
    const Judgement judgement = gate.judged();
    EXPECT_EQ(judgement.verdict, Verdict::failed);
    EXPECT_THAT(judgement.reason, HasSubstr("the head is not what it was started as"));
}

TEST(GateSession, WhatOneSideLacksIsMissingOrNew) {
    FakeGate gate(takes(0.005), takes(0.005));
    gate.plan.base.workload_files["old"] = "old.py";
    gate.plan.head.workload_files["fresh"] = "fresh.py";
    gate.plan.cells = {work_cell("old"), work_cell("fresh"), work_cell()};
    gate.measure();
    EXPECT_EQ(gate.judgements[0].verdict, Verdict::missing);
    EXPECT_EQ(gate.judgements[1].verdict, Verdict::added);
    EXPECT_EQ(gate.judgements[2].verdict, Verdict::pass);
}

TEST(GateSession, WhatOneSideCannotDoIsMissingOrNew) {
    const json cannot =
        json::parse(R"({"open": [["message", {"type": "unsupported", "reason": "no threads"}]]})");
    FakeGate missing(takes(0.005), cannot);
    EXPECT_EQ(missing.judged().verdict, Verdict::missing);
    EXPECT_THAT(missing.judgements[0].reason, HasSubstr("the head cannot do it: no threads"));
    FakeGate added(cannot, takes(0.005));
    EXPECT_EQ(added.judged().verdict, Verdict::added);
    FakeGate neither(cannot, cannot);
    EXPECT_EQ(neither.judged().verdict, Verdict::failed);
}

/// The head becomes slower while its processes run, by less than the threshold in the median.
TEST(GateSession, ADriftingHeadIsJudgedAndNoted) {
    const json drifts = {{"execute", {0.005, 0.005, 0.005, 0.00515, 0.00515}}};  // the first warms up
    FakeGate gate(takes(0.005), drifts);
    const Judgement judgement = gate.judged();
    EXPECT_EQ(judgement.verdict, Verdict::pass);
    EXPECT_TRUE(judgement.drifting);
    EXPECT_NEAR(judgement.ratio.value(), 1.015, 0.001);
    FakeGate both(drifts, drifts);
    EXPECT_EQ(both.judged().verdict, Verdict::pass);
    EXPECT_FALSE(both.judgements[0].drifting);
}

TEST(GateSession, LimitsLeaveACellUndecidedAndItCanBeContinued) {
    FakeGate gate(takes(0.005), takes(0.005 * 1.035));  // between the boundaries: needs more rounds
    gate.plan.cells.front().rule.max_rounds = 11;
    EXPECT_EQ(gate.judged().verdict, Verdict::undecided);
    EXPECT_THAT(gate.judgements[0].reason, HasSubstr("11 rounds were not enough"));
    const double wealth = gate.judgements[0].course.back().log_flag_wealth;
    gate.record.cells.front().cell.rule.max_rounds = 120;
    const Judgement continued = gate.judged();
    EXPECT_NE(continued.verdict, Verdict::undecided);
    EXPECT_EQ(continued.course[10].log_flag_wealth, wealth);
    EXPECT_GT(continued.rounds, 11);
    EXPECT_EQ(gate.kept.size(), gate.record.rounds.size());
    EXPECT_TRUE(std::is_sorted(gate.record.rounds.begin(), gate.record.rounds.end(),
                               [](const RoundRow& a, const RoundRow& b) { return a.round < b.round; }));
}

TEST(GateSession, ACellWhoseRoundsAreSpentGetsNoneWhenItIsGoneOnWith) {
    FakeGate gate(takes(0.005), takes(0.005));
    gate.plan.cells.front().rule.max_rounds = 5;
    ASSERT_EQ(gate.judged().verdict, Verdict::undecided);
    gate.record.cells.front().reason.clear();
    EXPECT_EQ(gate.judged().rounds, 5);
    EXPECT_EQ(gate.judgements.at(0).reason, "5 rounds were not enough (--max-rounds)");
    EXPECT_EQ(gate.kept.size(), 5U);
}

TEST(GateSession, CellsThatAreOverAreLeftAsTheyAre) {
    FakeGate gate(takes(0.005), takes(0.005));
    gate.plan.cells.front().rule.max_rounds = 5;
    ASSERT_EQ(gate.judged().verdict, Verdict::undecided);
    gate.plan.over = 1;
    gate.plan.cells.push_back(work_cell());
    gate.measure();
    EXPECT_EQ(gate.judgements.at(0).rounds, 5);
    EXPECT_EQ(gate.judgements.at(0).reason, "5 rounds were not enough (--max-rounds)");
    EXPECT_EQ(gate.judgements.at(1).verdict, Verdict::pass);
}

TEST(GateSession, ADecidedGateHasNothingToContinue) {
    FakeGate gate(takes(0.005), takes(0.005));
    gate.measure();
    gate.measure();
    EXPECT_EQ(gate.record.rounds.size(), 11U);
}

TEST(GateSession, ABudgetThatNoVerdictFitsIntoIsRefused) {
    FakeGate gate(takes(0.005), takes(0.005));
    gate.plan.budget_seconds = 0.001;
    try {
        gate.measure();
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("--budget 0.001 is too small: the 11 rounds"));
    }
}

TEST(GateSession, AnExecutionTooShortForTheClockFails) {
    FakeGate gate(takes(1e-10), takes(1e-10));
    const Judgement judgement = gate.judged();
    EXPECT_EQ(judgement.verdict, Verdict::failed);
    EXPECT_THAT(judgement.reason, HasSubstr("is too short"));
}

TEST(GateSession, LongRunsAreNotWarmedUpAndMadeFourTimes) {
    FakeGate gate(takes(2), takes(2));
    gate.measure();
    EXPECT_EQ(gate.record.cells[0].warmups, 0);
    EXPECT_EQ(gate.record.rounds.at(0).quads.size(), 1U);
    EXPECT_EQ(gate.record.rounds.at(0).base.size(), 2U);
}

TEST(GateSession, CellsOfSeveralThreadsHaveAllCores) {
    FakeGate gate(takes(0.005), takes(0.005));
    gate.plan.cells.front().mode = {"threaded", ""};
    gate.measure();
    EXPECT_FALSE(gate.record.rounds.at(0).core);
}

TEST(GateSession, ASystemThatDoesNotTellItsCoresHasNothingPinned) {
    FakeGate gate(takes(0.005), takes(0.005));
    gate.plan.cores.clear();
    EXPECT_EQ(gate.judged().verdict, Verdict::pass);
    EXPECT_FALSE(gate.record.rounds.at(0).core);
}

TEST(GateSession, EachSweepVisitsEveryOpenCellOnce) {
    FakeGate gate(takes(0.005), takes(0.005));
    gate.plan.base.workload_files["other"] = gate.plan.head.workload_files["other"] = "other.py";
    gate.plan.cells = {work_cell(), work_cell("other")};
    gate.measure();
    ASSERT_EQ(gate.record.rounds.size(), 22U);
    bool other_order = false;
    for (std::size_t sweep = 0; sweep < 11; ++sweep) {
        const std::size_t first = gate.record.rounds[2 * sweep].cell;
        EXPECT_NE(first, gate.record.rounds[2 * sweep + 1].cell);
        other_order = other_order || first != gate.record.rounds[0].cell;
    }
    EXPECT_TRUE(other_order);
}

}  // namespace
}  // namespace pepbench
