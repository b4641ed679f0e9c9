#include "judge/gate_verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace pepbench {
namespace {

using testing::HasSubstr;

GateCellRow cell_with(const GateRule& rule = {}) {
    return {.cell = {.workload = "work", .mode = {"linear", ""}, .workers = 1, .rule = rule}};
}

RoundRow round_of(double base, double head, int number = 0) {
    return {.round = number,
            .quads = "AB",
            .seconds = 0.5,
            .base = {base, base, base, base},
            .head = {head, head, head, head}};
}

std::vector<RoundRow> rounds_of(int count, double ratio) {
    std::vector<RoundRow> rounds;
    for (int number = 0; number < count; ++number) {
        rounds.push_back(round_of(1e6, 1e6 * ratio, number));
    }
    return rounds;
}

TEST(GateVerdict, IdenticalTimesPassAfterElevenRounds) {
    EXPECT_EQ(judge_cell(cell_with(), rounds_of(10, 1)).verdict, Verdict::undecided);
    const Judgement judgement = judge_cell(cell_with(), rounds_of(11, 1));
    EXPECT_EQ(judgement.verdict, Verdict::pass);
    EXPECT_DOUBLE_EQ(judgement.ratio.value(), 1);
    EXPECT_EQ(judgement.rounds, 11);
    EXPECT_DOUBLE_EQ(judgement.seconds, 5.5);
    ASSERT_EQ(judgement.course.size(), 11U);
    EXPECT_GE(judgement.course.back().log_pass_wealth, std::log(1000));
    EXPECT_LT(judgement.course[9].log_pass_wealth, std::log(1000));
    EXPECT_FALSE(judgement.improved);
    EXPECT_FALSE(judgement.drifting);
}

TEST(GateVerdict, TheThresholdIsRegressed) {
    EXPECT_EQ(judge_cell(cell_with({.cells = 100}), rounds_of(18, 1.05)).verdict, Verdict::undecided);
    const Judgement judgement = judge_cell(cell_with({.cells = 100}), rounds_of(19, 1.05));
    EXPECT_EQ(judgement.verdict, Verdict::regressed);
    EXPECT_NEAR(judgement.ratio.value(), 1.05, 1e-12);
    EXPECT_LT(judgement.interval.value().low, 1.05);
    EXPECT_GT(judgement.interval.value().low, 1);
    EXPECT_GT(judgement.interval.value().high, 1.05);
}

TEST(GateVerdict, MuchFasterIsAPassThatImproved) {
    const Judgement judgement = judge_cell(cell_with(), rounds_of(20, 0.8));
    EXPECT_EQ(judgement.verdict, Verdict::pass);
    EXPECT_TRUE(judgement.improved);
    EXPECT_NEAR(judgement.ratio.value(), 0.8, 1e-12);
}

TEST(GateVerdict, FailedRoundsAloneHaveNoRatio) {
    RoundRow crashed = round_of(1, 1);
    crashed.head_failure = "it crashed";
    EXPECT_FALSE(judge_cell(cell_with(), {crashed}).ratio);
    crashed.base_failure = "it crashed";
    EXPECT_FALSE(judge_cell(cell_with(), {crashed}).ratio);
    crashed.head_failure.clear();
    EXPECT_FALSE(judge_cell(cell_with(), {crashed}).ratio);
}

TEST(GateVerdict, ARoundInWhichASideFailedCounts) {
    RoundRow crashed = round_of(1, 1);
    crashed.head_failure = "it was killed by signal 11";
    EXPECT_EQ(log_ratio_of(crashed), std::numeric_limits<double>::infinity());
    crashed.base_failure = "the same";
    EXPECT_FALSE(log_ratio_of(crashed));
    crashed.head_failure.clear();
    EXPECT_EQ(log_ratio_of(crashed), -std::numeric_limits<double>::infinity());
    EXPECT_FALSE(log_ratio_of({.base = {0}, .head = {1}}));
}

/// One crash decides nothing; the third is a failure, whatever the other rounds say.
TEST(GateVerdict, FailsWithTheThirdFailedRound) {
    std::vector<RoundRow> rounds = rounds_of(40, 1);
    rounds[3].head_failure = "it crashed";
    EXPECT_EQ(judge_cell(cell_with(), rounds).verdict, Verdict::pass);
    EXPECT_EQ(judge_cell(cell_with(), rounds).failed_rounds, 1);
    rounds[5].head_failure = "it crashed";
    rounds[7].base_failure = "it hung";
    const Judgement judgement = judge_cell(cell_with(), rounds);
    EXPECT_EQ(judgement.verdict, Verdict::failed);
    EXPECT_THAT(judgement.reason, HasSubstr("3 rounds failed, the last because of the base: it hung"));
}

TEST(GateVerdict, WhatWasSettledOtherwiseHolds) {
    GateCellRow cell = cell_with();
    cell.settled = Verdict::wrong_answer;
    cell.reason = "the head: 41 is not 42";
    const Judgement judgement = judge_cell(cell, rounds_of(12, 1));
    EXPECT_EQ(judgement.verdict, Verdict::wrong_answer);
    EXPECT_EQ(judgement.reason, "the head: 41 is not 42");
}

TEST(GateVerdict, NoSideIsMissingOfWhichThereAreRounds) {
    GateCellRow cell = cell_with();
    cell.settled = Verdict::added;
    EXPECT_EQ(judge_cell(cell, {}).verdict, Verdict::added);
    EXPECT_EQ(judge_cell(cell, rounds_of(12, 1.2)).verdict, Verdict::regressed);
}

/// Each run of the head is slower than the one before, in every round.
TEST(GateVerdict, DriftIsNoted) {
    std::vector<RoundRow> rounds = rounds_of(30, 1);
    for (RoundRow& round : rounds) {
        round.head = {1.00e6, 1.00e6, 1.06e6, 1.06e6};
    }
    EXPECT_TRUE(judge_cell(cell_with(), rounds).drifting);
}

GateRecord record_with(const std::vector<Verdict>& verdicts, Verdict control = Verdict::pass) {
    GateRecord record;
    for (const Verdict verdict : verdicts) {
        record.cells.push_back(cell_with());
        record.cells.back().settled = verdict;
    }
    record.cells.push_back(cell_with());
    record.cells.back().cell.control = true;
    record.cells.back().settled = control;
    return record;
}

GateOutcome outcome(const GateRecord& record) { return outcome_of(record, judge_gate(record)); }

TEST(GateVerdict, TheWorstCellDecides) {
    EXPECT_EQ(outcome(record_with({Verdict::pass, Verdict::added})), GateOutcome::pass);
    EXPECT_EQ(outcome(record_with({Verdict::pass, Verdict::undecided})), GateOutcome::undecided);
    EXPECT_EQ(outcome(record_with({Verdict::undecided, Verdict::missing})), GateOutcome::incomplete);
    EXPECT_EQ(outcome(record_with({Verdict::wrong_answer})), GateOutcome::incomplete);
    EXPECT_EQ(outcome(record_with({Verdict::failed, Verdict::regressed})), GateOutcome::regressed);
    EXPECT_EQ(outcome(record_with({Verdict::regressed}, Verdict::undecided)), GateOutcome::not_trusted);
    EXPECT_EQ(outcome(record_with({Verdict::pass}, Verdict::regressed)), GateOutcome::not_trusted);
}

TEST(GateVerdict, NothingPassesThatWasInterruptedBeforeItsControl) {
    GateRecord record = record_with({Verdict::added});
    record.cells.pop_back();
    EXPECT_EQ(outcome(record), GateOutcome::pass) << "there is nothing to judge";
    record.header["outcome"] = "interrupted";
    EXPECT_EQ(outcome(record), GateOutcome::undecided);
    record.header["outcome"] = "complete";
    record.cells[0].settled.reset();
    EXPECT_EQ(outcome(record), GateOutcome::undecided);
}

TEST(GateVerdict, OneControlIsEnoughAndOneOpenCellWantsIt) {
    GateRecord record = record_with({Verdict::added, Verdict::added});
    EXPECT_TRUE(has_control(record));
    record.cells.pop_back();
    EXPECT_FALSE(has_control(record));
    EXPECT_TRUE(needs_no_control(record));
    record.cells[0].settled.reset();
    EXPECT_FALSE(needs_no_control(record));
}

TEST(GateVerdict, TheControlMayBeAnyCell) {
    GateRecord record = record_with({Verdict::pass}, Verdict::regressed);
    std::swap(record.cells.front(), record.cells.back());
    EXPECT_EQ(outcome(record), GateOutcome::not_trusted);
}

TEST(GateVerdict, RoundsBelongToTheirCells) {
    GateRecord record = {.cells = {cell_with(), cell_with()}, .rounds = rounds_of(11, 1)};
    std::vector<RoundRow> slower = rounds_of(12, 1.2);
    for (RoundRow& round : slower) {
        round.cell = 1;
        record.rounds.push_back(round);
    }
    const std::vector<Judgement> judgements = judge_gate(record);
    EXPECT_EQ(judgements[0].verdict, Verdict::pass);
    EXPECT_EQ(judgements[1].verdict, Verdict::regressed);
    EXPECT_EQ(judgements[1].rounds, 12);
}

}  // namespace
}  // namespace pepbench
