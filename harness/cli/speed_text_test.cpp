#include "cli/speed_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pepbench {
namespace {

using testing::HasSubstr;
using testing::Not;

Summary summary_of(const MachineSpeed& speed) {
    Summary summary;
    summary.readings = 330;
    summary.speed = speed;
    return summary;
}

Summary slower_for_a_while() {
    return summary_of({.usual_seconds = 0.001,
                       .noise = 0.021,
                       .stretches = {{0, 80, 1, 0}, {80, 125, 1.12, 1}, {125, 330, 1, 0}}});
}

TEST(SpeedText, NothingIsSaidOfASteadyMachine) {
    EXPECT_EQ(speed_text(Summary(), AcrossShifts::tell), "");
    EXPECT_EQ(speed_text(summary_of({.usual_seconds = 0.001, .noise = 0.01, .stretches = {{0, 330, 1, 0}}}),
                         AcrossShifts::tell),
              "");
}

TEST(SpeedText, TooFewReadingsAreSaid) {
    Summary summary;
    summary.readings = 19;
    EXPECT_THAT(speed_text(summary, AcrossShifts::tell),
                HasSubstr("cannot be told from 19 readings of its yardstick; from 20 on it can"));
}

TEST(SpeedText, SaysWhenAndByHowMuch) {
    const std::string text = speed_text(slower_for_a_while(), AcrossShifts::tell);
    EXPECT_THAT(text, HasSubstr("took 12.0 % longer from 1:20 to 2:05 than usual; its noise is 2.1 %."));
    EXPECT_THAT(text, HasSubstr("--across-shifts refuse"));
}

TEST(SpeedText, SaysWhatBecameOfComparisons) {
    EXPECT_THAT(speed_text(slower_for_a_while(), AcrossShifts::refuse), HasSubstr("were left out."));
    EXPECT_THAT(speed_text(slower_for_a_while(), AcrossShifts::normalise),
                HasSubstr("Times were divided by it,"));
}

TEST(SpeedText, CountsWhatItDoesNotList) {
    MachineSpeed restless{.usual_seconds = 0.001, .noise = 0.02};
    for (int second = 0; second < 12; ++second) {
        restless.stretches.push_back({static_cast<double>(second), static_cast<double>(second + 1),
                                      second % 2 == 0 ? 1 : 0.9, second % 2 == 0 ? 0U : 1U});
    }
    const std::string text = speed_text(summary_of(restless), AcrossShifts::tell);
    EXPECT_THAT(text, HasSubstr("10.0 % less from 0:01 to 0:02, "));
    EXPECT_THAT(text, HasSubstr("from 0:07 to 0:08 and 2 more times, than usual"));
    EXPECT_THAT(text, Not(HasSubstr("0:09")));
}

}  // namespace
}  // namespace pepbench
