// Two cells in a fake runner, of which one goes wrong.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "measure/fake_runner_for_test.h"

namespace pepbench {

inline const std::string kBad = "work/linear/2/a";
inline const std::string kGood = "work/linear/1/a";

/// Two cells, of which the one with two workers goes as `actions` say.
struct Misbehaviour {
    FakeRun run;
    SessionResult result;
    std::map<std::string, int> samples;

    explicit Misbehaviour(const char* actions, double timeout = 60) {
        run.settings.timeout_seconds = timeout;
        run.add("a", {{"cells", {{"2", nlohmann::json::parse(actions)}}}});
        result = run.measure();
        samples = run.samples_by_cell();
    }
};

inline std::string reason_of(const RunRecord& record) {
    return record.failures.empty() ? "no failure" : record.failures.front().reason;
}

inline void expect_failure(const char* actions, const testing::Matcher<std::string>& reason,
                           int samples_kept = 0, double timeout = 60) {
    SCOPED_TRACE(actions);
    Misbehaviour it(actions, timeout);
    ASSERT_EQ(it.run.record.failures.size(), 1U);
    EXPECT_EQ(it.run.record.failures[0].cell.name(), kBad);
    EXPECT_THAT(reason_of(it.run.record), reason);
    EXPECT_EQ(it.samples[kGood], 2);
    EXPECT_EQ(it.samples[kBad], samples_kept);
    EXPECT_EQ(it.result.stopped_by.at(kGood), "samples");
    EXPECT_EQ(it.result.stopped_by.at(kBad), "failed");
    EXPECT_FALSE(it.result.interrupted);
    EXPECT_THAT(it.run.said, testing::HasSubstr("failed: " + kBad));
}

}  // namespace pepbench
