#include "record/unfinished.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "environment/fake_tree_for_test.h"
#include "error.h"
#include "record/journal.h"
#include "record/result_file.h"
#include "record/rows.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

const Cell kCell{"work", {"linear", ""}, 1, "a"};

SampleRow sample(int process_run, std::int64_t number) {
    return {.cell = kCell,
            .process_run = process_run,
            .sample = number,
            .seconds = 0.5,
            .started_seconds = process_run + static_cast<double>(number),
            .answers = {42}};
}

ProcessRunRow process_run(int number) {
    return {.process_run = number,
            .pass = number,
            .configuration = "a",
            .workload = "work",
            .mode = kCell.mode,
            .start_seconds = number - 0.25,
            .end_seconds = number + 0.75,
            .facts = {{"version", "1"}}};
}

std::string line(const char* type, json row) {
    row["type"] = type;
    return row.dump() + "\n";
}

const std::string kHeader = line("header", {{"context", json::object()}, {"pepbench", {{"seed", 7}}}});

RunRecord read(const std::string& text) {
    std::istringstream stream(text);
    return record_of_journal(stream);
}

std::string refusal(const std::string& text) {
    try {
        read(text);
        return "none";
    } catch (const Error& error) {
        return error.what();
    }
}

TEST(Unfinished, EveryRowOfAJournal) {
    const RunRecord record =
        read(kHeader + line("start", to_json(process_run(0))) + line("warmup", to_json(sample(0, 0))) +
             line("sample", to_json(sample(0, 0))) + line("process_run", to_json(process_run(0))) +
             line("failure", to_json(FailureRow{kCell, 0, "it died", ""})) +
             line("unavailable", to_json(UnavailableRow{kCell, "no threads"})) +
             line("parameters", {{"workload", "work"}, {"parameters", {{"size", 7}}}}));
    EXPECT_EQ(record.header, (json{{"seed", 7}, {"workloads", {{"work", {{"parameters", {{"size", 7}}}}}}}}));
    ASSERT_EQ(record.process_runs.size(), 1U);
    EXPECT_EQ(to_json(record.process_runs[0]), to_json(process_run(0)));
    ASSERT_EQ(record.samples.size(), 1U);
    EXPECT_EQ(to_json(record.samples[0]), to_json(sample(0, 0)));
    EXPECT_EQ(record.warmups.size(), 1U);
    EXPECT_EQ(record.failures.size(), 1U);
    EXPECT_EQ(record.unavailable.size(), 1U);
}

TEST(Unfinished, ALineThatWasCutOffIsNoRow) {
    const std::string whole = kHeader + line("sample", to_json(sample(0, 0)));
    const std::string next = line("sample", to_json(sample(0, 1)));
    for (std::size_t length = 0; length < next.size(); ++length) {
        EXPECT_EQ(read(whole + next.substr(0, length)).samples.size(), 1U) << length;
    }
    EXPECT_EQ(read(whole + next).samples.size(), 2U);
    EXPECT_EQ(read(whole + std::string(512, '\0')).samples.size(), 1U);
    EXPECT_EQ(read(whole + std::string(512, '\0') + "\n").samples.size(), 1U);
}

TEST(Unfinished, AProcessRunWithoutAnEndEndsWithItsLastRow) {
    ProcessRunRow begun = process_run(1);
    begun.end_seconds = 0;
    begun.facts = nullptr;
    const RunRecord record =
        read(kHeader + line("start", to_json(begun)) + line("warmup", to_json(sample(1, 0))) +
             line("sample", to_json(sample(1, 2))));
    ASSERT_EQ(record.process_runs.size(), 1U);
    EXPECT_EQ(record.process_runs[0].first_sample_seconds, 0.25);
    EXPECT_EQ(record.process_runs[0].end_seconds, 3.5);
    EXPECT_TRUE(record.process_runs[0].facts.is_null());
    EXPECT_EQ(seconds_used(record), 3.5);
}

TEST(Unfinished, WhatWasWithdrawnDoesNotCount) {
    const RunRecord record =
        read(kHeader + line("sample", to_json(sample(0, 0))) + line("sample", to_json(sample(1, 0))) +
             line("withdraw", {{"process_run", 0}, {"name", kCell.name()}}));
    ASSERT_EQ(record.samples.size(), 1U);
    EXPECT_EQ(record.samples[0].process_run, 1);
}

