#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "judge/claim_for_test.h"
#include "judge/claim_parts.h"
#include "stats/two_sample.h"

namespace pepbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The claim of claim_for_test with its comparison changed.
Comparison comparison_with(Comparing how, const std::vector<int>& workers) {
    Comparison comparison = std::get<Comparison>(claim_for_test().expression);
    comparison.how = how;
    comparison.workers = workers;
    return comparison;
}

Cell cell(const Mode& mode, int workers, const std::string& workload = "primes") {
    return {workload, mode, workers, "python"};
}

std::vector<ClaimPart> parts(const Comparison& comparison, const RunRecord& record) {
    return comparison_parts(comparison, ClaimRun(record), {{"any", "python"}});
}

/// Linear takes one second a worker, threads 1.1, 1.2, 1.4 and 1.6 times that; processes 1, 1.5, 3 and 8 s.
RunRecord spread_run() {
    RunRecord record = run_for_test();
    const std::vector<double> threads = {1.1, 1.2, 1.4, 1.6};
    const std::vector<double> processes = {1, 1.5, 3, 8};
    for (std::size_t index = 0; index < 4; ++index) {
        const int workers = 1 << index;
        add_passes(record, cell(kLinear, workers), workers);
        add_passes(record, cell(kThreaded, workers), workers * threads[index]);
        add_passes(record, cell(kForked, workers), processes[index]);
    }
    return record;
}

/// Names and ratios of parts.
std::vector<std::pair<std::string, double>> numbers(const std::vector<ClaimPart>& parts) {
    std::vector<std::pair<std::string, double>> result;
    for (const ClaimPart& part : parts) {
        EXPECT_EQ(part.logarithms.size(), 6U) << part.name << part.reason;
        const double ratio = part.logarithms.empty() ? 0 : std::exp(mean(part.logarithms));
        result.emplace_back(part.name, std::round(ratio * 1e6) / 1e6);
    }
    return result;
}

using Number = std::pair<std::string, double>;

TEST(ClaimComparison, Ratio) {
    Comparison ratio = comparison_with(Comparing::ratio, {1, 8});
    EXPECT_THAT(numbers(parts(ratio, spread_run())),
                ElementsAre(Number("1 worker", 1.1), Number("8 workers", 1.6)));
    ratio.to->workers = 1;
    EXPECT_THAT(numbers(parts(ratio, spread_run())),
                ElementsAre(Number("1 worker", 1.1), Number("8 workers", 12.8)));
}

TEST(ClaimComparison, EfficiencyUpToTheCores) {
    Comparison efficiency = comparison_with(Comparing::efficiency, {1, 2, 4, 8});
    efficiency.of.mode = kForked;
    EXPECT_THAT(numbers(parts(efficiency, spread_run())), ElementsAre(Number("2 workers", 0.666667)));
}

TEST(ClaimComparison, GrowthUpToTheCores) {
    Comparison growth = comparison_with(Comparing::growth, {1, 2, 4, 8});
    growth.of.mode = kForked;
    growth.to.reset();
    RunRecord record = spread_run();
    EXPECT_THAT(numbers(parts(growth, record)), ElementsAre(Number("2 workers", 1.5)));
    record.header["machine"]["usable_cores"] = 4;
    EXPECT_THAT(numbers(parts(growth, record)),
                ElementsAre(Number("2 workers", 1.5), Number("4 workers", 3)));
    growth.to = ClaimSide{.mode = kLinear, .role = "any", .workers = std::nullopt};
    EXPECT_THAT(numbers(parts(growth, record)),
                ElementsAre(Number("2 workers", 0.75), Number("4 workers", 0.75)));
}

TEST(ClaimComparison, ProportionBeyondTheCores) {
    Comparison proportional = comparison_with(Comparing::proportional, {1, 2, 4, 8});
    proportional.of.mode = kForked;
    proportional.to.reset();
    EXPECT_THAT(numbers(parts(proportional, spread_run())),
                ElementsAre(Number("2 to 4 workers", 1), Number("4 to 8 workers", 1.333333)));
}

