#include "record/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "error.h"
#include "record/record_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const Mode kLinearMode{"linear", ""};
const Mode kForkMode{"process", "fork"};
const Cell kLinear1{"primes", kLinearMode, 1, "a"};
const Cell kLinear2{"primes", kLinearMode, 2, "a"};
const Cell kFork4{"primes", kForkMode, 4, "a"};
const Cell kJit1{"primes", kLinearMode, 1, "a+jit"};

const PublishedTables& published() {
    static const PublishedTables tables = PublishedTables::read(std::filesystem::path(PEPBENCH_SOURCE_DIR) /
                                                                "results" / "published" / "pep371.json");
    return tables;
}

/// Six passes on a machine whose speed drifts: linear takes 1 (2 for two), four processes 1.25, with the JIT
/// 0.5 times the pass's drift. A run's samples are 0.9, 1 and 1.5 times its value.
RunRecord drifting_record() {
    RunRecord record;
    record.header = {{"machine", {{"usable_cores", 2.0}}},
                     {"stopped_by", {{kLinear1.name(), "precise"}, {kFork4.name(), "budget"}}},
                     {"settings",
                      {{"workloads", {"primes"}},
                       {"modes", {"process-fork", "linear"}},
                       {"configurations", {"a", "a+jit"}}}}};
    const std::vector<double> drift = {1, 2, 1, 4, 1, 2};
    for (int pass = 0; pass < 6; ++pass) {
        const double unit = drift[static_cast<std::size_t>(pass)];
        const auto add = [&](const Cell& cell, double value) {
            add_process_run(record, cell, pass, {0.9 * value * unit, value * unit, 1.5 * value * unit});
        };
        add(kJit1, 0.5);
        add(kFork4, 1.25);
        add(kLinear1, 1);
        if (pass < 2) {
            add(kLinear2, 2);
        }
    }
    return record;
}

const CellSummary& of(const Summary& summary, const Cell& cell) {
    return *std::find_if(summary.cells.begin(), summary.cells.end(),
                         [&](const CellSummary& entry) { return entry.cell == cell; });
}

TEST(Summary, OneValueAProcessRun) {
    const auto values = values_by_pass(drifting_record());
    EXPECT_EQ(values.at(kLinear1), (ValuesByPass{{0, 1}, {1, 2}, {2, 1}, {3, 4}, {4, 1}, {5, 2}}));
    EXPECT_EQ(values.at(kLinear2), (ValuesByPass{{0, 2}, {1, 4}}));
}

TEST(Summary, MediansAndIntervals) {
    const Summary summary = summarize(drifting_record(), published());
    const CellSummary& cell = of(summary, kLinear1);
    EXPECT_EQ(cell.samples, 18);
    EXPECT_EQ(cell.process_runs, 6);
    EXPECT_DOUBLE_EQ(cell.median_seconds, 1.5);  // of 1 1 1 2 2 4
    ASSERT_TRUE(cell.interval);
    EXPECT_DOUBLE_EQ(cell.interval->low, 1);
    // Six values: weight 5/14 on the inner pair, (0.96875 - 0.95) / (0.96875 - 0.78125) = 0.1, 5 * 0.1 / (1 +
    // 4 * 0.1).
    EXPECT_DOUBLE_EQ(cell.interval->high, 4 - 2 * 5.0 / 14);
    EXPECT_DOUBLE_EQ(cell.minimum_seconds, 0.9);
    EXPECT_DOUBLE_EQ(cell.cpu_seconds, 0.25);
    EXPECT_EQ(cell.stopped_by, "precise");
    EXPECT_EQ(of(summary, kFork4).stopped_by, "budget");
    EXPECT_EQ(of(summary, kLinear2).stopped_by, "interrupted");  // nothing says more
    EXPECT_EQ(of(summary, kLinear2).process_runs, 2);
    EXPECT_FALSE(of(summary, kLinear2).interval);
}

TEST(Summary, TheIntervalOfAPreciseCellIsWider) {
    RunRecord record = drifting_record();
    const CellSummary plain = of(summarize(record, published()), kFork4);
    record.header["settings"]["precise_confidence"] = 0.965;
    const Summary summary = summarize(record, published());
    // Weight (0.96875 - 0.965) / (0.96875 - 0.78125) = 0.02, 5 * 0.02 / (1 + 4 * 0.02).
    EXPECT_DOUBLE_EQ(of(summary, kLinear1).interval->high, 4 - 2 * 0.1 / 1.08);
    EXPECT_EQ(of(summary, kFork4).interval->high, plain.interval->high);
}

