#include "cli/gate_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/gate_options.h"
#include "record/escaped.h"
#include "record/gate_record_for_test.h"

namespace pepbench {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string table(const GateRecord& record) { return gate_table(record, judge_gate(record), "it.json"); }

TEST(GateReport, ATableWithAVerdictACell) {
    const std::string text = table(gate_with({{1, 11}, {1.2, 12}, {1, 5}, {0.8, 20}, {1, 11}}));
    EXPECT_THAT(text, HasSubstr("head: cpython-3.15+jit at 0123456789ab (HEAD), base: cpython-3.15"));
    EXPECT_THAT(text, HasSubstr("threshold 5 %, false alarms at most 0.1 % a run"));
    EXPECT_THAT(text, HasSubstr("work0/linear/1  pass          1.000"));
    EXPECT_THAT(text, HasSubstr("work1/linear/1  regressed     1.200"));
    EXPECT_THAT(text, HasSubstr("work2/linear/1  undecided     1.000  -"));
    EXPECT_THAT(text, HasSubstr("work3/linear/1  pass          0.800"));
    EXPECT_THAT(text, HasSubstr("\n    improved\n"));
    EXPECT_THAT(text, Not(HasSubstr("work4/linear/1 ")));
    EXPECT_THAT(text, HasSubstr("control (the base against itself): pass, 1.000 after 11 rounds"));
    EXPECT_THAT(text, HasSubstr("Regressed. Running again until it passes proves nothing"));
}

TEST(GateReport, SaysWhatItComesTo) {
    EXPECT_THAT(table(gate_with({{1, 11}, {1, 11}})), HasSubstr("Pass: no cell is slower"));
    EXPECT_THAT(table(gate_with({{1, 5}, {1, 11}})), HasSubstr("pepbench gate --continue it.json goes on"));
    EXPECT_THAT(table(gate_with({{1, 11}, {1.2, 11}})),
                AllOf(HasSubstr("not to be trusted; measure anew on a quieter machine"),
                      Not(HasSubstr("--continue"))));
}

TEST(GateReport, AnUndecidedControlIsGoneOnWith) {
    GateRecord record = gate_with({{1.2, 12}, {1, 5}});
    record.cells.back().reason = "it was interrupted";
    const std::vector<Judgement> judgements = judge_gate(record);
    const std::string table = gate_table(record, judgements, "a file.json");
    const std::string markdown = gate_markdown(record, judgements, "a file.json");
    const std::string command = "pepbench gate --continue 'a file.json' goes on";
    EXPECT_THAT(table, HasSubstr("is not decided yet, so that no verdict counts so far; " + command));
    EXPECT_THAT(markdown, HasSubstr(escaped_for_markdown(command)));
    EXPECT_THAT(gate_markdown(record, judgements, std::string(1000, 'f')),
                HasSubstr(std::string(1000, 'f') + " goes on"));
    for (const std::string& text : {table, markdown}) {
        EXPECT_THAT(text, HasSubstr("after 5 rounds: it was interrupted"));
        EXPECT_THAT(text, Not(HasSubstr("trusted")));
    }
    EXPECT_THAT(gate_junit(record, judgements), HasSubstr("the control is not decided yet"));
}

TEST(GateReport, TheCommandThatGoesOnNamesWhatAFileMustNotDecide) {
    GateRecord record = gate_with({{1, 5}, {1, 11}});
    GateOptions options{.base = "./old python", .head = "cpython-3.15", .base_workloads = "old"};
    options.run.workloads = {"new/parse.py", "primes"};
    record.header["settings"] = to_json(options);
    EXPECT_THAT(table(record),
                HasSubstr("pepbench gate --continue it.json --base './old python' --base-workloads old "
                          "--workload new/parse.py goes on"));
}

TEST(GateReport, EveryTextSaysWhichSides) {
    GateRecord record = gate_with({{1, 11}, {1, 11}});
    record.header["sides"]["head"] = {{"configuration", "head"}, {"interpreter", "./new\x1b/python"}};
    const std::vector<Judgement> judgements = judge_gate(record);
    EXPECT_THAT(table(record), HasSubstr("head: ./new?/python, base: cpython-3.15"));
    EXPECT_THAT(gate_markdown(record, judgements, "it.json"),
                HasSubstr(escaped_for_markdown("head: ./new?/python")));
    EXPECT_THAT(gate_junit(record, judgements),
                HasSubstr("value=\"head: ./new?/python, base: cpython-3.15\""));
}

TEST(GateReport, AControlThatFailedSaysWhy) {
    GateRecord record = gate_with({{1, 11}, {1, 0}});
    record.cells.back().settled = Verdict::failed;
    record.cells.back().reason = "the base: it crashed";
    EXPECT_THAT(table(record), HasSubstr("see to it that the base can do the work (the base: it crashed)"));
}

TEST(GateReport, SaysWhyTheControlDidNotPass) {
    GateRecord record = gate_with({{1, 11}, {1, 1}});
    record.cells.back().reason = "1 s was not enough (--max-seconds)";
    EXPECT_THAT(table(record),
                HasSubstr("undecided, 1.000 after 1 round: 1 s was not enough (--max-seconds)\n"));
    EXPECT_THAT(gate_markdown(record, judge_gate(record), "it.json"),
                HasSubstr("after 1 round: 1 s was not enough"));
    EXPECT_THAT(gate_junit(record, judge_gate(record)), HasSubstr("after 1 round: 1 s was not enough"));
}

TEST(GateReport, WhatIsAllNewIsNotComparedAndPasses) {
    GateRecord record = gate_with({{1, 0}, {1, 0}});
    for (GateCellRow& row : record.cells) {
        row.cell.control = false;
        row.settled = Verdict::added;
        row.reason = "the base has no such workload";
    }
    EXPECT_THAT(table(record), HasSubstr("no control was judged, as no round was made"));
    EXPECT_THAT(table(record), HasSubstr("Pass, but nothing was compared: every cell is new"));
    EXPECT_THAT(gate_junit(record, judge_gate(record)), HasSubstr("tests=\"2\" failures=\"0\" errors=\"0\""));
}

/// Interrupted while the first cell was looked at.
TEST(GateReport, NothingWasJudged) {
    EXPECT_THAT(table({}), HasSubstr("interrupted before a cell was looked at"));
    EXPECT_THAT(table({}), HasSubstr("Undecided"));
    EXPECT_THAT(gate_markdown({}, {}, "it.json"), HasSubstr("interrupted before a cell was looked at"));
    EXPECT_THAT(gate_junit({}, {}), HasSubstr("tests=\"1\" failures=\"0\" errors=\"1\""));
    EXPECT_THAT(gate_junit({}, {}), HasSubstr("message=\"interrupted before a cell was looked at\""));
}

TEST(GateReport, MarkdownIsATable) {
    const GateRecord record = gate_with({{1, 11}, {1.2, 12}, {1, 11}});
    const std::string text = gate_markdown(record, judge_gate(record), "it.json");
    EXPECT_THAT(text, HasSubstr("| work0/linear/1 | pass | 1.000 |"));
    EXPECT_THAT(text, HasSubstr("| work1/linear/1 | **regressed** | 1.200 |"));
}

TEST(GateReport, NamesStayText) {
    const GateRecord record = gate_with({{1.2, 12}, {1, 11}}, "<b>|`x\"&\x1b[2J");
    const std::vector<Judgement> judgements = judge_gate(record);
    EXPECT_THAT(gate_markdown(record, judgements, "it.json"),
                HasSubstr("&lt;b&gt;\\|\\`x&quot;&amp;?\\[2J0"));
    EXPECT_THAT(gate_junit(record, judgements), HasSubstr("name=\"&lt;b&gt;|`x&quot;&amp;?[2J0/linear/1\""));
    EXPECT_EQ(gate_table(record, judgements, "it.json").find('\x1b'), std::string::npos);
}

TEST(GateReport, JunitTellsRegressionsFromErrors) {
    const GateRecord record = gate_with({{1, 11}, {1.2, 12}, {1, 5}, {1, 11}});
    const std::string text = gate_junit(record, judge_gate(record));
    EXPECT_THAT(text, HasSubstr("tests=\"3\" failures=\"1\" errors=\"1\""));
    EXPECT_THAT(text, HasSubstr("<failure type=\"regressed\""));
    EXPECT_THAT(text, HasSubstr("<error type=\"undecided\""));
}

TEST(GateReport, NothingPassesWithoutItsControl) {
    const GateRecord record = gate_with({{1, 11}, {1.2, 11}});
    EXPECT_THAT(gate_junit(record, judge_gate(record)), HasSubstr("tests=\"1\" failures=\"0\" errors=\"1\""));
}

TEST(GateReport, ThresholdsOfTheirOwnAreShown) {
    GateRecord record = gate_with({{1, 11}, {1, 11}, {1, 11}});
    EXPECT_THAT(table(record), HasSubstr("; threshold 5 %, false alarms"));
    record.cells[1].cell.rule.threshold = 0.1;
    EXPECT_THAT(table(record), HasSubstr("; thresholds of 5 % to 10 %, false alarms"));
    EXPECT_THAT(table(record), HasSubstr("\n    threshold 10 %\n"));
}

TEST(GateReport, ARegressionIsExplainedByShow) {
    EXPECT_THAT(table(gate_with({{1, 11}, {1.2, 12}, {1, 11}})),
                HasSubstr("pepbench show it.json --explain work1/linear/1 says why"));
}

}  // namespace
}  // namespace pepbench
