#include "cli/gate_explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "error.h"
#include "record/gate_record_for_test.h"

namespace pepbench {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string explained(const GateRecord& record, const std::string& cell = "work0/linear/1") {
    return gate_explanation(record, judge_gate(record), cell);
}

TEST(GateExplanation, IsThreeSentences) {
    const GateRecord record = gate_with({{1.2, 12}, {1, 11}});
    const std::string text = explained(record);
    EXPECT_THAT(text, HasSubstr("work0/linear/1 is regressed: over 12 rounds"));
    EXPECT_THAT(text, HasSubstr("the head took 1.200 times as long as the base"));
    EXPECT_THAT(text, HasSubstr("at most 2 % slower reach 1 : 1000 (0.1 % a run over 1 cell)"));
    EXPECT_THAT(text, HasSubstr("at least 11 rounds are needed to pass"));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
    EXPECT_THROW(explained(record, "work/linear/2"), Error);
}

TEST(GateExplanation, OddsOfAnySizeAreWritten) {
    GateRecord record = gate_with({{1.2, 12}, {1, 11}});
    record.cells[0].cell.rule.alpha = 1e-320;
    record.cells[0].cell.rule.beta = 0.5;
    EXPECT_THAT(explained(record),
                AllOf(HasSubstr("reach 1 : "), HasSubstr("or more reach 1 : 2,"), Not(HasSubstr("inf"))));
}

TEST(GateExplanation, ACellWithoutARoundHasNoTimes) {
    GateRecord record = gate_with({{1, 0}, {1, 11}});
    record.cells[0].settled = Verdict::wrong_answer;
    record.cells[0].reason = "the head: 41 is not 42";
    const std::string text = explained(record);
    EXPECT_THAT(text, HasSubstr("work0/linear/1 is wrong answer: the head: 41 is not 42.\n"));
    EXPECT_THAT(text, HasSubstr("found before any round"));
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
    record.cells[0].settled.reset();
    record.cells[0].reason = "it was interrupted";
    EXPECT_THAT(explained(record), HasSubstr("No round of it was made yet"));
}

}  // namespace
}  // namespace pepbench
