#include "judge/verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "record/record_for_test.h"
#include "record/result_file.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Cell kPlain{"primes", {"linear", ""}, 1, "x"};
const Cell kJit{"primes", {"linear", ""}, 2, "x+jit"};

/// Two cells, the second with the JIT on and two workers, two passes.
RunRecord right_record() {
    RunRecord record;
    const auto facts = [](bool jit) {
        return json{{"implementation", "cpython"},
                    {"version", "3.15.0"},
                    {"jit_enabled", jit},
                    {"gil_enabled", true}};
    };
    record.header = {{"profile", "default"},
                     {"outcome", "complete"},
                     {"workloads", {{"primes", {{"expected", {42, 42}}}}}},
                     {"configurations",
                      {{"x", {{"facts", facts(false)}, {"environment", {{"PYTHON_JIT", "0"}}}}},
                       {"x+jit", {{"facts", facts(true)}, {"environment", {{"PYTHON_JIT", "1"}}}}}}}};
    for (auto& [name, configuration] : record.header["configurations"].items()) {
        configuration["facts"]["free_threaded_build"] = false;
    }
    for (int pass = 0; pass < 2; ++pass) {
        for (const Cell& cell : {kPlain, kJit}) {
            add_process_run(record, cell, pass, {0.5, 0.625});
            record.process_runs.back().facts = facts(cell == kJit);
        }
    }
    record.warmups = {sample_for_test(kPlain, 0, 0, 2)};
    return record;
}

json document_of(const RunRecord& record) {
    return result_document(record, summarize(record, PublishedTables()));
}

std::vector<std::string> problems(const json& document, const RunRecord& record) {
    std::vector<std::string> all;
    for (const Check& check : verify_result(document, record, document_of(record))) {
        all.insert(all.end(), check.problems.begin(), check.problems.end());
    }
    return all;
}

/// Of a document that says something else than its samples at `pointer`.
std::vector<std::string> with(const char* pointer, const json& value) {
    json document = document_of(right_record());
    document.at(json::json_pointer(pointer)) = value;
    return problems(document, right_record());
}

std::vector<std::string> problems_of(const RunRecord& record) {
    return problems(document_of(record), record);
}

TEST(Verification, WhatHoldsIsCounted) {
    const RunRecord record = right_record();
    const json document = document_of(record);
    const std::vector<Check> checks = verify_result(document, record, document);
    ASSERT_EQ(checks.size(), 5U);
    for (const Check& check : checks) {
        EXPECT_THAT(check.problems, IsEmpty()) << check.what;
    }
    EXPECT_GT(checks[0].checked, 40U);   // two cells with twenty keys, and more
    EXPECT_GT(checks[1].checked, 160U);  // eight rows with twenty keys
    EXPECT_EQ(checks[2].checked, 9U);    // eight samples and a warm-up
    EXPECT_EQ(checks[3].checked, 9U);
    EXPECT_EQ(checks[4].checked, 4U);
}

TEST(Verification, CountsWhatItCompares) {
    EXPECT_EQ(compare_documents("", "a", {{"x", 1}, {"y", {2, 3}}}, {{"x", 1}, {"y", {2, 4}}}).checked, 3U);
}

TEST(Verification, NumbersToTwelveDigits) {
    EXPECT_THAT(with("/pepbench/summary/cells/0/median_seconds", 0.5625 * (1 + 1e-13)), IsEmpty());
    EXPECT_THAT(with("/pepbench/summary/cells/0/median_seconds", 0.5625 * (1 + 1e-11)),
                ElementsAre(HasSubstr("pepbench/summary/cells/0/median_seconds is 0.5625")));
    EXPECT_THAT(with("/benchmarks/3/real_time", 6.25e8 * (1 + 1e-15)), IsEmpty());
}

TEST(Verification, WhatTheSummarySaysOtherwise) {
    EXPECT_THAT(with("/pepbench/summary/cells/1/samples", 3),
                ElementsAre("pepbench/summary/cells/1/samples is 3 in the file, but 4 by the samples"));
    EXPECT_THAT(with("/pepbench/summary/reference", "y"),
                ElementsAre("pepbench/summary/reference is \"y\" in the file, but \"x\" by the samples"));
    EXPECT_THAT(
        with("/pepbench/summary/cells/1/low_seconds", 0.5),
        ElementsAre("pepbench/summary/cells/1/low_seconds is 0.5 in the file, but null by the samples"));
    EXPECT_THAT(with("/pepbench/summary/cells", json::array()),
                ElementsAre("pepbench/summary/cells has 0 entries in the file, but 2 by the samples"));
    EXPECT_THAT(with("/pepbench/summary", nullptr),
                ElementsAre(HasSubstr("pepbench/summary is null in the file")));
    EXPECT_THAT(with("/benchmarks/0/repetition_index", 1),
                ElementsAre("benchmarks/0/repetition_index is 1 in the file, but 0 by the samples"));
}

