#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/claim_for_test.h"
#include "judge/claim_parts.h"

namespace pepbench {
namespace {

using testing::HasSubstr;

Cell cell(const Mode& mode, const std::string& configuration) { return {"empty", mode, 1, configuration}; }

RunRecord two_configurations() {
    RunRecord record = run_for_test();
    add_configuration(record, "python+jit", {{"jit_enabled", true}});
    add_passes(record, cell(kLinear, "python"), 1, 2);
    add_passes(record, cell(kLinear, "python+jit"), 1, 3);
    return record;
}

ClaimPart answers(const RunRecord& record) {
    return same_answers_parts({.of = "on", .to = "off"}, ClaimRun(record),
                              {{"on", "python+jit"}, {"off", "python"}})
        .front();
}

TEST(ClaimFacts, TheSameAnswers) {
    const ClaimPart part = answers(two_configurations());
    EXPECT_EQ(part.settled, ClaimVerdict::reproduced);
    EXPECT_EQ(part.reason, "all 3 samples of python+jit have the answers of python");
    EXPECT_EQ(part.value->value, 0);
    EXPECT_EQ(part.value->n, 3);
}

TEST(ClaimFacts, AnAnswerThatDiffers) {
    RunRecord record = two_configurations();
    record.samples.back().answers = {43};
    const ClaimPart part = answers(record);
    EXPECT_EQ(part.settled, ClaimVerdict::refuted);
    EXPECT_EQ(part.reason, "1 of 3 samples differ, the first of empty/linear/1/python+jit");
    EXPECT_EQ(part.value->value, 1);
}

TEST(ClaimFacts, AWrongAnswerThatTheDriverRefused) {
    RunRecord record = two_configurations();
    record.failures = {{cell(kThreaded, "python+jit"), 3, "wrong answer: 1 instead of 2", ""}};
    EXPECT_EQ(answers(record).settled, ClaimVerdict::refuted);
    record.failures = {{cell(kThreaded, "python"), 3, "wrong answer: 1 instead of 2", ""}};
    EXPECT_EQ(answers(record).settled, ClaimVerdict::reproduced);
}

TEST(ClaimFacts, NothingInCommon) {
    RunRecord record = run_for_test();
    add_passes(record, cell(kLinear, "python"), 1);
    const ClaimPart part = answers(record);
    EXPECT_EQ(part.settled, ClaimVerdict::not_measured);
    EXPECT_FALSE(part.held);
}

ClaimPart unsupported(const RunRecord& record) {
    const UnsupportedUse use{
        .name = "threading", .workload = "empty", .mode = kThreaded, .raises = "could not be started"};
    return unsupported_parts({.role = "any", .uses = {use}}, ClaimRun(record), {{"any", "python"}}).front();
}

TEST(ClaimFacts, AUseThatFailsAsClaimed) {
    RunRecord record = run_for_test();
    EXPECT_EQ(unsupported(record).settled, ClaimVerdict::not_measured);
    record.unavailable = {{cell(kThreaded, "python"), "a thread Could not be started: RuntimeError"}};
    EXPECT_EQ(unsupported(record).settled, ClaimVerdict::reproduced);
    EXPECT_THAT(unsupported(record).reason, HasSubstr("RuntimeError"));
}

TEST(ClaimFacts, AUseThatFailsOtherwiseOrWorks) {
    RunRecord record = run_for_test();
    record.unavailable = {{cell(kThreaded, "python"), "ImportError: no threading"}};
    EXPECT_EQ(unsupported(record).settled, ClaimVerdict::refuted);
    EXPECT_EQ(unsupported(record).reason, "it fails in another way: ImportError: no threading");
    add_passes(record, cell(kThreaded, "python"), 1, 2);
    EXPECT_EQ(unsupported(record).settled, ClaimVerdict::refuted);
    EXPECT_EQ(unsupported(record).reason, "it worked: it has 2 samples");
}

ClaimPart fact(const FactTest& test) {
    RunRecord record = run_for_test();
    record.header["configurations"]["python"]["info"] = {{"runtime", "Node.js"}, {"threads", false}};
    return fact_parts({.role = "any", .facts = {test}}, ClaimRun(record), {{"any", "python"}}).front();
}

TEST(ClaimFacts, ReportedFacts) {
    using enum ClaimVerdict;
    EXPECT_EQ(fact({.name = "f", .path = "/info/threads", .equals = false}).settled, reproduced);
    EXPECT_EQ(fact({.name = "f", .path = "/info/threads", .equals = 0}).settled, refuted);
    EXPECT_EQ(fact({.name = "f", .path = "/info/runtime", .begins = "Node"}).settled, reproduced);
    EXPECT_EQ(fact({.name = "f", .path = "/info/runtime", .begins = ""}).settled, reproduced);
    EXPECT_EQ(fact({.name = "f", .path = "/info/runtime", .begins = "Deno"}).settled, refuted);
    EXPECT_EQ(fact({.name = "f", .path = "/info/threads", .begins = ""}).settled, refuted);
    const ClaimPart missing = fact({.name = "sys.x", .path = "/info/x/y", .equals = 1});
    EXPECT_EQ(missing.settled, not_measured);
    EXPECT_EQ(missing.reason, "the file does not say");
    EXPECT_EQ(fact({.name = "runtime", .path = "/info/runtime", .begins = ""}).reason, "it is \"Node.js\"");
}

}  // namespace
}  // namespace pepbench