TEST(ClaimComparison, MonotoneInEachStepAndInAll) {
    Comparison monotone = comparison_with(Comparing::monotone, {1, 2, 8});
    monotone.at_most.reset();
    monotone.at_least = 1.25;
    const std::vector<ClaimPart> steps = parts(monotone, spread_run());
    EXPECT_THAT(numbers(steps),
                ElementsAre(Number("1 to 2 workers", 1.090909), Number("2 to 8 workers", 1.333333),
                            Number("1 to 8 workers, in all", 1.454545)));
    EXPECT_DOUBLE_EQ(*steps[0].at_least, 0.8);
    EXPECT_DOUBLE_EQ(*steps[2].at_least, 1.25);
}

TEST(ClaimComparison, GeometricMeanOverWorkloads) {
    RunRecord record = spread_run();
    add_passes(record, cell(kLinear, 1, "queue"), 1);
    add_passes(record, cell(kThreaded, 1, "queue"), 4.4);
    Comparison geometric = comparison_with(Comparing::geometric_mean, {1});
    geometric.workloads = {"primes", "queue"};
    EXPECT_THAT(numbers(parts(geometric, record)), ElementsAre(Number("", 2.2)));
}

TEST(ClaimComparison, MemoryIsWhatProcessesHeldAfterTheWork) {
    RunRecord record = run_for_test();
    add_passes(record, cell(kLinear, 1), 1);
    add_passes(record, cell(kThreaded, 1), 1);
    Comparison memory = comparison_with(Comparing::geometric_mean, {1});
    memory.quantity = Quantity::memory;
    EXPECT_EQ(parts(memory, record).front().settled, ClaimVerdict::not_measured);
    for (ProcessRunRow& run : record.process_runs) {
        run.memory = MemoryUse{.rss_bytes = run.mode == kThreaded ? 300 : 200, .peak_rss_bytes = 400};
    }
    EXPECT_THAT(numbers(parts(memory, record)), ElementsAre(Number("", 1.5)));
}

TEST(ClaimComparison, PassesThatLackACellAreLeftOut) {
    RunRecord record = run_for_test();
    add_passes(record, cell(kLinear, 2), 1, 7);
    add_passes(record, cell(kThreaded, 2), 1, 5);
    EXPECT_EQ(parts(comparison_with(Comparing::ratio, {2}), record).front().logarithms.size(), 5U);
}

TEST(ClaimComparison, WhatIsMissingSaysWhy) {
    RunRecord record = run_for_test();
    add_passes(record, cell(kLinear, 2), 1);
    const Comparison ratio = comparison_with(Comparing::ratio, {2});
    ClaimPart part = parts(ratio, record).front();
    EXPECT_EQ(part.settled, ClaimVerdict::not_measured);
    EXPECT_EQ(part.reason, "primes/threaded/2/python was not measured");
    EXPECT_FALSE(part.held);
    record.failures = {{cell(kThreaded, 2), 3, "it crashed", ""}};
    part = parts(ratio, record).front();
    EXPECT_EQ(part.settled, ClaimVerdict::not_measured);
    EXPECT_EQ(part.reason, "primes/threaded/2/python failed: it crashed");
    EXPECT_TRUE(part.held);
    record.unavailable = {{cell(kThreaded, 2), "no threads here"}};
    part = parts(ratio, record).front();
    EXPECT_EQ(part.settled, ClaimVerdict::not_possible);
    EXPECT_EQ(part.reason, "primes/threaded/2/python: no threads here");
}

TEST(ClaimComparison, TooFewCores) {
    RunRecord record = spread_run();
    Comparison ratio = comparison_with(Comparing::ratio, {4});
    ratio.needs_cores = 4;
    const ClaimPart part = parts(ratio, record).front();
    EXPECT_EQ(part.settled, ClaimVerdict::not_possible);
    EXPECT_EQ(part.reason, "it takes 4 usable cores, and the run had 2 usable cores");
    record.header["machine"] = nlohmann::json::object();
    EXPECT_THAT(parts(ratio, record).front().reason, HasSubstr("does not say how many cores"));
    ratio.needs_cores = 1;
    EXPECT_FALSE(parts(ratio, record).front().settled);
    record.header["machine"]["usable_cores"] = 1;
    const ClaimPart growth = parts(comparison_with(Comparing::growth, {1, 2}), record).front();
    EXPECT_EQ(growth.settled, ClaimVerdict::not_possible);
    EXPECT_TRUE(growth.held);
    EXPECT_THAT(growth.reason, HasSubstr("from 2 up to the usable cores, and the run had 1 usable core"));
}