TEST(Verification, WhatTheSummaryHasTooMuchOrTooLittle) {
    json document = document_of(right_record());
    document["pepbench"]["summary"].erase("scaling");
    document["pepbench"]["summary"]["verdict"] = "fast";
    EXPECT_THAT(
        problems(document, right_record()),
        ElementsAre("pepbench/summary/scaling is not in the file, but is [] by the samples; 1 more differ"));
    document["pepbench"]["summary"]["scaling"] = json::array();
    EXPECT_THAT(problems(document, right_record()),
                ElementsAre("pepbench/summary/verdict is in the file, but does not follow from the samples"));
    document["pepbench"].erase("summary");
    EXPECT_THAT(problems(document, right_record()),
                ElementsAre(HasSubstr("pepbench/summary is null in the file")));
}

TEST(Verification, WrongAnswers) {
    RunRecord record = right_record();
    record.samples[2].answers = {42, 43};
    record.warmups[0].answers = {41};
    EXPECT_THAT(
        problems_of(record),
        ElementsAre(
            "sample 2 of primes/linear/2/x+jit in process run 1: wrong answer: [42,43] instead of [42,42]",
            "sample 0 of primes/linear/1/x in process run 0: wrong answer: [41] instead of [42]"));
}

TEST(Verification, WithoutKnownAnswersAllMustAgree) {
    RunRecord record = right_record();
    record.header["workloads"] = json::object();
    EXPECT_THAT(problems_of(record), IsEmpty());
    record.samples.back().answers = {42, 43};
    EXPECT_THAT(problems_of(record), ElementsAre(HasSubstr("[42,43] instead of [42,42]")));
}

TEST(Verification, TooFewKnownAnswers) {
    RunRecord record = right_record();
    record.header["workloads"]["primes"]["expected"] = json::array({42});
    EXPECT_EQ(problems_of(record).size(), 4U);  // of the cell with two workers
}

TEST(Verification, SamplesOfOtherProcessRuns) {
    RunRecord record = right_record();
    record.samples[0].process_run = 3;
    record.warmups[0].process_run = 77;
    EXPECT_THAT(
        problems_of(record),
        ElementsAre("a sample of primes/linear/1/x names process run 3, which measured primes, linear, x+jit",
                    "a sample of primes/linear/1/x names process run 77, which is not listed"));
    record = right_record();
    record.process_runs.push_back(record.process_runs.back());
    EXPECT_THAT(problems_of(record), testing::Contains("two process runs have the same number"));
}

TEST(Verification, ProcessRunsThatWereSomethingElse) {
    RunRecord record = right_record();
    record.process_runs[1].facts["jit_enabled"] = false;
    record.process_runs[2].facts["version"] = "3.15.1";
    EXPECT_THAT(problems_of(record),
                ElementsAre("process run 1 of x+jit: it was to run with the JIT on, but reports false",
                            HasSubstr("process run 2 of x: its version was \"3.15.0\" when it started")));
}

TEST(Verification, WhatTheNameOfAConfigurationPromises) {
    RunRecord record = right_record();
    record.header["configurations"]["x"]["facts"]["free_threaded_build"] = true;
    EXPECT_THAT(problems_of(record),
                ElementsAre("process run 0 of x: it was to run with the GIL off, but reports true",
                            "process run 2 of x: it was to run with the GIL off, but reports true"));
    record.header["configurations"]["x"]["facts"] = 3;
    EXPECT_THAT(problems_of(record),
                testing::Contains("process run 0 of x: it reported no facts when it started"));
    record.header["configurations"]["x"] = 3;
    EXPECT_THAT(problems_of(record), testing::Contains(HasSubstr("the file does not describe that")));
    record.header["configurations"].erase("x");
    EXPECT_THAT(problems_of(record), testing::Contains("process run 0 of x: the file does not describe that "
                                                       "configuration"));
}

TEST(Verification, ProcessRunsWithoutFactsNeedAFailureOrAnInterrupt) {
    RunRecord record = right_record();
    record.process_runs[3].facts = nullptr;
    EXPECT_THAT(problems_of(record),
                ElementsAre("process run 3 of x+jit: it reported no facts after the work"));
    record.failures = {{kJit, 3, "it died", ""}};
    EXPECT_THAT(problems_of(record), IsEmpty());
    record.failures.clear();
    record.header["outcome"] = "interrupted";
    EXPECT_THAT(problems_of(record), IsEmpty());
    record.process_runs[1].facts = nullptr;
    EXPECT_THAT(problems_of(record),
                ElementsAre("process run 1 of x+jit: it reported no facts after the work"));
}

TEST(Verification, EachPartOfAResumedRunIsComparedWithItsOwnConfigurations) {
    RunRecord record = right_record();
    record.process_runs[1].facts = nullptr;  // where it was cut off
    record.process_runs[2].facts["version"] = "3.15.1";
    json configurations = record.header["configurations"];
    configurations["x"]["facts"]["version"] = "3.15.1";
    record.header["resumed"] = {
        {{"first_process_run", 2}, {"environment", {{"configurations", configurations}}}}};
    EXPECT_THAT(problems_of(record), IsEmpty());
    record.header["resumed"][0]["first_process_run"] = 3;
    EXPECT_THAT(problems_of(record),
                ElementsAre("process run 1 of x+jit: it reported no facts after the work",
                            HasSubstr("process run 2 of x: its version was \"3.15.0\" when it started")));
}

