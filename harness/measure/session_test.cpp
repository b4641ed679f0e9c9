#include "measure/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "error.h"
#include "measure/fake_runner_for_test.h"
#include "record/result_file.h"
#include "record/summary.h"
#include "record/unfinished.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// The process runs in the order in which they were made.
std::vector<std::string> runs_of(const RunRecord& record, int pass) {
    std::vector<std::string> runs;
    for (const ProcessRunRow& row : record.process_runs) {
        if (row.pass == pass) {
            runs.push_back(row.workload + " " + row.mode.label() + " " + row.configuration);
        }
    }
    return runs;
}

void choose_much(FakeRun& run) {
    run.settings.selection.workloads = {"work", "other"};
    run.settings.selection.modes = {{"linear", ""}, {"process", "fork"}};
    run.add("a").add("b").add("c");
}

TEST(Session, OrderIsTheDrawnOne) {
    FakeRun run;
    choose_much(run);
    run.measure();
    std::vector<std::string> asked;
    for (const json& request : run.requests()) {
        asked.push_back(request.at("cell").at("workload").get<std::string>() + "/" +
                        request.at("cell").at("mode").get<std::string>() + "/" +
                        std::to_string(request.at("cell").at("workers").get<int>()));
    }
    std::vector<std::string> expected_asked;
    for (int pass = 0; pass < 2; ++pass) {
        std::vector<std::string> expected;
        for (const CellGroup& group : drawn_order(run.settings.selection, 1, pass)) {
            expected.push_back(group.workload + " " + group.mode.label() + " " + group.configuration);
            for (const int workers : group.workers) {
                expected_asked.push_back(group.workload + ".py/" + group.mode.name + "/" +
                                         std::to_string(workers));
            }
        }
        EXPECT_EQ(runs_of(run.record, pass), expected);
    }
    EXPECT_EQ(asked, expected_asked);
    EXPECT_EQ(runs_of(run.record, 2).size(), 0U);
}

TEST(Session, TheYardstickIsReadBetweenProcessRuns) {
    FakeRun run;
    choose_much(run);
    run.measure();
    // Before the first process run and after the last one, and no more than once a second between them.
    ASSERT_GE(run.record.yardstick.size(), 2U);
    EXPECT_LE(run.record.yardstick.size(),
              2 + static_cast<std::size_t>(seconds_used(run.record) / kBetweenReadings));
    EXPECT_LE(run.record.yardstick.front().started_seconds, run.record.process_runs.front().start_seconds);
    EXPECT_GE(run.record.yardstick.back().started_seconds, run.record.process_runs.back().end_seconds);
    for (const YardstickRow& row : run.record.yardstick) {
        for (const ProcessRunRow& other : run.record.process_runs) {
            EXPECT_FALSE(row.started_seconds > other.start_seconds &&
                         row.started_seconds < other.end_seconds);
        }
    }
}

TEST(Session, EachCellOnceAPassAndEachProcessWarmedUpOnce) {
    FakeRun run;
    choose_much(run);
    const SessionResult result = run.measure();
    std::set<std::pair<int, std::string>> seen;
    for (const SampleRow& row : run.record.samples) {
        EXPECT_TRUE(seen.emplace(row.process_run, row.cell.name()).second);
    }
    EXPECT_EQ(run.record.samples.size(), 2U * 24);
    EXPECT_EQ(run.record.process_runs.size(), 2U * 12);
    EXPECT_EQ(run.record.warmups.size(), 2U * 12);
    EXPECT_EQ(result.stopped_by.size(), 24U);
    std::set<std::uint32_t> hash_seeds;
    for (std::size_t index = 0; index < run.record.process_runs.size(); ++index) {
        EXPECT_EQ(run.record.process_runs[index].process_run, static_cast<int>(index));
        EXPECT_EQ(run.record.process_runs[index].hash_seed, hash_seed(1, static_cast<int>(index)));
        hash_seeds.insert(run.record.process_runs[index].hash_seed);
    }
    EXPECT_EQ(hash_seeds.size(), 24U);
}

TEST(Session, TheSameSeedDrawsTheSameRun) {
    const auto runs = [](std::uint64_t seed) {
        FakeRun run;
        run.settings.seed = seed;
        run.settings.samples = 1;
        choose_much(run);
        run.measure();
        return runs_of(run.record, 0);
    };
    EXPECT_EQ(runs(7), runs(7));
    EXPECT_NE(runs(7), runs(8));
}