TEST(Summary, RatiosArePairedByPass) {
    const Summary summary = summarize(drifting_record(), published());
    const auto expect_ratio = [](const std::optional<Ratio>& ratio, double value, int n) {
        ASSERT_TRUE(ratio);
        EXPECT_DOUBLE_EQ(ratio->ratio, value);
        EXPECT_EQ(ratio->n, n);
        ASSERT_EQ(ratio->interval.has_value(), n >= 6);
        if (ratio->interval) {  // without the drift there is no spread
            EXPECT_DOUBLE_EQ(ratio->interval->low, value);
            EXPECT_DOUBLE_EQ(ratio->interval->high, value);
        }
    };
    expect_ratio(of(summary, kLinear1).ratio_to_linear_1, 1, 6);
    expect_ratio(of(summary, kLinear1).speedup, 1, 6);
    expect_ratio(of(summary, kLinear2).ratio_to_linear_1, 2, 2);
    expect_ratio(of(summary, kLinear2).speedup, 1, 2);
    expect_ratio(of(summary, kFork4).ratio_to_linear_1, 1.25, 6);
    expect_ratio(of(summary, kFork4).speedup, 3.2, 6);
    expect_ratio(of(summary, kJit1).ratio_to_linear_1, 1, 6);  // its own configuration's
    ASSERT_EQ(summary.switches.size(), 1U);
    EXPECT_EQ(summary.switches[0].base, kLinear1);
    EXPECT_EQ(summary.switches[0].pair.name, "jit");
    EXPECT_EQ(summary.switches[0].pair.head, "a+jit");
    expect_ratio(summary.switches[0].speedup, 2, 6);
    EXPECT_EQ(summary.reference, "a");
    expect_ratio(of(summary, kJit1).ratio_to_reference, 0.5, 6);
    expect_ratio(of(summary, kFork4).efficiency, 1.6, 6);  // over the two cores that it could use
}

TEST(Summary, SpeedupTurnsTheIntervalRound) {
    RunRecord record;
    const std::vector<double> seconds = {2, 2, 4, 4, 8, 8};
    for (int pass = 0; pass < 6; ++pass) {
        add_process_run(record, kLinear1, pass, {4});
        add_process_run(record, kFork4, pass, {seconds[static_cast<std::size_t>(pass)]});
    }
    const CellSummary cell = of(summarize(record, published()), kFork4);
    EXPECT_DOUBLE_EQ(cell.ratio_to_linear_1->ratio, 1);
    EXPECT_DOUBLE_EQ(cell.ratio_to_linear_1->interval->low, 0.5);
    EXPECT_DOUBLE_EQ(cell.ratio_to_linear_1->interval->high, 2);
    EXPECT_DOUBLE_EQ(cell.speedup->ratio, 4);
    EXPECT_DOUBLE_EQ(cell.speedup->interval->low, 2);
    EXPECT_DOUBLE_EQ(cell.speedup->interval->high, 8);
}

TEST(Summary, PublishedValues) {
    const Summary summary = summarize(drifting_record(), published());
    const auto& value = of(summary, kFork4).published;
    ASSERT_TRUE(value);
    EXPECT_DOUBLE_EQ(value->seconds, 0.530688);
    EXPECT_DOUBLE_EQ(value->ratio_to_linear_1, 0.530688 / 0.495157);
    EXPECT_DOUBLE_EQ(value->scaled_seconds.value_or(0), 0.530688 / 0.495157 * 1.5);
    RunRecord alone;
    add_process_run(alone, kFork4, 0, {1});
    add_process_run(alone, {"primes", {"process", "spawn"}, 4, "a"}, 0, {1});
    const Summary without_linear = summarize(alone, published());
    EXPECT_FALSE(of(without_linear, kFork4).published->scaled_seconds);
    EXPECT_FALSE(of(without_linear, kFork4).ratio_to_linear_1);
    EXPECT_FALSE(of(without_linear, kFork4).speedup);
    EXPECT_FALSE(without_linear.cells.back().published);
}

TEST(Summary, NothingIsPublishedOfAUsersFileOfThatName) {
    RunRecord record = drifting_record();
    record.header["workloads"]["primes"]["suite"] = "user";
    for (const CellSummary& cell : summarize(record, published()).cells) {
        EXPECT_FALSE(cell.published);
    }
}

TEST(Summary, MinimaOfTheOriginalsProtocol) {
    RunRecord record;
    record.header = {{"profile", "pep371"}};
    add_process_run(record, kLinear1, 0, {3, 2, 5});
    record.samples.push_back(sample_for_test(kFork4, 0, 3, 8));
    record.samples.push_back(sample_for_test(kFork4, 0, 4, 6));
    const Summary summary = summarize(record, published());
    EXPECT_DOUBLE_EQ(of(summary, kLinear1).median_seconds, 2);
    EXPECT_DOUBLE_EQ(of(summary, kFork4).median_seconds, 6);
    EXPECT_DOUBLE_EQ(of(summary, kFork4).ratio_to_linear_1->ratio, 3);
    EXPECT_DOUBLE_EQ(of(summary, kFork4).published->scaled_seconds.value_or(0), 0.530688 / 0.495157 * 2);
    EXPECT_FALSE(of(summary, kFork4).interval);
}

