#include "cli/compare_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pepbench {
namespace {

using testing::HasSubstr;

CellRatio ratio_for_test(const char* workload, double ratio, const std::optional<Interval>& interval) {
    return {
        .cell = {workload, {"linear", ""}, 1, "a"}, .a = {}, .b = {}, .ratio = ratio, .interval = interval};
}

TEST(CompareTables, GateOfTwoInterpreters) {
    EXPECT_EQ(gate_command({"primes", {"linear", ""}, 1, "cpython-3.15"}, false),
              "pepbench gate --base PATH_A --head PATH_B --workload primes --mode linear --workers 1");
    EXPECT_EQ(
        gate_command({"queue", {"process", "spawn"}, 4, "cpython-3.15+jit"}, false),
        "pepbench gate --base PATH_A+jit --head PATH_B+jit --workload queue --mode process --start-method "
        "spawn --workers 4");
}

TEST(CompareTables, GateOfTwoVersionsOfAWorkload) {
    EXPECT_EQ(gate_command({"primes", {"threaded", ""}, 2, "pypy-3.9+nojit"}, true),
              "pepbench gate --base-workloads DIR_A/primes.py --head-workloads DIR_B/primes.py --base "
              "pypy-3.9+nojit --mode threaded --workers 2");
}

TEST(CompareTables, WhatDiffersMostIsWhatItsIntervalSays) {
    const CellRatio uncertain = ratio_for_test("uncertain", 3, Interval{0.9, 4});
    const CellRatio slower = ratio_for_test("slower", 1.5, Interval{1.4, 1.6});
    const CellRatio faster = ratio_for_test("faster", 0.5, Interval{0.4, 0.6});
    const CellRatio unknown = ratio_for_test("unknown", 5, std::nullopt);
    EXPECT_EQ(most_different({uncertain, slower, faster, unknown}).cell.workload, "faster");
    EXPECT_EQ(most_different({uncertain, unknown}).cell.workload, "unknown");
}

TEST(CompareTables, LongValuesFromWhereTheyDiffer) {
    testing::internal::CaptureStdout();
    print_environments(
        {Comparability::with_care,
         {{"flags", "-Wall -Wextra -Wpedantic -Wshadow -O2", "-Wall -Wextra -Wpedantic -Wshadow -O3"},
          {"kernel", nullptr, "6.1"},
          {"caches", nlohmann::json::array({1, 2}), 3}}});
    std::fflush(stdout);
    const std::string printed = testing::internal::GetCapturedStdout();
    EXPECT_THAT(printed, testing::ContainsRegex("  flags +\\.\\.\\. -O2 +\\.\\.\\. -O3\n"));
    EXPECT_THAT(printed, testing::ContainsRegex("  kernel +not told +6\\.1\n"));
    EXPECT_THAT(printed, testing::ContainsRegex("  caches +\\[1,2\\] +3\n"));
    EXPECT_THAT(printed, HasSubstr("comparable with care; what differs"));
}

}  // namespace
}  // namespace pepbench