TEST(Verification, TheFirstRunOfAPartMayBeTheFirstOfAll) {
    RunRecord record = right_record();
    json configurations = record.header["configurations"];
    configurations["x+jit"]["facts"]["version"] = "3.15.1";
    record.header["resumed"] = {
        {{"first_process_run", 1}, {"environment", {{"configurations", configurations}}}}};
    EXPECT_THAT(problems_of(record), ElementsAre(HasSubstr("process run 1 of x+jit: its version was"),
                                                 HasSubstr("process run 3 of x+jit: its version was")));
    record.header["configurations"]["x"]["facts"]["version"] = "3.14.0";
    EXPECT_THAT(problems_of(record), testing::Contains(HasSubstr("process run 0 of x: its version was")));
}

TEST(Verification, PartsThatDoNotSayWhereTheyBegin) {
    RunRecord record = right_record();
    record.header["resumed"] = {json::object(), {{"first_process_run", -1}}, {{"first_process_run", "x"}}};
    EXPECT_THAT(problems_of(record), IsEmpty());
    record.header["resumed"] = {{{"first_process_run", 0}, {"environment", json::object()}}};
    EXPECT_EQ(problems_of(record).size(), 4U);
}

TEST(Verification, ABuildThatDoesNotSayWhetherItIsFreeThreaded) {
    RunRecord record = right_record();
    record.header["configurations"]["x"]["facts"]["free_threaded_build"] = 3;
    EXPECT_THAT(problems_of(record), IsEmpty());
    record.header["configurations"]["x"]["facts"].erase("free_threaded_build");
    EXPECT_THAT(problems_of(record), IsEmpty());
}

TEST(Verification, TheEnvironmentSwitchesTheJitOffToo) {
    RunRecord record = right_record();
    record.header["configurations"]["x"]["facts"]["jit_enabled"] = true;
    for (ProcessRunRow& run : record.process_runs) {
        run.facts["jit_enabled"] = true;
    }
    EXPECT_EQ(problems_of(record).size(), 2U);
    record.header["configurations"]["x"]["environment"]["PYTHON_JIT"] = "1";
    EXPECT_THAT(problems_of(record), IsEmpty());
}

TEST(Verification, LongValuesAreShortened) {
    const auto sentence = [](std::size_t length) {
        return compare_documents("", "a", std::string(length, 'x'), 1).problems.front();
    };
    EXPECT_EQ(sentence(58), "a is \"" + std::string(58, 'x') + "\" in the file, but 1 by the samples");
    EXPECT_EQ(sentence(59), "a is \"" + std::string(59, 'x') + "... in the file, but 1 by the samples");
}

TEST(Verification, ValuesOfAnotherKind) {
    const auto problems = [](const json& stored, const json& derived) {
        return compare_documents("", "a", stored, derived).problems;
    };
    EXPECT_THAT(problems(json::array({1}), 1), ElementsAre("a is [1] in the file, but 1 by the samples"));
    EXPECT_THAT(problems(1, json::array({1})), ElementsAre("a is 1 in the file, but [1] by the samples"));
    EXPECT_THAT(problems({{"b", 1}}, 1), ElementsAre("a is {\"b\":1} in the file, but 1 by the samples"));
    EXPECT_THAT(problems(1, {{"b", 1}}), ElementsAre("a is 1 in the file, but {\"b\":1} by the samples"));
    EXPECT_THAT(problems("ü", nullptr), ElementsAre("a is \"ü\" in the file, but null by the samples"));
}

TEST(Verification, AnImportHasNoAnswers) {
    RunRecord record = right_record();
    record.header["profile"] = "imported";
    EXPECT_EQ(problems_of(record).size(), 9U);
    for (auto* const rows : {&record.samples, &record.warmups}) {
        for (SampleRow& row : *rows) {
            row.answers = nullptr;
        }
    }
    const json document = document_of(record);
    const std::vector<Check> checks = verify_result(document, record, document);
    ASSERT_EQ(checks.size(), 4U);
    EXPECT_EQ(checks[2].checked, 9U);
    EXPECT_THAT(checks[2].problems, IsEmpty());
    record.warmups[0].answers = {42};
    EXPECT_THAT(problems_of(record),
                ElementsAre("a sample of primes/linear/1/x has answers, which no other tool tells"));
}

TEST(Verification, SameNumbers) {
    EXPECT_TRUE(same_number(0, 0));
    EXPECT_TRUE(same_number(1e9, 1e9 + 0.0009));
    EXPECT_FALSE(same_number(1e9, 1e9 + 0.0011));
    EXPECT_TRUE(same_number(-1e9, -1e9 - 0.0009));
    EXPECT_FALSE(same_number(1, -1));
    EXPECT_FALSE(same_number(0, 1e-300));
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    EXPECT_FALSE(same_number(kInfinity, 1));
    EXPECT_FALSE(same_number(1e308, -1e308));
    EXPECT_FALSE(same_number(kInfinity, -kInfinity));
    EXPECT_TRUE(same_number(kInfinity, kInfinity));
}

}  // namespace
}  // namespace pepbench
