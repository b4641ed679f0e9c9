#include "environment/clock.h"

#include <gtest/gtest.h>

namespace pepbench {
namespace {

TEST(Clock, EvenClock) {
    std::int64_t time = 0;
    const auto measured = measure_clock([&] { return time += 25; });
    EXPECT_DOUBLE_EQ(measured.resolution_seconds.value_or(0), 25e-9);
    EXPECT_DOUBLE_EQ(measured.read_seconds, 25e-9);
}

TEST(Clock, CoarseClock) {
    // 10 ns a reading, but the clock shows only whole microseconds.
    std::int64_t time = 0;
    const auto measured = measure_clock([&] { return (time += 10) / 1000 * 1000; });
    EXPECT_DOUBLE_EQ(measured.resolution_seconds.value_or(0), 1e-6);
    EXPECT_DOUBLE_EQ(measured.read_seconds, 10e-9);
}

TEST(Clock, InterruptionsDoNotCount) {
    std::int64_t time = 0;
    int reading = 0;
    const auto measured = measure_clock([&] { return time += ++reading % 1000 == 0 ? 5'000'000 : 40; });
    EXPECT_DOUBLE_EQ(measured.resolution_seconds.value_or(0), 40e-9);
    EXPECT_DOUBLE_EQ(measured.read_seconds, 40e-9);
}

TEST(Clock, StandingClockHasNoResolution) {
    const auto measured = measure_clock([] { return std::int64_t{7}; });
    EXPECT_FALSE(measured.resolution_seconds);
    EXPECT_DOUBLE_EQ(measured.read_seconds, 0);
}

TEST(Clock, StepsBackwardsAreIgnored) {
    std::int64_t time = 0;
    int reading = 0;
    const auto measured = measure_clock([&] { return time += ++reading % 5 == 0 ? -50 : 30; });
    EXPECT_DOUBLE_EQ(measured.resolution_seconds.value_or(0), 30e-9);
}

TEST(Clock, TheRealClockMovesForward) {
    const auto measured = measure_steady_clock();
    ASSERT_TRUE(measured.resolution_seconds);
    EXPECT_GT(*measured.resolution_seconds, 0);
    EXPECT_GT(measured.read_seconds, 0);
}

}  // namespace
}  // namespace pepbench
