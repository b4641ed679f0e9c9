// Samples that a runner says it took: as many as it was asked for, one after the other, in time that has
// passed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/sample_time.h"
#include "measure/misbehaviour_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

/// A run whose runner is not trusted with its times, and takes those that it says by itself.
struct TimedRun {
    FakeRun run;

    explicit TimedRun(const char* script) {
        json timed = json::parse(script);
        timed["waits"] = true;
        run.settings.selection.workers = {1};
        run.add("a", timed);
        run.settings.configurations.at("a").plays_times = false;
        run.measure();
    }
};

TEST(Samples, LastNoLongerThanTheTimeThatPassed) {
    const TimedRun honest(R"({"seconds": 0.02})");
    EXPECT_TRUE(honest.run.record.failures.empty()) << reason_of(honest.run.record);
    EXPECT_EQ(honest.run.record.samples.size(), 2U);

    const TimedRun lying(R"({"cells": {"1": [["ready"], ["sample", {"seconds": 5}], ["done"]]}})");
    EXPECT_THAT(reason_of(lying.run.record),
                AllOf(HasSubstr("the runner lies about its time"), HasSubstr("to have lasted 5 s")));
    EXPECT_TRUE(lying.run.record.samples.empty());

    const TimedRun warming_up(R"({"cells": {"1": [["ready"], ["warmup", {"seconds": 5}], ["sample"]]}})");
    EXPECT_THAT(reason_of(warming_up.run.record), HasSubstr("lies about its time"));

    const TimedRun repeating(
        R"({"cells": {"1": [["ready"], ["sample", {"iterations": 1000000}], ["done"]]}})");
    EXPECT_THAT(reason_of(repeating.run.record), HasSubstr("to have lasted 1e+03 s"));
}

TEST(Samples, TogetherLastNoLongerThanTheTimeThatPassed) {
    FakeRun run;
    run.settings.selection.workers = {1};
    run.settings.profile = Profile::pep371;  // all in one process
    run.settings.samples = 3;
    run.add("a", json::parse(R"({"cells": {"1": [["ready"], ["sleep", 0.3], ["sample", {"seconds": 0.2}],
                                                 ["sample", {"seconds": 30}], ["done"]]}})"));
    run.settings.configurations.at("a").plays_times = false;
    run.measure();
    EXPECT_THAT(reason_of(run.record), HasSubstr("to have lasted 30.2 s"));
    EXPECT_EQ(run.record.samples.size(), 1U);
}

TEST(Samples, ClocksMayBeApartByALittle) {
    EXPECT_TRUE(can_have_lasted(0.0009, 0));
    EXPECT_FALSE(can_have_lasted(0.0011, 0));
    EXPECT_TRUE(can_have_lasted(100.9, 100));
    EXPECT_FALSE(can_have_lasted(101.1, 100));
    EXPECT_TRUE(can_have_lasted(0.0029, 0, 3));
}

TEST(Samples, AreNumberedOneAfterTheOther) {
    expect_failure(R"([["ready"], ["sample", {"index": 1}]])",
                   HasSubstr("sent sample 1 where sample 0 was to come"));
    FakeRun run;
    run.settings.selection.workers = {1};
    run.settings.samples = 12;  // two in a process
    run.add("a", json::parse(R"({"cells": {"1": [["ready"], ["sample"], ["sample", {"index": 0}]]}})"));
    run.measure();
    EXPECT_THAT(reason_of(run.record), HasSubstr("sent sample 0 where sample 1 was to come"));
}

TEST(Samples, AreAsManyAsWereAskedFor) {
    FakeRun run;
    run.settings.selection.workers = {1};
    run.settings.samples = 12;
    run.add("a", json::parse(R"({"cells": {"1": [["ready"], ["sample"], ["done"]]}})"));
    const SessionResult result = run.measure();
    EXPECT_THAT(reason_of(run.record), HasSubstr("done with the cell after 1 of the 2 samples"));
    EXPECT_EQ(result.stopped_by.at(kGood), "failed");
}

TEST(Samples, AreNotTakenBeforeTheRunnerIsToldToGoOn) {
    FakeRun run;
    run.settings.selection.workers = {1};
    run.settings.samples = 600;  // a hundred in a process
    run.add("a", json::parse(R"({"impatient": true})"));
    run.measure();
    EXPECT_THAT(reason_of(run.record), HasSubstr("did not wait, after a sample, until it was told to go on"));
}

TEST(Samples, FollowWarmUpsThatComeToAnEnd) {
    json endless = json::array({{"ready"}});
    endless.insert(endless.end(), 1000, json::array({"warmup"}));
    FakeRun run;
    run.settings.selection.workers = {1};
    run.add("a", {{"cells", {{"1", endless}}}});
    run.measure();
    EXPECT_THAT(reason_of(run.record), HasSubstr("more than 101 warm-ups where it was asked for 1"));
    EXPECT_EQ(run.record.warmups.size(), 101U);
}

TEST(Samples, AndWarmUpsBringRightAnswers) {
    expect_failure(R"([["ready"], ["warmup", {"answers": [41]}]])",
                   HasSubstr("wrong answer: [41] instead of [42]"));
    expect_failure(R"([["ready"], ["warmup", {"answers": [42, 41]}]])", HasSubstr("wrong answer: [42,41]"));
    expect_failure(R"([["ready"], ["warmup", {"answers": [42, 42, 42]}]])",
                   HasSubstr("3 answers came back from 2 workers"));
    expect_failure(R"([["ready"], ["warmup", {"answers": []}]])",
                   HasSubstr("0 answers came back from 1 workers"));
    expect_failure(R"([["ready"], ["sample", {"answers": [{}, {}]}]])",
                   HasSubstr("an answer that is an object"));
}

}  // namespace
}  // namespace pepbench
