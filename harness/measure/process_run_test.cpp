#include "measure/process_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "environment/load.h"
#include "error.h"
#include "measure/fake_runner_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using Kind = VisitOutcome::Kind;

/// One process run over the cells with these numbers of workers, two samples each; the first one warms up.
struct OneRun {
    FakeRun run;
    AnswerBook answers;
    std::vector<VisitOutcome> outcomes;

    OneRun(const json& script, const std::vector<int>& workers) {
        run.add("a", script);
        const VisitMaker maker(run.settings, run.scratch.path(), nullptr);
        std::vector<CellVisit> visits;
        for (const int number : workers) {
            visits.push_back(maker.sound({"work", {"linear", ""}, number, "a"}, 2, visits.empty()));
        }
        outcomes = measure_process_run(run.settings.configurations.at("a"),
                                       {.process_run = 5,
                                        .pass = 3,
                                        .configuration = "a",
                                        .workload = "work",
                                        .mode = {"linear", ""},
                                        .hash_seed = 77},
                                       visits, 60, answers, run.recorder);
    }

    [[nodiscard]] std::vector<Kind> kinds() const {
        std::vector<Kind> kinds;
        for (const VisitOutcome& outcome : outcomes) {
            kinds.push_back(outcome.kind);
        }
        return kinds;
    }
};

TEST(ProcessRun, RecordsEverySample) {
    const OneRun it({{"seconds", 0.25}}, {2, 1});
    EXPECT_EQ(it.kinds(), (std::vector<Kind>{Kind::measured, Kind::measured}));
    const RunRecord& record = it.run.record;
    ASSERT_EQ(record.warmups.size(), 1U);
    ASSERT_EQ(record.samples.size(), 4U);
    const SampleRow& row = record.samples[1];
    EXPECT_EQ(row.cell.name(), "work/linear/2/a");
    EXPECT_EQ(row.process_run, 5);
    EXPECT_EQ(row.sample, 1);
    EXPECT_EQ(row.iterations, 1);
    EXPECT_EQ(row.seconds, 0.5);
    EXPECT_EQ(row.cpu_seconds, 0.25);
    EXPECT_EQ(row.answers, (json{42, 42}));
    EXPECT_EQ(row.peak_rss_bytes, 1 << 20);
    EXPECT_EQ(row.involuntary_context_switches, 2);
    EXPECT_EQ(record.samples[3].cell.name(), "work/linear/1/a");
    EXPECT_EQ(it.answers.known("work"), (json{42, 42}));
}

TEST(ProcessRun, ToldWhatCameOfEachCell) {
    const OneRun it({{"seconds", 0.25}}, {2, 1});
    ASSERT_EQ(it.outcomes.size(), 2U);
    EXPECT_EQ(it.outcomes[0].cell.name(), "work/linear/2/a");
    EXPECT_EQ(it.outcomes[0].timed_seconds, 1.5);  // the warm-up counts as timed
    EXPECT_EQ(it.outcomes[0].sample_seconds, 0.5);
    EXPECT_EQ(it.outcomes[1].timed_seconds, 0.5);
    EXPECT_EQ(it.outcomes[1].sample_seconds, 0.25);
    EXPECT_EQ(it.run.record.header.at("workloads").at("work"), (json{{"parameters", {{"size", 7}}}}));
}

TEST(ProcessRun, ItsOwnRow) {
    const OneRun it({{"seconds", 1e-9}}, {1});
    ASSERT_EQ(it.run.record.process_runs.size(), 1U);
    const ProcessRunRow& row = it.run.record.process_runs[0];
    EXPECT_EQ(row.process_run, 5);
    EXPECT_EQ(row.pass, 3);
    EXPECT_EQ(row.hash_seed, 77U);
    EXPECT_EQ(row.facts.at("version"), "1.0");
    EXPECT_GT(row.first_sample_seconds, 0);
    EXPECT_GE(row.withheld.steal_seconds.value_or(0), 0);
    EXPECT_EQ(row.withheld.steal_seconds.has_value(), read_disturbances().steal_seconds.has_value());
    EXPECT_LE(row.start_seconds + row.first_sample_seconds, row.end_seconds);
    for (const SampleRow& sample : it.run.record.samples) {
        EXPECT_GE(sample.started_seconds, row.start_seconds);
        EXPECT_LE(sample.started_seconds, row.end_seconds);
    }
}