TEST(Session, ExactlySoManySamples) {
    for (const int samples : {1, 2, 6, 7, 20}) {
        FakeRun run;
        run.settings.samples = samples;
        run.add("a", {{"noise", 1}});
        const SessionResult result = run.measure();
        EXPECT_EQ(run.samples_by_cell(),
                  (std::map<std::string, int>{{"work/linear/1/a", samples}, {"work/linear/2/a", samples}}));
        EXPECT_EQ(run.record.process_runs.size(), static_cast<std::size_t>(std::min(samples, 6)));
        EXPECT_EQ(result.stopped_by, (json{{"work/linear/1/a", "samples"}, {"work/linear/2/a", "samples"}}));
        // Evenly over the process runs: they differ by one at most.
        std::map<int, int> of_run;
        for (const SampleRow& row : run.record.samples) {
            ++of_run[row.process_run];
        }
        for (const auto& [process_run, count] : of_run) {
            EXPECT_GE(count, samples / std::min(samples, 6) * 2);
            EXPECT_LE(count, (samples / std::min(samples, 6) + 1) * 2);
        }
    }
}

TEST(Session, ACellThatIsPreciseEndsAndTheOthersGoOn) {
    FakeRun run;
    run.settings.samples.reset();
    run.settings.budget_seconds = 600;
    run.settings.selection.workers = {1};
    run.add("steady", {{"noise", 0.001}}).add("noisy", {{"noise", 3}});
    const SessionResult result = run.measure();
    EXPECT_EQ(result.stopped_by.at("work/linear/1/steady"), "precise");
    EXPECT_EQ(result.stopped_by.at("work/linear/1/noisy"), "budget");
    std::map<std::string, int> runs;
    for (const ProcessRunRow& row : run.record.process_runs) {
        ++runs[row.configuration];
    }
    EXPECT_EQ(runs["steady"], 6);   // no interval exists before
    EXPECT_EQ(runs["noisy"], 100);  // as many as there are at most
    EXPECT_LT(result.measuring_seconds, 600);
    EXPECT_GT(result.timed_seconds, 0);
}

TEST(Session, ABudgetThatIsSpentEndsTheRest) {
    FakeRun run;
    run.settings.samples.reset();
    run.settings.budget_seconds = 1.5;
    run.settings.selection.workers = {1};
    // Noisy: it is never precise. Slow: a pass takes a good part of the budget.
    run.add(
        "noisy",
        json::parse(R"({"noise": 3, "cells": {"1": [["ready"], ["sleep", 0.1], ["samples"], ["done"]]}})"));
    const SessionResult result = run.measure();
    EXPECT_EQ(result.stopped_by, (json{{"work/linear/1/noisy", "budget"}}));
    EXPECT_GE(run.record.process_runs.size(), 1U);
    EXPECT_LE(run.record.process_runs.size(), 15U);
    EXPECT_EQ(runs_of(run.record, 0).size(), 1U);
}

/// However little time there is, each cell is measured once.
TEST(Session, TheFirstPassIsWhole) {
    FakeRun run;
    run.settings.samples.reset();
    run.settings.budget_seconds = 1e-6;
    run.add("a").add("b");
    const SessionResult result = run.measure();
    EXPECT_EQ(run.record.process_runs.size(), 2U);
    EXPECT_EQ(run.samples_by_cell().size(), 4U);
    for (const auto& [cell, reason] : result.stopped_by.items()) {
        EXPECT_EQ(reason, "budget") << cell;
    }
}

TEST(Session, SamplesGrowIntoTheBudget) {
    FakeRun run;
    run.settings.samples.reset();
    run.settings.budget_seconds = 30;
    run.settings.selection.workers = {1};
    run.add("a", {{"seconds", 0.01}, {"noise", 0.0005}});
    run.measure();
    const auto requests = run.requests();
    ASSERT_GE(requests.size(), 2U);
    EXPECT_EQ(requests[0].at("samples"), 1);  // the first pass finds out what things cost
    EXPECT_EQ(requests[1].at("samples"), 10);
    EXPECT_EQ(runs_of(run.record, 0).size(), 1U);
    std::map<int, int> of_run;
    for (const SampleRow& row : run.record.samples) {
        ++of_run[row.process_run];
    }
    EXPECT_EQ(of_run.at(0), 1);
    EXPECT_EQ(of_run.at(1), 10);
}

TEST(Session, ConfigurationsTakeAsManySamplesAsTheSlowestOfThem) {
    FakeRun run;
    run.settings.samples.reset();
    run.settings.budget_seconds = 30;
    run.settings.selection.workers = {1};
    run.add("fast", {{"seconds", 0.001}, {"noise", 0.00005}}).add("slow", {{"seconds", 0.5}, {"noise", 0.1}});
    run.measure();
    std::map<int, int> of_run;
    for (const SampleRow& row : run.record.samples) {
        ++of_run[row.process_run];
    }
    EXPECT_EQ(of_run.at(2), of_run.at(3));  // both runs of the second pass
    EXPECT_LT(of_run.at(2), 10);            // of which one second is enough for the slow side's two
}