TEST(Summary, Oversubscribed) {
    RunRecord record = drifting_record();
    add_process_run(record, {"primes", kForkMode, 2, "a"}, 0, {1});
    add_process_run(record, {"primes", {"threaded", ""}, 3, "a"}, 0, {1});
    add_process_run(record, {"primes", kLinearMode, 8, "a"}, 0, {1});
    const auto marked = [&](const RunRecord& run) {
        std::vector<std::string> names;
        for (const CellSummary& cell : summarize(run, published()).cells) {
            if (cell.oversubscribed) {
                names.push_back(cell.cell.name());
            }
        }
        return names;
    };
    EXPECT_THAT(marked(record),
                testing::UnorderedElementsAre("primes/process-fork/4/a", "primes/threaded/3/a"));
    record.header["machine"]["usable_cores"] = 1.5;
    EXPECT_EQ(marked(record).size(), 3U);
    record.header.erase("machine");
    EXPECT_TRUE(marked(record).empty());
}

TEST(Summary, CellsInTheOrderTheyWereAskedFor) {
    RunRecord record = drifting_record();
    add_process_run(record, {"empty", kLinearMode, 1, "a"}, 0, {1});
    const auto order = [&] {
        std::vector<std::string> names;
        for (const CellSummary& cell : summarize(record, published()).cells) {
            names.push_back(cell.cell.name());
        }
        return names;
    };
    EXPECT_EQ(order(),
              (std::vector<std::string>{"primes/linear/1/a", "primes/linear/2/a", "primes/process-fork/4/a",
                                        "primes/linear/1/a+jit", "empty/linear/1/a"}));
    record.header["settings"]["workloads"] = {"empty", "primes"};
    record.header["settings"]["configurations"] = {"a+jit", "a"};
    EXPECT_EQ(order(),
              (std::vector<std::string>{"empty/linear/1/a", "primes/linear/1/a+jit", "primes/linear/1/a",
                                        "primes/linear/2/a", "primes/process-fork/4/a"}));
}

TEST(Summary, ASampleOfNoProcessRun) {
    RunRecord record = drifting_record();
    record.samples.push_back(sample_for_test({"\x1b[2J", kLinearMode, 1, "a"}, 99, 0, 1));
    try {
        (void)summarize(record, published());
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("names process run 99, which is not listed"));
        EXPECT_THAT(error.what(), testing::Not(HasSubstr("\x1b")));
    }
}

TEST(Summary, AsJson) {
    const json summary = to_json(summarize(drifting_record(), published()));
    ASSERT_EQ(summary.at("cells").size(), 4U);
    json two = summary.at("cells").at(1);
    for (const auto& [key, value] : std::map<std::string, double>{
             {"ratio_to_linear_1", 2}, {"speedup", 1}, {"efficiency", 1}, {"ratio_to_reference", 1}}) {
        EXPECT_NEAR(two.at(key).at("ratio").get<double>(), value, 1e-12);
        two.at(key).erase("ratio");
        EXPECT_EQ(two.at(key), json::parse(R"({"low": null, "high": null, "n": 2})"));
        two.erase(key);
    }
    EXPECT_NEAR(two.at("published").at("scaled_seconds").get<double>(), 1.052048 / 0.495157 * 1.5, 1e-12);
    two.erase("published");
    EXPECT_EQ(two, json::parse(R"({
        "name": "primes/linear/2/a", "workload": "primes", "mode": "linear", "workers": 2, "configuration": "a",
        "samples": 6, "process_runs": 2, "median_seconds": 3.0, "low_seconds": null, "high_seconds": null,
        "minimum_seconds": 1.8, "cpu_seconds": 0.25, "voluntary_context_switches": 1.0,
        "involuntary_context_switches": 1.3333333333333333, "stopped_by": "interrupted", "oversubscribed": false})"));
    EXPECT_EQ(summary.at("cells").at(2).at("start_method"), "fork");
    EXPECT_EQ(summary.at("cells").at(2).at("published").at("seconds"), 0.530688);
    EXPECT_EQ(summary.at("cells").at(3).at("published").at("seconds"), 0.495157);
    const json& jit = summary.at("switches").at(0);
    EXPECT_EQ(jit.at("switch"), "jit");
    EXPECT_EQ(jit.at("base"), "a");
    EXPECT_EQ(jit.at("head"), "a+jit");
    EXPECT_EQ(jit.at("speedup").at("n"), 6);
    EXPECT_FALSE(jit.contains("start_method"));
}

}  // namespace
}  // namespace pepbench
