#include "environment/core_load.h"

#include <gtest/gtest.h>

namespace pepbench {
namespace {

TEST(CoreLoad, ReadsEachCoreOfProcStat) {
    const auto times = parse_core_times(
        "cpu  30 0 10 160 0 0 0 0 0 0\n"
        "cpu0 20 2 3 60 15 1 4 5 0 0\n"
        "cpu7 10 0 5 100 0 0 0 0 0 0\n"
        "intr 12 13\n",
        100);
    ASSERT_EQ(times.size(), 2U);
    EXPECT_DOUBLE_EQ(times.at(0).busy, 0.35);
    EXPECT_DOUBLE_EQ(times.at(0).total, 1.10);
    EXPECT_DOUBLE_EQ(times.at(7).busy, 0.15);
    EXPECT_TRUE(parse_core_times("cpuX 1 2 3 4\ncpu1 a b\n", 100).empty());
    EXPECT_TRUE(parse_core_times("", 100).empty());
}

TEST(CoreLoad, ThisMachineHasCores) { EXPECT_FALSE(read_core_times().empty()); }

TEST(CoreLoad, AnIdleMachineLeavesItToChance) {
    const CoreChoice choice({3, 5});
    EXPECT_EQ(choice.choose(0), 3);
    EXPECT_EQ(choice.choose(1), 5);
}

TEST(CoreLoad, ABusyCoreIsAvoided) {
    CoreChoice choice({0, 1});
    choice.observe({{0, {0, 0}}, {1, {0, 0}}}, {{0, {0.5, 1}}, {1, {0.9, 1}}}, {{1, 0.9}});
    EXPECT_DOUBLE_EQ(choice.foreign_load(0), 0.25);
    EXPECT_DOUBLE_EQ(choice.foreign_load(1), 0);
    EXPECT_EQ(choice.choose(0), 1);
    EXPECT_EQ(choice.choose(1), 1);
    choice.observe({{0, {0, 0}}, {1, {0, 0}}}, {{0, {0, 1}}, {1, {1, 1}}}, {});
    EXPECT_DOUBLE_EQ(choice.foreign_load(0), 0.125);
    EXPECT_DOUBLE_EQ(choice.foreign_load(1), 0.5);
    EXPECT_EQ(choice.choose(1), 0);
}

TEST(CoreLoad, AFavouredCoreWinsAmongThoseAlike) {
    CoreChoice choice({0, 1, 2});
    choice.observe({{0, {0, 0}}, {1, {0, 0}}, {2, {0, 0}}}, {{0, {0, 1}}, {1, {0.08, 1}}, {2, {0.9, 1}}}, {});
    for (const std::uint64_t word : {0U, 1U, 2U, 3U}) {
        EXPECT_EQ(choice.choose(word, 0), 0);
        EXPECT_EQ(choice.choose(word, 1), 1);
        EXPECT_NE(choice.choose(word, 2), 2);
    }
}

TEST(CoreLoad, AnotherCoreIsTheLeastLoadedOfTheRest) {
    CoreChoice choice({0, 1, 2});
    choice.observe({{0, {0, 0}}, {1, {0, 0}}, {2, {0, 0}}}, {{0, {0, 1}}, {1, {0.5, 1}}, {2, {0.9, 1}}}, {});
    EXPECT_EQ(choice.choose_other(0, 7), 1);
    EXPECT_EQ(choice.choose_other(1, 7), 0);
    EXPECT_EQ(CoreChoice({4}).choose_other(4, 7), std::nullopt);
}

TEST(CoreLoad, ReadingsWithinOneTickOrOfACoreThatIsGoneChangeNothing) {
    CoreChoice choice({0, 1});
    choice.observe({{0, {1, 2}}}, {{0, {1, 2}}}, {{0, 0.1}});
    choice.observe({{0, {1, 2}}}, {}, {{0, 0.1}});
    EXPECT_DOUBLE_EQ(choice.foreign_load(0), 0);
}

/// Our own use may be more than the kernel's ticks have seen.
TEST(CoreLoad, NeverBelowNothing) {
    CoreChoice choice({0});
    choice.observe({{0, {0, 0}}}, {{0, {0.1, 1}}}, {{0, 0.2}});
    EXPECT_DOUBLE_EQ(choice.foreign_load(0), 0);
}

}  // namespace
}  // namespace pepbench
