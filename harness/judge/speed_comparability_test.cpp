#include "judge/speed_comparability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "record/record_for_test.h"

namespace pepbench {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

RunRecord run_at(double yardstick_seconds) {
    RunRecord record = record_for_test();
    record.header["machine"]["build"] = {{"compiler", "GNU 12.2.0"}, {"flags", "Release -O2"}};
    record.yardstick.clear();
    for (int second = 0; second < 30; ++second) {
        record.yardstick.push_back({static_cast<double>(second), {yardstick_seconds}});
    }
    return record;
}

EnvironmentComparison compared(const RunRecord& a, const RunRecord& b, AcrossShifts across_shifts) {
    EnvironmentComparison environments;
    compare_speeds(environments, a, b, across_shifts);
    return environments;
}

TEST(SpeedComparability, TheSameSpeedAddsNothing) {
    EXPECT_THAT(compared(run_at(0.001), run_at(0.001005), AcrossShifts::refuse).differences, IsEmpty());
}

TEST(SpeedComparability, AnotherSpeedAsksForCareOrForbids) {
    const EnvironmentComparison told = compared(run_at(0.001), run_at(0.0012), AcrossShifts::tell);
    EXPECT_EQ(told.verdict, Comparability::with_care);
    ASSERT_THAT(told.differences, SizeIs(1));
    EXPECT_EQ(told.differences[0].in_a, 1.0);
    EXPECT_EQ(told.differences[0].in_b, 1.2);
    EXPECT_EQ(compared(run_at(0.001), run_at(0.0012), AcrossShifts::refuse).verdict,
              Comparability::not_comparable);
}

TEST(SpeedComparability, AChangeWithinARunCountsToo) {
    RunRecord changed = run_at(0.001);
    for (std::size_t second = 20; second < 30; ++second) {
        changed.yardstick[second].seconds = {0.002};
    }
    const EnvironmentComparison refused = compared(run_at(0.001), changed, AcrossShifts::refuse);
    EXPECT_EQ(refused.verdict, Comparability::not_comparable);
    ASSERT_THAT(refused.differences, SizeIs(1));
    EXPECT_EQ(refused.differences[0].in_a, "steady");
    EXPECT_EQ(refused.differences[0].in_b, "1 change");
    RunRecord old = run_at(0.001);
    old.yardstick.clear();
    EXPECT_EQ(compared(old, changed, AcrossShifts::refuse).verdict, Comparability::not_comparable);
}

TEST(SpeedComparability, WhatForbidsComesFirstAndTheWorstVerdictStays) {
    EnvironmentComparison environments{Comparability::not_comparable,
                                       {{"CPU model", "a", "b", Weight::forbids}}};
    compare_speeds(environments, run_at(0.001), run_at(0.0012), AcrossShifts::tell);
    EXPECT_EQ(environments.verdict, Comparability::not_comparable);
    EXPECT_EQ(environments.differences.front().what, "CPU model");
    environments = {Comparability::with_care, {{"governor", "a", "b", Weight::care}}};
    compare_speeds(environments, run_at(0.001), run_at(0.0012), AcrossShifts::refuse);
    EXPECT_THAT(environments.differences.front().what, HasSubstr("yardstick"));
}

TEST(SpeedComparability, YardsticksOfOtherBuildsDoNotCompare) {
    RunRecord other = run_at(0.0012);
    other.header["machine"]["build"]["compiler"] = "Clang 16.0.6";
    EXPECT_EQ(compared(run_at(0.001), other, AcrossShifts::refuse).verdict, Comparability::with_care);
    EXPECT_THAT(why_not_normalised(run_at(0.001), other), HasSubstr("built differently"));
    RunRecord without = run_at(0.001);
    without.yardstick.clear();
    const EnvironmentComparison one_sided = compared(run_at(0.001), without, AcrossShifts::tell);
    EXPECT_EQ(one_sided.verdict, Comparability::with_care);
    EXPECT_TRUE(one_sided.differences.at(0).in_b.is_null());
    EXPECT_THAT(compared(without, without, AcrossShifts::tell).differences, IsEmpty());
    EXPECT_EQ(compared(without, without, AcrossShifts::refuse).verdict, Comparability::with_care);
    EXPECT_THAT(why_not_normalised(run_at(0.001), without), HasSubstr("too few readings"));
}

TEST(SpeedComparability, TimesAreNormalisedToTheFirst) {
    RunRecord a = run_at(0.001);
    RunRecord b = run_at(0.0012);
    for (SampleRow& row : b.samples) {
        row.seconds *= 1.2;
    }
    ASSERT_EQ(why_not_normalised(a, b), "");
    normalise_both(a, b);
    for (std::size_t index = 0; index < a.samples.size(); ++index) {
        EXPECT_DOUBLE_EQ(a.samples[index].seconds, record_for_test().samples[index].seconds);
        EXPECT_DOUBLE_EQ(b.samples[index].seconds, record_for_test().samples[index].seconds);
    }
}

}  // namespace
}  // namespace pepbench