TEST(Unfinished, TheLastHeaderHolds) {
    const std::string second = line(
        "header", {{"context", json::object()}, {"pepbench", {{"seed", 7}, {"resumed", json::array()}}}});
    EXPECT_TRUE(read(kHeader + second).header.contains("resumed"));
}

TEST(Unfinished, AJournalThatIsNone) {
    EXPECT_THAT(refusal(""), HasSubstr("does not say what was to be measured"));
    EXPECT_THAT(refusal("\n" + kHeader), HasSubstr("line 1 is damaged"));
    EXPECT_THAT(refusal(kHeader + "{\"type\": \"sam\n" + kHeader), HasSubstr("line 2 is damaged"));
    EXPECT_THAT(refusal(kHeader + "[]\n"), HasSubstr("line 2: the line is not an object"));
    EXPECT_THAT(refusal(kHeader + "{}\n"), HasSubstr("line 2: the line has no 'type'"));
    EXPECT_THAT(refusal(line("applause", json::object())), HasSubstr("of the unknown type 'applause'"));
    for (const char* const of_gates : {"round", "cell", "driver"}) {
        EXPECT_THAT(refusal(line(of_gates, json::object())),
                    HasSubstr("is a gate's, with which pepbench gate --continue goes on"));
    }
    EXPECT_THAT(refusal(line("sample", {{"workload", "work"}})), HasSubstr("a sample's row has no"));
    EXPECT_THAT(refusal(line("header", {{"context", json::object()}, {"pepbench", {{"settings", 1}}}})),
                HasSubstr("'settings' is of the wrong type"));
    EXPECT_THAT(refusal(line("header",
                             {{"context", json::object()}, {"pepbench", {{"resumed", {{{"changed", 1}}}}}}})),
                HasSubstr("tells of no resumption"));
}

TEST(Unfinished, AJournalOfWhatThereIsHoldsIt) {
    const FakeTree tree;
    RunRecord record;
    record.header = {{"seed", 7}};
    record.process_runs = {process_run(0), process_run(1)};
    record.samples = {sample(0, 0), sample(1, 0)};
    record.warmups = {sample(0, 0)};
    record.failures = {{kCell, 0, "it died", ""}};
    record.unavailable = {{kCell, "no threads"}};
    Journal journal(tree.root() / "result.json", record);
    journal.append(journal_line::kSample, to_json(sample(1, 1)));
    record.samples.push_back(sample(1, 1));
    for (const char* const name : {"result.json", "result.json.journal"}) {
        const Unfinished unfinished = read_unfinished(tree.root() / name);
        EXPECT_EQ(unfinished.result, tree.root() / "result.json");
        EXPECT_TRUE(unfinished.last_sign.has_value());
        EXPECT_EQ(result_document(unfinished.record, Summary{}), result_document(record, Summary{}));
    }
    EXPECT_FALSE(std::filesystem::exists(tree.root() / "result.json.journal.part"));
}

TEST(Unfinished, AResultFileWithoutAJournal) {
    const FakeTree tree;
    const auto file = tree.root() / "result.json";
    RunRecord record;
    record.process_runs = {process_run(0)};
    record.samples = {sample(0, 0)};
    record.header = {{"outcome", "complete"}, {"measuring_seconds", 9.0}};
    const auto told = [&] {
        try {
            read_unfinished(file);
            return std::string("none");
        } catch (const Error& error) {
            return std::string(error.what());
        }
    };
    EXPECT_THAT(told(), HasSubstr("there is neither result.json nor its journal"));
    write_result(file, result_document(record, Summary{}));
    EXPECT_THAT(told(), HasSubstr("its run is complete"));
    record.header["outcome"] = "interrupted";
    write_result(file, result_document(record, Summary{}));
    const Unfinished unfinished = read_unfinished(file);
    EXPECT_EQ(unfinished.record.samples.size(), 1U);
    EXPECT_FALSE(unfinished.last_sign.has_value());
    EXPECT_EQ(seconds_used(unfinished.record), 9.0);
}

}  // namespace
}  // namespace pepbench
