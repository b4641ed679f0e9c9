#include "record/warm_up_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error.h"
#include "record/record_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using testing::Pair;

const Cell kShipped{"primes", {"linear", ""}, 1, "a"};
const Cell kWithJit{"primes", {"linear", ""}, 1, "a+jit"};

/// `slow` calls of `seconds_slow`, then `fast` ones of `seconds_fast`.
std::vector<double> calls(int slow, double seconds_slow, int fast, double seconds_fast) {
    std::vector<double> seconds(static_cast<std::size_t>(slow), seconds_slow);
    seconds.insert(seconds.end(), static_cast<std::size_t>(fast), seconds_fast);
    return seconds;
}

RunRecord record_of(const std::vector<std::string>& configurations) {
    return {.header = {{"profile", kWarmUpProfile},
                       {"settings", {{"workloads", {"primes"}}, {"configurations", configurations}}}}};
}

/// The base is flat at 2 s; the head begins at 4 s and goes on at 1 s after ten calls.
RunRecord warming_up() {
    RunRecord record = record_of({"a", "a+jit"});
    for (int pass = 0; pass < 3; ++pass) {
        add_process_run(record, kShipped, pass, calls(0, 0, 40, 2));
        add_process_run(record, kWithJit, pass, calls(10, 4, 30, 1));
    }
    return record;
}

TEST(WarmUpSummary, RunsAndCells) {
    const WarmUpSummary summary = summarize_warm_up(warming_up());
    ASSERT_EQ(summary.runs.size(), 6U);
    EXPECT_EQ(summary.runs[0].configuration, "a");
    EXPECT_EQ(summary.runs[3].configuration, "a+jit");
    EXPECT_EQ(summary.runs[3].process_run, 1);
    EXPECT_EQ(summary.runs[3].call_seconds, calls(10, 4, 30, 1));
    ASSERT_EQ(summary.cells.size(), 2U);
    EXPECT_EQ(summary.cells[0].classification, "flat");
    const WarmUpCell& head = summary.cells[1];
    EXPECT_EQ(head.classification, "warm-up");
    EXPECT_EQ(head.agreeing, 3);
    EXPECT_EQ(head.calls, 40U);
    EXPECT_EQ(head.first_seconds.median, 4);
    EXPECT_EQ(head.steady_seconds.value().median, 1);
    EXPECT_EQ(head.steady_seconds.value().n, 3);
    EXPECT_THAT(head.steady_from, Optional(10.0));
}

TEST(WarmUpSummary, BreakEven) {
    const WarmUpSummary summary = summarize_warm_up(warming_up());
    ASSERT_EQ(summary.break_even.size(), 1U);
    const BreakEvenRow& row = summary.break_even[0];
    EXPECT_EQ(row.base, "a");
    EXPECT_EQ(row.head, "a+jit");
    // 2 n > 40 + (n - 10) from n = 31 on.
    EXPECT_THAT(row.of_calls.calls, Optional(31U));
    EXPECT_THAT(row.of_calls.seconds, Optional(DoubleEq(61)));
    EXPECT_EQ(row.of_calls.within, 40U);
    EXPECT_FALSE(row.with_startup);
}

TEST(WarmUpSummary, BreakEvenWithStartUp) {
    RunRecord record = warming_up();
    for (ProcessRunRow& row : record.process_runs) {
        row.startup_seconds = row.configuration == "a" ? 1 : 4.5;
    }
    EXPECT_THAT(summarize_warm_up(record).break_even[0].with_startup.value().calls, Optional(34U));
    record.process_runs[2].startup_seconds.reset();
    EXPECT_FALSE(summarize_warm_up(record).break_even[0].with_startup);
}

TEST(WarmUpSummary, ASpikeInOneProcessDoesNotMoveTheBreakEven) {
    RunRecord record = warming_up();
    record.samples[3].seconds = 1000;
    EXPECT_THAT(summarize_warm_up(record).break_even[0].of_calls.calls, Optional(31U));
}

TEST(WarmUpSummary, ProcessRunsThatWereCutOffAreLeftOut) {
    RunRecord record = warming_up();
    add_process_run(record, kShipped, 3, calls(0, 0, 39, 9));
    EXPECT_EQ(summarize_warm_up(record).runs.size(), 6U);
    EXPECT_EQ(summarize_warm_up(record).cells[0].first_seconds.n, 3);
}

TEST(WarmUpSummary, TooFewCalls) {
    RunRecord record = record_of({"a"});
    add_process_run(record, kShipped, 0, calls(0, 0, kLeastCalls - 1, 1));
    EXPECT_THAT(summarize_warm_up(record).runs, IsEmpty());
    record = record_of({"a"});
    add_process_run(record, kShipped, 0, calls(0, 0, kLeastCalls, 1));
    EXPECT_EQ(summarize_warm_up(record).runs.size(), 1U);
}

