#include "judge/gate_verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plan/round_draw.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Three rounds of two cells, as the seed draws them.
GateRecord drawn_record() {
    GateRecord record;
    record.header["seed"] = 7;
    record.cells.resize(2);
    record.cells[1].cell.workload = "primes";
    record.cells[1].cell.mode = {"linear", ""};
    record.cells[1].cell.control = true;
    for (const auto& [cell, number] : {std::pair(0U, 0), std::pair(1U, 0), std::pair(1U, 1)}) {
        const RoundDraw draw = draw_round(7, cell, number, 2);
        record.rounds.push_back({.cell = cell,
                                 .round = number,
                                 .head_started_first = draw.head_starts_first,
                                 .quads = draw.quads,
                                 .padding_bytes = draw.padding_bytes,
                                 .hash_seed = draw.hash_seed});
    }
    return record;
}

std::vector<Check> gate_checks(const GateRecord& record, double ratio = 1) {
    const json derived = {{"pepbench", {{"gate", {{"ratio", 1}}}}}, {"benchmarks", json::array()}};
    const json document = {{"pepbench", {{"gate", {{"ratio", ratio}}}}}, {"benchmarks", json::array()}};
    return verify_gate(document, record, derived);
}

TEST(GateVerification, RoundsAsTheyWereDrawn) {
    GateRecord record = drawn_record();
    ASSERT_EQ(gate_checks(record).size(), 5U);
    for (const Check& check : gate_checks(record)) {
        EXPECT_THAT(check.problems, IsEmpty()) << check.what;
    }
    EXPECT_EQ(gate_checks(record)[2].checked, 3U);
    EXPECT_THAT(gate_checks(record, 2)[0].problems,
                ElementsAre("pepbench/gate/ratio is 2.0 in the file, but 1 by the samples"));
    record.header.erase("seed");
    EXPECT_THAT(gate_checks(record)[2].problems, ElementsAre("the file has no seed"));
}

TEST(GateVerification, EverythingThatIsDrawnIsChecked) {
    const std::vector<void (*)(RoundRow&)> changes = {
        [](RoundRow& round) { round.head_started_first = !round.head_started_first; },
        [](RoundRow& round) { round.quads = round.quads == "AA" ? "AB" : "AA"; },
        [](RoundRow& round) { round.padding_bytes += 1; }, [](RoundRow& round) { round.hash_seed += 1; }};
    for (const auto change : changes) {
        GateRecord record = drawn_record();
        change(record.rounds.back());
        EXPECT_THAT(gate_checks(record)[2].problems,
                    ElementsAre("round 1 of primes/linear/1 (control) is not the one that was drawn"));
    }
}

/// What is said of a gate whose base has `work` and `old` and whose head has `work` and `fresh`, with one
/// more cell, which was settled, before its control.
std::vector<std::string> problems_of_settled(const GateCellRow& settled, int rounds = 0, double ratio = 1) {
    GateRecord record;
    record.header = {{"seed", 7},
                     {"sides",
                      {{"base", {{"workloads", {{"work", "1"}, {"old", "2"}}}}},
                       {"head", {{"workloads", {{"work", "1"}, {"fresh", "3"}}}}}}}};
    record.cells.push_back(settled);
    record.cells.push_back({.cell = {.workload = "work", .mode = {"linear", ""}, .control = true}});
    for (int number = 0; number < rounds; ++number) {
        record.rounds.push_back(
            {.cell = 0, .round = number, .base = {1e6, 1e6}, .head = {1e6 * ratio, 1e6 * ratio}});
    }
    return gate_checks(record)[3].problems;
}

GateCellRow settled(const std::string& workload, Verdict verdict, const std::string& reason = "") {
    return {.cell = {.workload = workload, .mode = {"linear", ""}}, .settled = verdict, .reason = reason};
}

TEST(GateVerification, WhatWasSettledIsJustified) {
    EXPECT_THAT(problems_of_settled(settled("fresh", Verdict::added)), IsEmpty());
    EXPECT_THAT(problems_of_settled(settled("old", Verdict::missing)), IsEmpty());
    EXPECT_THAT(problems_of_settled(settled("work", Verdict::added, "the base cannot do it: no threads")),
                IsEmpty());
    EXPECT_THAT(problems_of_settled(settled("work", Verdict::missing, "the head cannot do it: no threads")),
                IsEmpty());
    EXPECT_THAT(problems_of_settled(settled("work", Verdict::failed, "the head: it crashed")), IsEmpty());
    // Another answer may come up in a later round.
    EXPECT_THAT(problems_of_settled(settled("work", Verdict::wrong_answer, "the head: 8 instead of 7"), 4),
                IsEmpty());
}

TEST(GateVerification, WhatWasSettledWithoutAReasonIsFound) {
    const auto unjustified = ElementsAre(HasSubstr("which neither the files of its sides nor a runner's"));
    EXPECT_THAT(problems_of_settled(settled("work", Verdict::added)), unjustified);
    EXPECT_THAT(problems_of_settled(settled("work", Verdict::added, "the base has no such workload")),
                unjustified);
    EXPECT_THAT(problems_of_settled(settled("work", Verdict::added, "the base cannot do it: ")), unjustified);
    EXPECT_THAT(problems_of_settled(settled("old", Verdict::added)), unjustified);
    EXPECT_THAT(problems_of_settled(settled("fresh", Verdict::missing)), unjustified);
    EXPECT_THAT(problems_of_settled(settled("work", Verdict::missing)), unjustified);
    EXPECT_THAT(problems_of_settled(settled("work", Verdict::failed)), unjustified);
    EXPECT_THAT(problems_of_settled(settled("fresh", Verdict::added), 3),
                ElementsAre("fresh/linear/1 is called new, but has 3 rounds of both sides"));
    EXPECT_THAT(problems_of_settled(settled("work", Verdict::failed, "the head: it crashed"), 20, 1.2),
                ElementsAre("work/linear/1 is called failed, but is regressed by its rounds"));
}

TEST(GateVerification, EachSettledCellIsLookedAt) {
    GateRecord record = drawn_record();
    for (GateCellRow& row : record.cells) {
        row.settled = Verdict::failed;
    }
    EXPECT_THAT(gate_checks(record)[3].problems, testing::SizeIs(2));
}

TEST(GateVerification, AGateHasOneControl) {
    GateRecord record = drawn_record();
    record.cells[0].cell.control = true;
    const auto said = [&] { return gate_checks(record)[4].problems; };
    EXPECT_THAT(said(), ElementsAre(HasSubstr("the gate has 2 controls instead of one")));
    record.cells[0].cell.control = record.cells[1].cell.control = false;
    EXPECT_THAT(said(), ElementsAre(HasSubstr("the gate has 0 controls instead of one")));
    record.header["outcome"] = "interrupted";
    EXPECT_THAT(said(), testing::SizeIs(1));
    record.rounds.clear();
    EXPECT_THAT(said(), IsEmpty());
    record.header["outcome"] = "complete";
    EXPECT_THAT(said(), testing::SizeIs(1));
    record.cells[0].settled = record.cells[1].settled = Verdict::missing;
    EXPECT_THAT(said(), IsEmpty());
    record.cells.clear();
    EXPECT_THAT(said(), IsEmpty());
}

}  // namespace
}  // namespace pepbench
