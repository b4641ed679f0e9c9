// A run that was cut off after any of its lines goes on and comes to what it would have come to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "measure/fake_runner_for_test.h"
#include "record/unfinished.h"

namespace pepbench {
namespace {

using nlohmann::json;

/// The lines of the journal of a run that is whole.
std::vector<std::string> journal_lines(const FakeRun& run) {
    std::vector<std::string> lines;
    std::ifstream stream(run.journal_path);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line + "\n");
    }
    return lines;
}

RunRecord record_of(const std::vector<std::string>& lines, std::size_t count) {
    std::string text;
    for (std::size_t index = 0; index < count; ++index) {
        text += lines[index];
    }
    std::istringstream stream(text);
    return record_of_journal(stream);
}

using Sampled = std::set<std::tuple<int, std::string, std::int64_t>>;

Sampled samples_of(const RunRecord& record) {
    Sampled samples;
    for (const SampleRow& row : record.samples) {
        EXPECT_TRUE(samples.emplace(row.process_run, row.cell.name(), row.sample).second) << "twice";
    }
    return samples;
}

/// How a run goes on that was cut off after its first `count` lines.
struct Resumed {
    FakeRun run;
    SessionResult result;
    RunRecord had;

    template <typename Setup>
    Resumed(Setup setup, const std::vector<std::string>& lines, std::size_t count)
        : had(record_of(lines, count)) {
        setup(run);
        run.record = had;
        Journal journal(run.scratch.path() / "resumed.json", run.record);
        Recorder recorder(run.record, journal);
        Progress progress;
        testing::internal::CaptureStderr();
        result = measure_session(run.settings, run.scratch.path(), nullptr, recorder, progress);
        testing::internal::GetCapturedStderr();
    }

    void expect_nothing_lost_or_twice() const {
        const Sampled now = samples_of(run.record);
        for (const auto& sample : samples_of(had)) {
            EXPECT_TRUE(now.contains(sample));
        }
        std::set<int> numbers;
        for (const ProcessRunRow& row : run.record.process_runs) {
            EXPECT_TRUE(numbers.insert(row.process_run).second);
            EXPECT_LE(row.start_seconds, row.end_seconds);
        }
    }
};

void choose_samples(FakeRun& run) {
    run.record.header["seed"] = 1;
    run.settings.samples = 8;
    run.add("a", {{"noise", 1}}).add("b", json::parse(R"({"cells": {"2": [["ready"], ["exit", 3]]}})"));
}

TEST(SessionResume, AFixedNumberOfSamplesAfterAnyLine) {
    FakeRun whole;
    choose_samples(whole);
    whole.recorder.header();
    const SessionResult result = whole.measure();
    const std::vector<std::string> lines = journal_lines(whole);
    for (std::size_t count = 1; count <= lines.size(); count += count < 20 ? 1 : 9) {
        SCOPED_TRACE(count);
        const Resumed resumed(choose_samples, lines, count);
        resumed.expect_nothing_lost_or_twice();
        EXPECT_EQ(resumed.run.samples_by_cell(), whole.samples_by_cell());
        EXPECT_EQ(resumed.result.stopped_by, result.stopped_by);
        EXPECT_EQ(resumed.result.known_answers, result.known_answers);
        EXPECT_EQ(resumed.run.record.failures.size(), whole.record.failures.size());
        std::map<int, std::map<std::string, int>> passes;
        for (const SampleRow& row : resumed.run.record.samples) {
            ++passes[resumed.run.record.process_runs.at(static_cast<std::size_t>(row.process_run)).pass]
                    [row.cell.name()];
        }
        EXPECT_EQ(passes.size(), 6U);
        for (const auto& [pass, cells] : passes) {
            for (const auto& [cell, samples] : cells) {
                EXPECT_EQ(samples, pass < 2 ? 2 : 1) << cell << " in pass " << pass;
            }
        }
    }
}

void choose_original(FakeRun& run) {
    run.record.header["seed"] = 1;
    run.settings.profile = Profile::pep371;
    run.settings.samples = 5;
    run.add("a").add("b");
}

TEST(SessionResume, TheOriginalsProtocol) {
    FakeRun whole;
    choose_original(whole);
    whole.recorder.header();
    whole.measure();
    const std::vector<std::string> lines = journal_lines(whole);
    for (std::size_t count = 1; count <= lines.size(); count += 3) {
        SCOPED_TRACE(count);
        const Resumed resumed(choose_original, lines, count);
        resumed.expect_nothing_lost_or_twice();
        EXPECT_EQ(resumed.run.samples_by_cell(), whole.samples_by_cell());
    }
}

void choose_budget(FakeRun& run) {
    run.record.header["seed"] = 1;
    run.settings.samples.reset();
    run.settings.budget_seconds = 600;
    run.settings.selection.workers = {1};
    run.add("steady", {{"noise", 0.001}}).add("noisy", {{"noise", 3}});
}

TEST(SessionResume, ABudgetUntilCellsArePrecise) {
    FakeRun whole;
    choose_budget(whole);
    whole.recorder.header();
    const SessionResult result = whole.measure();
    const std::vector<std::string> lines = journal_lines(whole);
    for (const std::size_t count : {std::size_t{2}, lines.size() / 40, lines.size() / 2}) {
        SCOPED_TRACE(count);
        const Resumed resumed(choose_budget, lines, count);
        resumed.expect_nothing_lost_or_twice();
        EXPECT_EQ(resumed.result.stopped_by, result.stopped_by);
        EXPECT_GE(resumed.result.measuring_seconds, seconds_used(resumed.had));
        EXPECT_GE(resumed.result.timed_seconds, resumed.had.samples.empty() ? 0 : 1e-3);
        std::map<std::pair<int, std::string>, int> runs;  // by pass and configuration
        for (const ProcessRunRow& row : resumed.run.record.process_runs) {
            if (row.facts.is_object()) {
                EXPECT_EQ(++runs[std::pair(row.pass, row.configuration)], 1) << row.pass;
            }
        }
    }
}

TEST(SessionResume, TimeThatWasUsedCounts) {
    FakeRun whole;
    choose_budget(whole);
    whole.recorder.header();
    whole.measure();
    const std::vector<std::string> lines = journal_lines(whole);
    const auto spend_all = [](FakeRun& run) {
        choose_budget(run);
        run.settings.budget_seconds = 1e-6;
    };
    const Resumed resumed(spend_all, lines, lines.size() / 2);
    EXPECT_LE(resumed.run.record.process_runs.size(), resumed.had.process_runs.size());
    EXPECT_EQ(resumed.result.stopped_by.at("work/linear/1/noisy"), "budget");
    EXPECT_EQ(resumed.result.stopped_by.at("work/linear/1/steady"), "precise");
}

TEST(SessionResume, WhatCannotBeMeasuredIsNotRecordedTwice) {
    const auto choose = [](FakeRun& run) {
        run.settings.samples = 1;
        run.settings.selection.modes = {{"linear", ""}, {"threaded", ""}};
        run.settings.unsupported = {{{"a", "threaded"}, "no threads"}};
        run.add("a");
    };
    FakeRun whole;
    whole.record.header["seed"] = 1;
    choose(whole);
    whole.recorder.header();
    whole.measure();
    const std::vector<std::string> lines = journal_lines(whole);
    for (std::size_t count = 1; count <= lines.size(); ++count) {
        const Resumed resumed(choose, lines, count);
        EXPECT_EQ(resumed.run.record.unavailable.size(), 2U);
        EXPECT_EQ(resumed.run.samples_by_cell(), whole.samples_by_cell());
    }
}

}  // namespace
}  // namespace pepbench
