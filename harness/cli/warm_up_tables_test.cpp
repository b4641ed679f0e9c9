#include "cli/warm_up_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pepbench {
namespace {

using testing::HasSubstr;

std::string printed(const WarmUpSummary& summary) {
    testing::internal::CaptureStdout();
    print_warm_up(summary);
    std::fflush(stdout);
    return testing::internal::GetCapturedStdout();
}

TEST(WarmUpTables, Cells) {
    WarmUpSummary summary;
    summary.cells.push_back({.workload = "primes",
                             .configuration = "a",
                             .calls = 200,
                             .first_seconds = {0.5, Interval{0.25, 0.75}, 6},
                             .steady_seconds = Estimate{0.125, std::nullopt, 4},
                             .steady_from = 12.5,
                             .classification = "warm-up",
                             .agreeing = 4});
    summary.cells.push_back({.workload = "primes",
                             .configuration = "b",
                             .calls = 200,
                             .first_seconds = {0.5, std::nullopt, 3},
                             .steady_seconds = std::nullopt,
                             .steady_from = std::nullopt,
                             .classification = "inconsistent",
                             .agreeing = 0});
    const std::string text = printed(summary);
    EXPECT_THAT(text, HasSubstr("primes: the first 200 calls of a fresh process"));
    EXPECT_THAT(text, HasSubstr("500 ms [250 ms, 750 ms]"));
    EXPECT_THAT(text, HasSubstr("125 ms n=4, too few"));
    EXPECT_THAT(text, HasSubstr("12.5 calls  warm-up (4 of 6 process runs)"));
    EXPECT_THAT(text, HasSubstr("-  inconsistent (3 process runs)"));
    EXPECT_THAT(text, testing::Not(HasSubstr("Break-even")));
}

TEST(WarmUpTables, BreakEven) {
    WarmUpSummary summary;
    summary.cells.push_back({.workload = "primes", .configuration = "a", .calls = 50});
    summary.break_even.push_back({"primes", "a", "a+jit", {1, 0.25, 50}, BreakEven{{}, {}, 50}});
    summary.break_even.push_back({"primes", "a", "b", {{}, {}, 50}, std::nullopt});
    const std::string text = printed(summary);
    EXPECT_THAT(text,
                HasSubstr("a -> a+jit: after 1 call (250 ms); start-up counted, never within 50 calls\n"));
    EXPECT_THAT(text, HasSubstr("a -> b: never within 50 calls\n"));
}

TEST(WarmUpTables, NothingToJudge) { EXPECT_THAT(printed({}), HasSubstr("No process run came to 20 calls")); }

TEST(WarmUpTables, ControlCharactersAreNotPrinted) {
    WarmUpSummary summary;
    summary.cells.push_back({.workload = "pri\033mes", .configuration = "a\033[31m", .calls = 50});
    summary.break_even.push_back({"p\033", "a\033", "b\033", {{}, {}, 50}, std::nullopt});
    EXPECT_EQ(printed(summary).find('\033'), std::string::npos);
}

}  // namespace
}  // namespace pepbench