TEST(ClaimComparison, SmallParametersAndFilesOfTheUsersShowNothing) {
    RunRecord record = spread_run();
    record.header["settings"]["test_parameters"] = true;
    const ClaimPart part = parts(comparison_with(Comparing::ratio, {2}), record).front();
    EXPECT_EQ(part.settled, ClaimVerdict::not_measured);
    EXPECT_THAT(part.reason, HasSubstr("small test parameters"));
    record = spread_run();
    record.header["workloads"]["primes"] = {{"suite", "user"}};
    EXPECT_FALSE(parts(comparison_with(Comparing::ratio, {2}), record).front().held);
}

TEST(ClaimComparison, NamesSayWhatDiffers) {
    RunRecord record = spread_run();
    for (const int workers : {1, 2}) {
        add_passes(record, cell(kLinear, workers, "queue"), 1);
        add_passes(record, cell(kThreaded, workers, "queue"), 3);
    }
    Comparison ratio = comparison_with(Comparing::ratio, {2});
    ratio.workloads = {"primes", "queue"};
    EXPECT_THAT(numbers(parts(ratio, record)), ElementsAre(Number("primes", 1.2), Number("queue", 3)));
    ratio.workers = {1, 2};
    EXPECT_THAT(numbers(parts(ratio, record)),
                ElementsAre(Number("primes, 1 worker", 1.1), Number("primes, 2 workers", 1.2),
                            Number("queue, 1 worker", 3), Number("queue, 2 workers", 3)));
}

TEST(ClaimComparison, AsManyCoresAsItTakes) {
    RunRecord record = spread_run();
    Comparison ratio = comparison_with(Comparing::ratio, {2});
    ratio.needs_cores = 2;
    EXPECT_FALSE(parts(ratio, record).front().settled);
    record.header["machine"]["usable_cores"] = 1;
    EXPECT_EQ(parts(ratio, record).front().settled, ClaimVerdict::not_possible);
    record.header["machine"]["usable_cores"] = 4;
    Comparison efficiency = comparison_with(Comparing::efficiency, {1, 2, 4, 8});
    efficiency.of.mode = kForked;
    EXPECT_THAT(numbers(parts(efficiency, record)),
                ElementsAre(Number("2 workers", 0.666667), Number("4 workers", 0.333333)));
}

TEST(ClaimComparison, NoNumberOfWorkersShowsIt) {
    RunRecord record = run_for_test();
    Comparison growth = comparison_with(Comparing::growth, {1, 4});
    EXPECT_FALSE(parts(growth, record).front().held);
    add_passes(record, cell(kThreaded, 4), 1);
    EXPECT_TRUE(parts(growth, record).front().held);
    record.header["machine"] = nlohmann::json::object();
    const ClaimPart part = parts(comparison_with(Comparing::proportional, {2, 4}), record).front();
    EXPECT_EQ(part.settled, ClaimVerdict::not_possible);
    EXPECT_EQ(part.reason,
              "it takes numbers of workers beyond the usable cores, and the file does not say how many cores "
              "the run could use");
    record = spread_run();
    record.header["machine"]["usable_cores"] = 1;
    EXPECT_EQ(numbers(parts(comparison_with(Comparing::proportional, {1, 2, 4}), record)).front().first,
              "1 to 2 workers");
}

TEST(ClaimComparison, TheFirstCellThatIsMissingIsNamed) {
    const Comparison ratio = comparison_with(Comparing::ratio, {2});
    RunRecord record = run_for_test();
    EXPECT_EQ(parts(ratio, record).front().reason, "primes/threaded/2/python was not measured");
    record.header["settings"]["test_parameters"] = true;
    EXPECT_EQ(parts(ratio, record).front().reason, "primes/threaded/2/python was not measured");
    record.failures = {{cell(kThreaded, 2), 3, "it crashed", ""}};
    EXPECT_THAT(parts(ratio, record).front().reason, HasSubstr("small test parameters"));
}

}  // namespace
}  // namespace pepbench
