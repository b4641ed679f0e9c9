// Ctrl-C: one ends a run after the sample in flight, a second one at once; what was measured is kept.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "measure/fake_runner_for_test.h"
#include "measure/forecast.h"

namespace pepbench {
namespace {

using nlohmann::json;

const std::string kOne = "work/linear/1/a";
const std::string kTwo = "work/linear/2/a";

/// One pass over the cells with one and two workers in that order, the second of which goes as `actions` say.
struct InterruptedRun {
    FakeRun run;
    SessionResult result;

    explicit InterruptedRun(const char* actions, const char* end = "[]") {
        run.settings.profile = Profile::pep371;
        run.settings.samples = 3;
        run.settings.selection.workers = {1, 2, 4};
        run.add("a", {{"cells", {{"2", json::parse(actions)}}}, {"end", json::parse(end)}});
        run.add("never-reached");
        result = run.measure();
    }

    void expect_samples(int of_two) {
        EXPECT_TRUE(result.interrupted);
        std::map<std::string, int> expected = {{kOne, 3}};
        if (of_two > 0) {
            expected[kTwo] = of_two;
        }
        EXPECT_EQ(run.samples_by_cell(), expected);
        EXPECT_TRUE(run.record.failures.empty());
        EXPECT_EQ(run.record.process_runs.size(), 1U);
        EXPECT_EQ(result.stopped_by.at(kTwo), "interrupted");
    }
};

TEST(SessionInterrupt, OneEndsAfterTheSampleInFlight) {
    InterruptedRun it(
        R"([["ready"], ["sample"], ["drained"], ["signal driver", 2], ["sleep", 0.3], ["sample"], ["sample"], ["done"]])");
    it.expect_samples(2);
}

TEST(SessionInterrupt, BeforeTheFirstSample) {
    InterruptedRun it(
        R"([["signal driver", 15], ["sleep", 0.1], ["ready"], ["sample"], ["sample"], ["sample"], ["done"]])");
    it.expect_samples(1);
}

TEST(SessionInterrupt, DuringAWarmup) {
    InterruptedRun it(R"([["ready"], ["signal driver", 1], ["warmup"], ["sample"], ["hang"]])");
    it.expect_samples(0);
}

TEST(SessionInterrupt, TwoEndAtOnce) {
    InterruptedRun it(
        R"([["ready"], ["sample"], ["signal driver", 2], ["sleep", 0.1], ["signal driver", 2], ["hang"]])");
    it.expect_samples(1);
}

TEST(SessionInterrupt, TwoEndARunnerThatIgnoresEverything) {
    InterruptedRun it(
        R"([["ignore", 15], ["ready"], ["child"], ["signal driver", 2], ["sleep", 0.1], ["signal driver", 2], ["hang"]])");
    it.expect_samples(0);
}

/// The cell is whole then, and no other one is begun.
TEST(SessionInterrupt, BetweenTwoCells) {
    InterruptedRun it(
        R"([["ready"], ["sample"], ["sample"], ["sample"], ["drained"], ["signal driver", 2], ["done"]])");
    it.expect_samples(3);
}

TEST(SessionInterrupt, AtTheHello) {
    FakeRun run;
    run.settings.samples = 1;
    run.add("a", json::parse(
                     R"({"start": [["signal driver", 2], ["sleep", 0.1], ["signal driver", 2], ["hang"]]})"));
    const SessionResult result = run.measure();
    EXPECT_TRUE(result.interrupted);
    EXPECT_TRUE(run.record.samples.empty());
    EXPECT_TRUE(run.record.failures.empty());
    EXPECT_EQ(run.record.process_runs.size(), 1U);
}

TEST(SessionInterrupt, WhileARunnerDoesNotEnd) {
    FakeRun run;
    run.settings.samples = 1;
    run.add("a", json::parse(
                     R"({"end": [["signal driver", 2], ["sleep", 0.1], ["signal driver", 2], ["hang"]]})"));
    const SessionResult result = run.measure();
    EXPECT_TRUE(result.interrupted);
    EXPECT_EQ(run.record.samples.size(), 2U);
    EXPECT_TRUE(run.record.failures.empty());
}

TEST(SessionInterrupt, OneInTheDefaultProfileEndsThePasses) {
    FakeRun run;
    run.settings.samples.reset();
    run.settings.budget_seconds = 60;
    run.settings.selection.workers = {2};
    run.add("a",
            json::parse(R"({"cells": {"2": [["ready"], ["samples"], ["signal driver", 2], ["done"]]}})"));
    const SessionResult result = run.measure();
    EXPECT_TRUE(result.interrupted);
    EXPECT_EQ(run.record.process_runs.size(), 1U);
    EXPECT_EQ(result.stopped_by.at(kTwo), "interrupted");
}

TEST(SessionInterrupt, ForecastGivesUp) {
    FakeRun run;
    run.add("a", json::parse(R"({"cells": {"1": [["ready"], ["signal driver", 2], ["sample"], ["done"]]}})"));
    EXPECT_EQ(forecast_pep371(run.settings, run.scratch.path(), nullptr, 2), 0);
    EXPECT_EQ(interrupts(), 1);
}

}  // namespace
}  // namespace pepbench
