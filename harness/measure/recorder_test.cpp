#include "measure/recorder.h"

#include <gtest/gtest.h>

#include <fstream>

#include "environment/fake_tree_for_test.h"
#include "error.h"
#include "record/record_for_test.h"
#include "record/rows.h"

namespace pepbench {
namespace {

using nlohmann::json;

const Cell kCell{"primes", {"linear", ""}, 1, "a"};
const Cell kOther{"primes", {"linear", ""}, 2, "a"};

struct Recording {
    FakeTree tree;
    RunRecord record{.context = {{"date", "today"}}, .header = {{"seed", 7}}};
    Journal journal{tree.root() / "result.json"};
    Recorder recorder{record, journal};

    [[nodiscard]] std::vector<json> journal_lines() const {
        std::vector<json> lines;
        std::ifstream stream(tree.root() / "result.json.journal");
        for (std::string line; std::getline(stream, line);) {
            lines.push_back(json::parse(line));
        }
        return lines;
    }
};

/// The journal alone brings every row back.
TEST(Recorder, EveryRowIsInRecordAndJournal) {
    Recording it;
    const RunRecord rows = record_for_test();
    it.recorder.header();
    it.recorder.warmup(rows.warmups[0]);
    it.recorder.sample(rows.samples[0]);
    it.recorder.process_run(rows.process_runs[0]);
    it.recorder.failure(rows.failures[0]);
    it.recorder.unavailable(rows.unavailable[0]);
    EXPECT_EQ(it.record.samples.size(), 1U);
    EXPECT_EQ(it.record.warmups.size(), 1U);
    EXPECT_EQ(it.record.process_runs.size(), 1U);
    EXPECT_EQ(it.record.failures.size(), 1U);
    EXPECT_EQ(it.record.unavailable.size(), 1U);
    EXPECT_EQ(it.recorder.last_failure(), "it failed");
    const auto lines = it.journal_lines();
    ASSERT_EQ(lines.size(), 6U);
    EXPECT_EQ(lines[0],
              (json{{"type", "header"}, {"context", {{"date", "today"}}}, {"pepbench", {{"seed", 7}}}}));
    EXPECT_EQ(lines[1].at("type"), "warmup");
    EXPECT_EQ(to_json(sample_row(lines[1])), to_json(rows.warmups[0]));
    EXPECT_EQ(lines[2].at("type"), "sample");
    EXPECT_EQ(to_json(sample_row(lines[2])), to_json(rows.samples[0]));
    EXPECT_EQ(lines[3].at("type"), "process_run");
    EXPECT_EQ(to_json(process_run_row(lines[3])), to_json(rows.process_runs[0]));
    EXPECT_EQ(lines[4].at("type"), "failure");
    EXPECT_EQ(to_json(failure_row(lines[4])), to_json(rows.failures[0]));
    EXPECT_EQ(lines[5].at("type"), "unavailable");
    EXPECT_EQ(to_json(unavailable_row(lines[5])), to_json(rows.unavailable[0]));
}

TEST(Recorder, ValueOfAProcessRunIsTheMedianOfItsSamples) {
    Recording it;
    it.recorder.sample(sample_for_test(kCell, 0, 0, 100));
    it.recorder.sample(sample_for_test(kOther, 1, 0, 50));
    for (const double seconds : {3.0, 1.0, 8.0}) {
        it.recorder.sample(sample_for_test(kCell, 1, 0, seconds));
    }
    it.recorder.sample(sample_for_test(kOther, 1, 1, 60));
    EXPECT_EQ(it.recorder.value_of(1, kCell), 3);
    EXPECT_EQ(it.recorder.value_of(1, kOther), 55);
}

TEST(Recorder, WithdrawnSamplesAreGone) {
    Recording it;
    it.recorder.sample(sample_for_test(kCell, 0, 0, 1));
    it.recorder.sample(sample_for_test(kCell, 1, 0, 2));
    it.recorder.sample(sample_for_test(kOther, 1, 0, 3));
    it.recorder.withdraw(1, kCell);
    ASSERT_EQ(it.record.samples.size(), 2U);
    EXPECT_EQ(it.record.samples[0].seconds, 1);
    EXPECT_EQ(it.record.samples[1].seconds, 3);
    EXPECT_EQ(it.journal_lines().back(),
              (json{{"type", "withdraw"}, {"process_run", 1}, {"name", "primes/linear/1/a"}}));
}

TEST(Recorder, ItsClockStartsWithIt) {
    const Recording it;
    const double first = it.recorder.now();
    EXPECT_GE(first, 0);
    EXPECT_GE(it.recorder.now(), first);
}

TEST(Recorder, AFullDiskEndsTheRunAndKeepsTheRecord) {
    if (!std::filesystem::exists("/dev/full")) {
        GTEST_SKIP() << "no /dev/full";
    }
    FakeTree tree;
    std::filesystem::create_symlink("/dev/full", tree.root() / "result.json.journal");
    RunRecord record;
    Journal journal(tree.root() / "result.json");
    Recorder recorder(record, journal);
    EXPECT_THROW(recorder.sample(sample_for_test(kCell, 0, 0, 1)), Error);
}

}  // namespace
}  // namespace pepbench
