#include "cli/gate_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "error.h"

namespace pepbench {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Cells that take so many times as long in the head, for so many rounds, and a control.
GateRecord gate_with(const std::vector<std::pair<double, int>>& cells, const std::string& name = "work") {
    GateRecord record;
    for (const auto& [ratio, rounds] : cells) {
        for (int round = 0; round < rounds; ++round) {
            record.rounds.push_back({.cell = record.cells.size(),
                                     .round = round,
                                     .quads = "AB",
                                     .seconds = 0.1,
                                     .base = {1e6, 1e6},
                                     .head = {1e6 * ratio, 1e6 * ratio}});
        }
        record.cells.push_back(
            {.cell = {.workload = name + std::to_string(record.cells.size()), .mode = {"linear", ""}}});
    }
    record.cells.back().cell.control = true;
    record.header = {
        {"sides",
         {{"base", {{"configuration", "cpython-3.15"}}},
          {"head",
           {{"configuration", "cpython-3.15+jit"}, {"commit", "0123456789abcdef"}, {"ref", "HEAD"}}}}}};
    return record;
}

std::string table(const GateRecord& record) { return gate_table(record, judge_gate(record)); }

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
    EXPECT_THAT(table(gate_with({{1, 5}, {1, 11}})), HasSubstr("pepbench gate --continue FILE goes on"));
    EXPECT_THAT(table(gate_with({{1, 11}, {1.2, 11}})), HasSubstr("not to be trusted"));
}

/// Interrupted while the first cell was looked at.
TEST(GateReport, NothingWasJudged) {
    EXPECT_THAT(table({}), HasSubstr("interrupted before a cell was looked at"));
    EXPECT_THAT(table({}), HasSubstr("Undecided"));
    EXPECT_THAT(gate_markdown({}, {}), HasSubstr("interrupted before a cell was looked at"));
    EXPECT_THAT(gate_junit({}, {}), HasSubstr("tests=\"0\""));
}

TEST(GateReport, MarkdownIsATable) {
    const GateRecord record = gate_with({{1, 11}, {1.2, 12}, {1, 11}});
    const std::string text = gate_markdown(record, judge_gate(record));
    EXPECT_THAT(text, HasSubstr("| work0/linear/1 | pass | 1.000 |"));
    EXPECT_THAT(text, HasSubstr("| work1/linear/1 | **regressed** | 1.200 |"));
}

TEST(GateReport, NamesStayText) {
    const GateRecord record = gate_with({{1.2, 12}, {1, 11}}, "<b>|`x\"&\x1b[2J");
    const std::vector<Judgement> judgements = judge_gate(record);
    EXPECT_THAT(gate_markdown(record, judgements), HasSubstr("&lt;b&gt;\\|\\`x&quot;&amp;?\\[2J0"));
    EXPECT_THAT(gate_junit(record, judgements), HasSubstr("name=\"&lt;b&gt;|`x&quot;&amp;?[2J0/linear/1\""));
    EXPECT_EQ(gate_table(record, judgements).find('\x1b'), std::string::npos);
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

TEST(GateReport, ExplainsInThreeSentences) {
    const GateRecord record = gate_with({{1.2, 12}, {1, 11}});
    const std::string text = gate_explanation(record, judge_gate(record), "work0/linear/1");
    EXPECT_THAT(text, HasSubstr("work0/linear/1 is regressed: over 12 rounds"));
    EXPECT_THAT(text, HasSubstr("the head took 1.200 times as long as the base"));
    EXPECT_THAT(text, HasSubstr("at most 2 % slower reach 1 : 1e+03"));
    EXPECT_THAT(text, HasSubstr("at least 11 rounds are needed to pass"));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
    EXPECT_THROW(gate_explanation(record, judge_gate(record), "work/linear/2"), Error);
}

}  // namespace
}  // namespace pepbench