TEST(WarmUpSummary, MoreCallsThanAreJudgedAreRefused) {
    RunRecord record = record_of({"a"});
    add_process_run(record, kShipped, 0, calls(0, 0, kMostCalls, 1));
    add_process_run(record, kShipped, 1, calls(0, 0, kMostCalls, 1));
    EXPECT_NO_THROW(require_judgeable_calls(record));
    record.samples.push_back(record.samples.back());
    EXPECT_THROW(require_judgeable_calls(record), Error);
    record.header["profile"] = "default";
    EXPECT_NO_THROW(require_judgeable_calls(record));
}

TEST(WarmUpSummary, OneConfigurationHasNoBreakEven) {
    RunRecord record = record_of({"a", "a+jit"});
    add_process_run(record, kShipped, 0, calls(0, 0, 40, 2));
    EXPECT_THAT(summarize_warm_up(record).break_even, IsEmpty());
}

TEST(WarmUpSummary, OtherModesAndEmptyHeaders) {
    EXPECT_THAT(summarize_warm_up(RunRecord{}).runs, IsEmpty());
    RunRecord record = record_of({"a"});
    add_process_run(record, {"primes", {"threaded", ""}, 1, "a"}, 0, calls(0, 0, 40, 2));
    add_process_run(record, {"primes", {"linear", ""}, 2, "a"}, 0, calls(0, 0, 40, 2));
    EXPECT_THAT(summarize_warm_up(record).runs, IsEmpty());
}

TEST(WarmUpSummary, Json) {
    json summary = {{"cells", json::array()}};
    add_warm_up(summary, summarize_warm_up(warming_up()));
    EXPECT_TRUE(summary.contains("cells"));
    ASSERT_EQ(summary.at("warmup").size(), 6U);
    EXPECT_EQ(
        summary.at("warmup").at(3),
        (json{{"workload", "primes"},
              {"configuration", "a+jit"},
              {"process_run", 1},
              {"call_seconds", calls(10, 4, 30, 1)},
              {"segments",
               {{{"from", 0}, {"to", 10}, {"seconds", 4.0}}, {{"from", 10}, {"to", 40}, {"seconds", 1.0}}}},
              {"classification", "warm-up"},
              {"steady_from", 10},
              {"steady_seconds", 1.0},
              {"first_seconds", 4.0}}));
    EXPECT_EQ(summary.at("break_even"), json::array({{{"workload", "primes"},
                                                      {"base", "a"},
                                                      {"head", "a+jit"},
                                                      {"calls", 31},
                                                      {"seconds", 61.0},
                                                      {"within", 40},
                                                      {"with_startup", nullptr}}}));
}

TEST(WarmUpSummary, JsonOfWhatIsNotThere) {
    RunRecord record = record_of({"a", "b"});
    add_process_run(record, kShipped, 0, calls(0, 0, 40, 1));
    add_process_run(record, {"primes", {"linear", ""}, 1, "b"}, 0, calls(35, 2, 5, 1));
    json summary = json::object();
    add_warm_up(summary, summarize_warm_up(record));
    EXPECT_EQ(summary.at("warmup").at(1).at("classification"), "no steady state");
    EXPECT_EQ(summary.at("warmup").at(1).at("steady_from"), json());
    EXPECT_EQ(summary.at("warmup").at(1).at("steady_seconds"), json());
    EXPECT_EQ(summary.at("break_even").at(0).at("calls"), json());
    EXPECT_EQ(summary.at("break_even").at(0).at("seconds"), json());
    EXPECT_EQ(summary.at("break_even").at(0).at("within"), 40);
}

TEST(WarmUpSummary, Pairs) {
    EXPECT_THAT(break_even_pairs({}), IsEmpty());
    EXPECT_THAT(break_even_pairs({"a"}), IsEmpty());
    EXPECT_THAT(break_even_pairs({"a", "a+jit"}), ElementsAre(Pair("a", "a+jit")));
    EXPECT_THAT(break_even_pairs({"a+jit", "a"}), ElementsAre(Pair("a", "a+jit")));
    EXPECT_THAT(break_even_pairs({"p", "p+nojit"}), ElementsAre(Pair("p+nojit", "p")));
    EXPECT_THAT(break_even_pairs({"z", "a", "a+jit"}),
                ElementsAre(Pair("a", "a+jit"), Pair("z", "a"), Pair("z", "a+jit")));
}

}  // namespace
}  // namespace pepbench
