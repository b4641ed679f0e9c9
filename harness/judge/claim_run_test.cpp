#include "judge/claim_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/claim_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::Pair;

const Cell kCell{"primes", kThreaded, 2, "python"};

TEST(ClaimRun, ConfigurationsAsAskedForThenAsDescribed) {
    RunRecord record = run_for_test();
    record.header["configurations"]["also"] = {{"facts", {{"version", "3.9"}}}};
    record.header["settings"]["configurations"] = {"python", 3, "asked"};
    const ClaimRun run(record);
    EXPECT_THAT(run.configurations(), ElementsAre("python", "asked", "also"));
    EXPECT_EQ(run.entry("also").at("facts").at("version"), "3.9");
    EXPECT_EQ(run.entry("asked"), json::object());
}

TEST(ClaimRun, WhatTheHeaderDoesNotSay) {
    RunRecord record = run_for_test();
    EXPECT_EQ(ClaimRun(record).usable_cores(), 2);
    EXPECT_FALSE(ClaimRun(record).of_test_parameters());
    record.header["settings"]["test_parameters"] = true;
    EXPECT_TRUE(ClaimRun(record).of_test_parameters());
    record.header["settings"]["test_parameters"] = false;
    record.header["machine"] = 3;
    EXPECT_EQ(ClaimRun(record).usable_cores(), 0);
    EXPECT_FALSE(ClaimRun(record).of_test_parameters());
}

TEST(ClaimRun, TimesOfOurWorkloadsOnly) {
    RunRecord record = run_for_test();
    add_passes(record, kCell, 1, 2);
    const ClaimRun run(record);
    ASSERT_NE(run.values(kCell, Quantity::time), nullptr);
    EXPECT_THAT(*run.values(kCell, Quantity::time), ElementsAre(Pair(0, 1), Pair(1, 1.01)));
    EXPECT_EQ(run.values({"primes", kLinear, 2, "python"}, Quantity::time), nullptr);
    EXPECT_FALSE(run.of_user("primes"));
    record.header["workloads"]["primes"] = {{"suite", "user"}};
    EXPECT_TRUE(ClaimRun(record).of_user("primes"));
    EXPECT_EQ(ClaimRun(record).values(kCell, Quantity::time), nullptr);
}

TEST(ClaimRun, MemoryOfCellsThatWereMeasured) {
    RunRecord record = run_for_test();
    add_passes(record, kCell, 1, 2);
    EXPECT_EQ(ClaimRun(record).values(kCell, Quantity::memory), nullptr);
    for (ProcessRunRow& run : record.process_runs) {
        run.memory = MemoryUse{.rss_bytes = 300, .peak_rss_bytes = 400};
    }
    const ClaimRun run(record);
    ASSERT_NE(run.values(kCell, Quantity::memory), nullptr);
    EXPECT_THAT(*run.values(kCell, Quantity::memory), ElementsAre(Pair(0, 300), Pair(1, 300)));
    EXPECT_EQ(run.values({"primes", kThreaded, 4, "python"}, Quantity::memory), nullptr);
}

TEST(ClaimRun, WhyACellIsNotThere) {
    RunRecord record = run_for_test();
    record.unavailable = {{{"", {}, 1, "other"}, "not installed"}, {kCell, "no threads"}};
    record.failures = {{{"queue", kThreaded, 2, "python"}, 3, "it hung", ""},
                       {{"primes", kForked, 2, "python"}, 4, "it crashed", ""}};
    const ClaimRun run(record);
    EXPECT_EQ(run.why_unavailable(kCell), "no threads");
    EXPECT_EQ(run.why_unavailable({"primes", kThreaded, 2, "other"}), "not installed");
    EXPECT_EQ(run.why_unavailable({"primes", kLinear, 2, "python"}), "");
    EXPECT_EQ(run.why_failed({"primes", kForked, 2, "python"}), "it crashed");
    EXPECT_EQ(run.why_failed(kCell), "");
}

}  // namespace
}  // namespace pepbench
