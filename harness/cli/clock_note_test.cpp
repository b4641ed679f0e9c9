#include "cli/clock_note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "record/record_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Of a clock of 100 ns, with samples of three executions that took so many seconds each.
RunRecord record_of(const std::vector<double>& seconds) {
    RunRecord record;
    record.header["configurations"]["a"]["clock"] = {{"resolution_seconds", 1e-7}};
    add_process_run(record, {"empty", {"linear", ""}, 1, "a"}, 0, seconds);
    return record;
}

TEST(ClockNote, CountsShortSamplesWithTheirIterations) {
    EXPECT_EQ(clock_note(record_of({1, 1e-4, 3.34e-5})), "");
    EXPECT_THAT(clock_note(record_of({1, 1e-6, 3.3e-5})),
                HasSubstr("2 of 3 samples took less than 1000 resolutions of their clock, the shortest 30:"));
}

TEST(ClockNote, NothingIsSaidWhereSamplesWereRepeated) {
    RunRecord record = record_of({1e-6});
    record.header["settings"]["minimum_sample_seconds"] = 0.0;
    EXPECT_THAT(clock_note(record), HasSubstr("1 of 1 samples"));
    record.header["settings"]["minimum_sample_seconds"] = 1e-9;
    EXPECT_EQ(clock_note(record), "");
}

TEST(ClockNote, NothingIsSaidOfClocksThatAreNotTold) {
    RunRecord record = record_of({1e-9});
    for (const json& clock : {json(), json{{"resolution_seconds", nullptr}}, json("x"), json(3)}) {
        record.header["configurations"]["a"]["clock"] = clock;
        EXPECT_EQ(clock_note(record), "");
    }
    record.header.erase("configurations");
    EXPECT_EQ(clock_note(record), "");
}

}  // namespace
}  // namespace pepbench
