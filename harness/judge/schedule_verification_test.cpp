#include "judge/schedule_verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "record/record_for_test.h"

namespace pepbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint64_t kSeed = 371;
const Selection kSelection{.workloads = {"primes", "queue"},
                           .modes = {{"linear", ""}, {"process", "fork"}},
                           .workers = {1},
                           .configurations = {"x", "y"}};

/// Two passes over everything, as drawn; each process run has two samples.
RunRecord drawn_record() {
    RunRecord record;
    record.header = {{"profile", "default"}, {"seed", kSeed}};
    double now = 1;
    for (int pass = 0; pass < 2; ++pass) {
        for (const CellGroup& group : drawn_order(kSelection, kSeed, pass)) {
            const int number = static_cast<int>(record.process_runs.size());
            add_process_run(record, {group.workload, group.mode, 1, group.configuration}, pass, {0.5, 0.25});
            ProcessRunRow& run = record.process_runs.back();
            run.hash_seed = hash_seed(kSeed, number);
            run.start_seconds = now;
            run.end_seconds = now + 1;
            for (auto row = record.samples.end() - 2; row != record.samples.end(); ++row) {
                row->started_seconds = now + (row->sample == 0 ? 0.1 : 0.6);
                row->iterations = 1;
            }
            now += 1;
        }
    }
    return record;
}

std::vector<std::string> problems_after(const std::function<void(RunRecord&)>& change) {
    RunRecord record = drawn_record();
    change(record);
    std::vector<std::string> problems = check_order(record, kSelection).problems;
    const std::vector<std::string> of_times = check_times(record).problems;
    problems.insert(problems.end(), of_times.begin(), of_times.end());
    return problems;
}

TEST(ScheduleVerification, WhatWasDrawnHolds) {
    EXPECT_THAT(problems_after([](RunRecord&) {}), IsEmpty());
    EXPECT_EQ(check_order(drawn_record(), kSelection).checked, 16U);
    EXPECT_EQ(check_times(drawn_record()).checked, 16U + 32U);
    EXPECT_THAT(problems_after([](RunRecord& record) {
                    SampleRow warm_up = record.samples[2];
                    warm_up.seconds = 0.1;
                    record.warmups = {warm_up, warm_up};  // which are not numbered
                }),
                IsEmpty());
}

TEST(ScheduleVerification, GroupsMayBeLeftOutAndMeasuredAgain) {
    EXPECT_THAT(problems_after([](RunRecord& record) {
                    record.process_runs.erase(record.process_runs.begin() + 3);
                    ProcessRunRow& again = record.process_runs[4];
                    again.workload = record.process_runs[3].workload;
                    again.mode = record.process_runs[3].mode;
                    again.configuration = record.process_runs[3].configuration;
                }),
                IsEmpty());
}

TEST(ScheduleVerification, AnotherSeedIsFound) {
    EXPECT_THAT(problems_after([](RunRecord& record) { record.process_runs[5].hash_seed ^= 1U; }),
                ElementsAre(HasSubstr("process run 5 of ")));
    EXPECT_GE(problems_after([](RunRecord& record) { record.header["seed"] = kSeed + 1; }).size(), 16U);
    EXPECT_THAT(problems_after([](RunRecord& record) { record.header["seed"] = "x"; }),
                ElementsAre("the file has no seed"));
}

TEST(ScheduleVerification, AnotherOrderIsFoundUnlessTheRunWasResumed) {
    const auto swap_groups = [](RunRecord& record) {
        std::swap(record.process_runs[1].workload, record.process_runs[6].workload);
        std::swap(record.process_runs[1].mode, record.process_runs[6].mode);
        std::swap(record.process_runs[1].configuration, record.process_runs[6].configuration);
    };
    EXPECT_THAT(problems_after(swap_groups), testing::Contains(HasSubstr("the order that was drawn")));
    EXPECT_THAT(problems_after([](RunRecord& record) {
                    ProcessRunRow& again = record.process_runs[7];
                    again.workload = record.process_runs[0].workload;
                    again.mode = record.process_runs[0].mode;
                    again.configuration = record.process_runs[0].configuration;
                    record.header["resumed"] = nlohmann::json::array({nlohmann::json::object()});
                }),
                IsEmpty());
}

/// It is measured again where the run was cut off; the first group of its pass stands for it.
TEST(ScheduleVerification, EachResumptionExcusesOneStepBack) {
    const auto steps_back = [](std::size_t resumptions) {
        return problems_after([&](RunRecord& record) {
            for (const std::size_t again : {2U, 5U}) {
                record.process_runs[again].workload = record.process_runs[0].workload;
                record.process_runs[again].mode = record.process_runs[0].mode;
                record.process_runs[again].configuration = record.process_runs[0].configuration;
            }
            record.header["resumed"] = std::vector<nlohmann::json>(resumptions, nlohmann::json::object());
        });
    };
    EXPECT_THAT(steps_back(0), testing::SizeIs(2));
    EXPECT_THAT(steps_back(1), testing::SizeIs(1));
    EXPECT_THAT(steps_back(2), IsEmpty());
}