TEST(ProcessRun, SeveralIterationsInASample) {
    const OneRun it(json::parse(
                        R"({"cells": {"1": [["ready"], ["sample", {"iterations": 5, "seconds": 0.001}],
                                           ["sample", {"iterations": 10, "seconds": 0.001}], ["done"]]}})"),
                    {1});
    EXPECT_EQ(it.kinds(), (std::vector<Kind>{Kind::measured}));
    EXPECT_EQ(it.run.record.samples.at(1).iterations, 10);
    EXPECT_EQ(it.run.record.samples.at(1).seconds, 0.001);
    EXPECT_DOUBLE_EQ(it.outcomes[0].sample_seconds, 0.01);
    EXPECT_DOUBLE_EQ(it.outcomes[0].timed_seconds, 0.015);
}

TEST(ProcessRun, ALostRunnerLeavesTheRestUnreached) {
    const OneRun it(json::parse(R"({"cells": {"2": [["ready"], ["sample"], ["exit", 1]]}})"), {1, 2, 3});
    EXPECT_EQ(it.kinds(), (std::vector<Kind>{Kind::measured, Kind::failed, Kind::not_reached}));
    EXPECT_EQ(it.run.record.samples.size(), 3U);
    EXPECT_EQ(it.run.record.process_runs.size(), 1U);
    EXPECT_EQ(it.run.record.failures.at(0).process_run, 5);
}

TEST(ProcessRun, AFailureThatTheRunnerReportsLeavesItGoing) {
    const OneRun it(json::parse(R"({"cells": {"2": [["message", {"type": "failure", "reason": "no"}]],
                                              "3": [["message", {"type": "unsupported", "reason": "no"}]]}})"),
                    {2, 3, 1});
    EXPECT_EQ(it.kinds(), (std::vector<Kind>{Kind::failed, Kind::unsupported, Kind::measured}));
}

TEST(ProcessRun, ACellHasSamplesOrAReasonNeverBoth) {
    const OneRun it(json::parse(R"({"cells": {"1": [["ready"], ["sample"],
                                                     ["message", {"type": "unsupported", "reason": "clock"}]]}})"),
                    {1, 2});
    EXPECT_EQ(it.kinds(), (std::vector<Kind>{Kind::unsupported, Kind::measured}));
    EXPECT_EQ(it.run.record.unavailable.at(0).reason, "clock");
    for (const SampleRow& row : it.run.record.samples) {
        EXPECT_EQ(row.cell.workers, 2);
    }
}

TEST(ProcessRun, FailureOfTheLastCellIsToldOnce) {
    const OneRun it(
        json::parse(
            R"({"cells": {"1": [["message", {"type": "failure", "reason": "no"}]]}, "end": [["exit", 3]]})"),
        {1});
    EXPECT_EQ(it.kinds(), (std::vector<Kind>{Kind::failed}));
    EXPECT_EQ(it.run.record.failures.size(), 1U);
}

TEST(ProcessRun, NoSampleStartsBeforeItsProcessWhateverItsRunnerSays) {
    const OneRun it({{"seconds", 1000}}, {1});
    const ProcessRunRow& row = it.run.record.process_runs.at(0);
    EXPECT_EQ(row.first_sample_seconds, 0);
    for (const SampleRow& sample : it.run.record.samples) {
        EXPECT_EQ(sample.seconds, 1000);
        EXPECT_EQ(sample.started_seconds, row.start_seconds);
    }
}

TEST(ProcessRun, ARunnerThatDoesNotStart) {
    const OneRun it(json::parse(R"({"start": [["exit", 3]]})"), {1, 2});
    EXPECT_EQ(it.kinds(), (std::vector<Kind>{Kind::failed, Kind::not_reached}));
    EXPECT_TRUE(it.run.record.process_runs.at(0).facts.is_null());
    EXPECT_EQ(it.run.record.process_runs.at(0).first_sample_seconds, 0);
}

TEST(ProcessRun, AJournalThatCannotBeWrittenEndsTheRun) {
    if (!std::filesystem::exists("/dev/full")) {
        GTEST_SKIP() << "no /dev/full";
    }
    FakeRun run;
    run.add("a");
    std::filesystem::create_symlink("/dev/full", run.scratch.path() / "full.journal");
    Journal journal(run.scratch.path() / "full");
    RunRecord record;
    Recorder recorder(record, journal);
    AnswerBook answers;
    const VisitMaker maker(run.settings, run.scratch.path(), nullptr);
    const std::vector<CellVisit> visits = {maker.sound({"work", {"linear", ""}, 1, "a"}, 2, true)};
    EXPECT_THROW(
        (void)measure_process_run(run.settings.configurations.at("a"), {}, visits, 60, answers, recorder),
        Error);
    for (const int pid : run.pids()) {
        EXPECT_TRUE(is_gone(pid));
    }
}

}  // namespace
}  // namespace pepbench
