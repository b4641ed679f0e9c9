#include "measure/warm_up_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "measure/fake_runner_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::ElementsAre;

const std::string kA = "work/linear/1/a";

/// A warm-up run over fake configurations.
struct FakeWarmUp {
    FakeRun run;
    WarmUpPlan plan{.calls = 25, .process_runs = 3};

    FakeWarmUp() { run.settings.selection.workers = {1}; }

    SessionResult measure() {
        testing::internal::CaptureStderr();
        SessionResult result;
        {
            Progress progress;
            result = measure_warm_up(run.settings, plan, run.scratch.path(), nullptr, run.recorder, progress);
        }
        said = testing::internal::GetCapturedStderr();
        for (const int pid : run.pids()) {
            EXPECT_TRUE(is_gone(pid)) << pid;
        }
        return result;
    }

    std::string said;
};

TEST(WarmUpSession, FreshProcessesAndEveryCallInOrder) {
    FakeWarmUp it;
    it.run.add("a").add("b");
    const SessionResult result = it.measure();
    EXPECT_FALSE(result.interrupted);
    EXPECT_EQ(result.stopped_by, (json{{kA, "samples"}, {"work/linear/1/b", "samples"}}));
    EXPECT_EQ(it.run.samples_by_cell(), (std::map<std::string, int>{{kA, 75}, {"work/linear/1/b", 75}}));
    EXPECT_EQ(it.run.record.process_runs.size(), 6U);
    EXPECT_EQ(it.run.pids().size(), 6U);
    EXPECT_TRUE(it.run.record.warmups.empty());
    std::map<int, std::int64_t> next;
    for (const SampleRow& row : it.run.record.samples) {
        EXPECT_EQ(row.sample, next[row.process_run]++);
        EXPECT_EQ(row.iterations, 1);
    }
    EXPECT_GT(result.timed_seconds, 0);
    EXPECT_GT(result.measuring_seconds, 0);
    EXPECT_EQ(it.run.record.header.at("workloads").at("work"), (json{{"parameters", {{"size", 7}}}}));
    EXPECT_EQ(result.known_answers.at("work"), json::array({42}));
}

TEST(WarmUpSession, AsksForSingleCallsWithoutWarmUp) {
    FakeWarmUp it;
    it.plan.process_runs = 1;
    it.run.add("a");
    it.measure();
    const std::vector<json> requests = it.run.requests();
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(requests[0].at("samples"), 25);
    EXPECT_EQ(requests[0].value("warmups", 0), 0);
    EXPECT_EQ(requests[0].value("minimum_sample_seconds", 0.0), 0);
    EXPECT_EQ(requests[0].value("gc", true), true);
    EXPECT_EQ(requests[0].at("cell").at("mode"), "linear");
    EXPECT_EQ(requests[0].at("cell").at("workers"), 1);
}

TEST(WarmUpSession, PassesAreInterleavedInTheDrawnOrder) {
    FakeWarmUp it;
    it.run.settings.selection.workloads = {"work", "other"};
    it.run.add("a").add("b").add("c");
    it.measure();
    std::vector<std::string> expected;
    for (int pass = 0; pass < it.plan.process_runs; ++pass) {
        for (const CellGroup& group : drawn_order(it.run.settings.selection, 1, pass)) {
            expected.push_back(group.workload + " " + group.configuration);
        }
    }
    std::vector<std::string> made;
    for (const ProcessRunRow& row : it.run.record.process_runs) {
        made.push_back(row.workload + " " + row.configuration);
        EXPECT_EQ(row.pass, row.process_run / 6);
        EXPECT_EQ(row.hash_seed, hash_seed(1, row.process_run));
    }
    EXPECT_EQ(made, expected);
}

TEST(WarmUpSession, WhatFailsIsRecordedAndTheOthersGoOn) {
    FakeWarmUp it;
    it.run
        .add("a",
             json::parse(R"({"cells": {"1": [["ready"], ["sample"], ["stderr", "why\n"], ["exit", 3]]}})"))
        .add("b")
        .add("c", json::parse(R"({"cells": {"1": [["message", {"type": "unsupported", "reason": "no"}]]}})"));
    const SessionResult result = it.measure();
    EXPECT_EQ(result.stopped_by,
              (json{{kA, "failed"}, {"work/linear/1/b", "samples"}, {"work/linear/1/c", "unsupported"}}));
    ASSERT_EQ(it.run.record.failures.size(), 1U);
    EXPECT_EQ(it.run.record.failures[0].cell.name(), kA);
    EXPECT_THAT(it.run.record.failures[0].stderr_tail, testing::HasSubstr("why"));
    EXPECT_EQ(it.run.record.unavailable.size(), 1U);
    EXPECT_EQ(it.run.samples_by_cell(), (std::map<std::string, int>{{kA, 1}, {"work/linear/1/b", 75}}));
    EXPECT_THAT(it.said, testing::HasSubstr("failed: " + kA));
}

TEST(WarmUpSession, CtrlCEndsAfterTheCallInFlight) {
    FakeWarmUp it;
    it.run.add("a", json::parse(R"({"cells": {"1": [["ready"], ["sample"], ["drained"], ["signal driver", 2],
                                    ["sleep", 0.3], ["sample"], ["sample"], ["done"]]}})"));
    const SessionResult result = it.measure();
    EXPECT_TRUE(result.interrupted);
    EXPECT_EQ(it.run.samples_by_cell(), (std::map<std::string, int>{{kA, 2}}));
    EXPECT_EQ(it.run.record.process_runs.size(), 1U);
    EXPECT_EQ(result.stopped_by, (json{{kA, "interrupted"}}));
}

TEST(WarmUpSession, ABudgetAllowsOnePassAtLeast) {
    FakeWarmUp it;
    it.plan.budgeted = true;
    it.run.settings.budget_seconds = 1e-6;
    it.run.add("a").add("b");
    const SessionResult result = it.measure();
    EXPECT_EQ(it.run.record.process_runs.size(), 2U);
    EXPECT_EQ(result.stopped_by, (json{{kA, "budget"}, {"work/linear/1/b", "budget"}}));
}

TEST(WarmUpSession, ABudgetThatIsLargeEnoughChangesNothing) {
    FakeWarmUp it;
    it.plan.budgeted = true;
    it.run.settings.budget_seconds = 600;
    it.run.add("a");
    EXPECT_EQ(it.measure().stopped_by, (json{{kA, "samples"}}));
    EXPECT_EQ(it.run.record.process_runs.size(), 3U);
}

}  // namespace
}  // namespace pepbench