TEST(ScheduleVerification, RowsThatDoNotFollowEachOtherAreFound) {
    EXPECT_THAT(
        problems_after([](RunRecord& record) { std::swap(record.process_runs[0], record.process_runs[1]); }),
        testing::Contains(HasSubstr("the order of the numbers")));
    EXPECT_THAT(problems_after([](RunRecord& record) {
                    record.process_runs[1].process_run = 0;
                    record.process_runs[1].hash_seed = hash_seed(kSeed, 0);
                }),
                testing::Contains(HasSubstr("the order of the numbers")));
    EXPECT_THAT(problems_after([](RunRecord& record) { record.process_runs[9].pass = 0; }),
                testing::Contains(HasSubstr("of a pass that was over")));
    EXPECT_THAT(problems_after([](RunRecord& record) { record.process_runs[2].workload = "fibonacci"; }),
                ElementsAre(HasSubstr("a group that was not to be measured")));
}

TEST(ScheduleVerification, TimesThatCannotBeAreFound) {
    EXPECT_THAT(problems_after([](RunRecord& record) { record.process_runs[3].start_seconds = 0; }),
                ElementsAre(HasSubstr("process run 3 was from 0 to 5 s, after one until 4 s")));
    EXPECT_THAT(problems_after([](RunRecord& record) { record.samples[4].started_seconds = -5; }),
                ElementsAre(HasSubstr("not within its process run 2")));
    EXPECT_THAT(problems_after([](RunRecord& record) { record.samples[4].started_seconds = 1e9; }),
                ElementsAre(HasSubstr("is of 1000000000 s, not within")));
    EXPECT_THAT(problems_after([](RunRecord& record) { std::swap(record.samples[4], record.samples[5]); }),
                ElementsAre(HasSubstr("does not come after sample 5")));
    EXPECT_THAT(problems_after([](RunRecord& record) { record.samples[4].iterations = 1000; }),
                ElementsAre(testing::ContainsRegex("of process run 2 lasted .* but it was over after 1 s")));
}

TEST(ScheduleVerification, ClocksMayBeAMillisecondApart) {
    const auto moved = [](double seconds) {  // from its process run 2, into the one before or the next
        return problems_after([&](RunRecord& record) {
            (seconds < 0 ? record.process_runs[2].start_seconds : record.process_runs[2].end_seconds) +=
                seconds;
        });
    };
    EXPECT_THAT(moved(-0.00099), IsEmpty());
    EXPECT_THAT(moved(0.00099), IsEmpty());
    EXPECT_THAT(moved(-0.00101), ElementsAre(HasSubstr("process run 2 was from")));
    EXPECT_THAT(moved(0.00101), ElementsAre(HasSubstr("process run 3 was from")));
    const auto sampled = [](double begins, double ends) {
        return problems_after([&](RunRecord& record) {
            record.samples[4].started_seconds = record.process_runs[2].start_seconds + begins;
            record.samples[5].started_seconds = record.process_runs[2].end_seconds + ends;
        });
    };
    EXPECT_THAT(sampled(-0.00099, 0.00099), IsEmpty());
    EXPECT_THAT(sampled(0.0005, -0.0005), IsEmpty());
    EXPECT_THAT(sampled(-0.00101, 0), testing::SizeIs(1));
    EXPECT_THAT(sampled(0, 0.00101), testing::SizeIs(1));
}

TEST(ScheduleVerification, ARunMayBeginAtOnceAndAProcessEndAtOnce) {
    EXPECT_THAT(problems_after([](RunRecord& record) {
                    for (ProcessRunRow& run : record.process_runs) {
                        run.start_seconds -= 1;
                        run.end_seconds -= 1;
                    }
                    for (SampleRow& row : record.samples) {
                        row.started_seconds -= 1;
                    }
                }),
                IsEmpty());
    EXPECT_THAT(problems_after([](RunRecord& record) {
                    record.samples.resize(record.samples.size() - 2);
                    record.process_runs.back().end_seconds = record.process_runs.back().start_seconds;
                }),
                IsEmpty());
}

TEST(ScheduleVerification, ASampleIsThereOnce) {
    EXPECT_THAT(
        problems_after([](RunRecord& record) { record.samples[5].sample = record.samples[4].sample; }),
        ElementsAre(HasSubstr("does not come after sample")));
}

TEST(ScheduleVerification, TheOriginalTookTheListsInTheirOrder) {
    const auto of_the_original = [](RunRecord& record) {
        record.header["profile"] = "pep371";
        record.process_runs.resize(4);
        record.samples.clear();
        int number = 0;
        for (const std::string& workload : kSelection.workloads) {
            for (const std::string& configuration : kSelection.configurations) {
                ProcessRunRow& run = record.process_runs[static_cast<std::size_t>(number++)];
                run.workload = workload;
                run.configuration = configuration;
            }
        }
    };
    EXPECT_THAT(problems_after(of_the_original), IsEmpty());
    EXPECT_THAT(problems_after([&](RunRecord& record) {
                    of_the_original(record);
                    std::swap(record.process_runs[1].configuration, record.process_runs[0].configuration);
                }),
                ElementsAre(HasSubstr("process run 1 of primes, linear, x does not come in the order")));
}

}  // namespace
}  // namespace pepbench
