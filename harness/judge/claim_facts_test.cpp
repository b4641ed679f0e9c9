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

TEST(ClaimFacts, TheFirstThatDiffersIsNamed) {
    RunRecord record = two_configurations();
    const Cell other{"empty", kThreaded, 1, "python+jit"};
    add_passes(record, cell(kThreaded, "python"), 1, 1);
    add_passes(record, other, 1, 1);
    record.samples.back().answers = {43};
    record.samples[4].answers = {43};
    EXPECT_EQ(answers(record).reason, "2 of 4 samples differ, the first of empty/linear/1/python+jit");
    record.failures = {{other, 3, "wrong answer: 1 instead of 2", ""}};
    EXPECT_EQ(answers(record).reason, "empty/threaded/1/python+jit: wrong answer: 1 instead of 2");
    EXPECT_EQ(answers(record).value->value, 2);
}

TEST(ClaimFacts, OneSampleInCommonIsEnough) {
    RunRecord record = two_configurations();
    record.samples.resize(3);
    EXPECT_EQ(answers(record).reason, "all 1 samples of python+jit have the answers of python");
}

TEST(ClaimFacts, AFailureOfAnotherKindIsNoAnswer) {
    RunRecord record = two_configurations();
    record.failures = {{cell(kThreaded, "python+jit"), 3, "it hung", ""}};
    EXPECT_EQ(answers(record).settled, ClaimVerdict::reproduced);
}

TEST(ClaimFacts, TheFirstAnswersOfACellAreTheExpectedOnes) {
    RunRecord record = two_configurations();
    record.samples[1].answers = {43};
    EXPECT_EQ(answers(record).settled, ClaimVerdict::reproduced);
    record.samples[0].answers = {43};
    EXPECT_EQ(answers(record).reason, "3 of 3 samples differ, the first of empty/linear/1/python+jit");
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

/// Of another configuration, workload or mode, or of a file of the user's.
TEST(ClaimFacts, OtherUsesAreNotItsBusiness) {
    for (const Cell& other :
         {cell(kThreaded, "other"), cell(kLinear, "python"), Cell{"queue", kThreaded, 1, "python"}}) {
        RunRecord record = run_for_test();
        add_configuration(record, "other");
        add_passes(record, other, 1, 2);
        record.unavailable = {{other, "a thread could not be started"}};
        EXPECT_EQ(unsupported(record).settled, ClaimVerdict::not_measured) << other.name();
        EXPECT_EQ(unsupported(record).reason, "it was not tried in python");
    }
    RunRecord record = run_for_test();
    add_passes(record, cell(kThreaded, "python"), 1, 1);
    EXPECT_EQ(unsupported(record).reason, "it worked: it has 1 samples");
    record.header["workloads"]["empty"] = {{"suite", "user"}};
    EXPECT_EQ(unsupported(record).settled, ClaimVerdict::not_measured);
    EXPECT_FALSE(unsupported(record).held);
}

ClaimPart fact(const FactTest& test) {
    RunRecord record = run_for_test();
    record.header["configurations"]["python"]["info"] = {
        {"runtime", "Node.js"}, {"threads", false}, {"name", "ü"}};
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
    EXPECT_EQ(fact({.name = "f", .path = "/info/name", .equals = 1}).reason, "it is \"ü\"");
    const ClaimPart missing = fact({.name = "sys.x", .path = "/info/x/y", .equals = 1});
    EXPECT_EQ(missing.settled, not_measured);
    EXPECT_EQ(missing.reason, "the file does not say");
    EXPECT_EQ(fact({.name = "runtime", .path = "/info/runtime", .begins = ""}).reason, "it is \"Node.js\"");
}

}  // namespace
}  // namespace pepbench