TEST(Session, TheOriginalsProtocol) {
    FakeRun run;
    run.settings.profile = Profile::pep371;
    run.settings.samples = 3;
    run.settings.selection.workloads = {"work", "other"};
    run.settings.selection.modes = {{"linear", ""}, {"threaded", ""}, {"process", "fork"}};
    run.settings.selection.workers = {1, 2};
    run.add("a").add("b");
    const SessionResult result = run.measure();
    EXPECT_EQ(runs_of(run.record, 0), (std::vector<std::string>{"work linear a", "work linear b",
                                                                "other linear a", "other linear b"}));
    std::vector<std::string> first_run;
    for (const SampleRow& row : run.record.samples) {
        if (row.process_run == 0) {
            first_run.push_back(row.cell.name());
        }
    }
    std::vector<std::string> expected;
    for (const char* cell : {"work/linear/1/a", "work/threaded/1/a", "work/process-fork/1/a",
                             "work/linear/2/a", "work/threaded/2/a", "work/process-fork/2/a"}) {
        expected.insert(expected.end(), 3, cell);
    }
    EXPECT_EQ(first_run, expected);
    EXPECT_TRUE(run.record.warmups.empty());
    for (const json& request : run.requests()) {
        EXPECT_EQ(request.at("warmups"), 0);
        EXPECT_EQ(request.at("gc"), false);
        EXPECT_EQ(request.at("minimum_sample_seconds"), 1e-9);
    }
    EXPECT_EQ(result.stopped_by.size(), 24U);
    EXPECT_EQ(result.stopped_by.at("work/linear/1/a"), "samples");
}

TEST(Session, TheOriginalTakesAHundred) {
    FakeRun run;
    run.settings.profile = Profile::pep371;
    run.settings.samples.reset();
    run.add("a");
    run.measure();
    EXPECT_EQ(run.samples_by_cell(),
              (std::map<std::string, int>{{"work/linear/1/a", 100}, {"work/linear/2/a", 100}}));
    EXPECT_EQ(run.record.process_runs.size(), 1U);
}

TEST(Session, ALostRunnerOfTheOriginalsProtocolGetsASuccessor) {
    FakeRun run;
    run.settings.profile = Profile::pep371;
    run.settings.selection.workers = {1, 2, 4};
    run.add("a", json::parse(R"({"cells": {"2": [["ready"], ["sample"], ["exit", 1]]}})"));
    run.measure();
    EXPECT_EQ(
        run.samples_by_cell(),
        (std::map<std::string, int>{{"work/linear/1/a", 2}, {"work/linear/2/a", 1}, {"work/linear/4/a", 2}}));
    EXPECT_EQ(run.record.process_runs.size(), 2U);
    EXPECT_EQ(run.record.failures.size(), 1U);
}

TEST(Session, WhatTheRunnersSaidOfTheWorkloads) {
    FakeRun run;
    run.add("a");
    const SessionResult result = run.measure();
    EXPECT_EQ(run.record.header.at("workloads"), (json{{"work", {{"parameters", {{"size", 7}}}}}}));
    EXPECT_EQ(result.known_answers, (json{{"work", {42, 42}}}));
    EXPECT_FALSE(result.interrupted);
}

TEST(Session, RunnersThatDisagreeAboutTheAnswers) {
    FakeRun run;
    run.settings.selection.workers = {1};
    run.add("a").add(
        "b",
        json::parse(
            R"({"cells": {"1": [["ready", {"expected": [7]}], ["sample", {"answers": [7]}], ["done"]]}})"));
    run.measure();
    ASSERT_GE(run.record.failures.size(), 1U);
    EXPECT_THAT(run.record.failures[0].reason, HasSubstr("runners disagree about the known answers"));
}

json json_of(const RunRecord& record) { return result_document(record, Summary{}); }

TEST(Session, TheJournalHoldsEveryRow) {
    FakeRun run;
    run.record.header["profile"] = "default";
    run.recorder.header();
    run.add("good", {{"noise", 1}}).add("bad", json::parse(R"({"after": {"version": "2.0"}})"));
    run.measure();
    std::ifstream journal(run.journal_path);
    const RunRecord read = record_of_journal(journal);
    EXPECT_EQ(json_of(read), json_of(run.record));
    EXPECT_EQ(read.samples.size(), 4U);
}

}  // namespace
}  // namespace pepbench
