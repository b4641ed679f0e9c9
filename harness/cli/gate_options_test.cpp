#include "cli/gate_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error.h"

namespace pepbench {
namespace {

using testing::HasSubstr;

TEST(GateOptions, AShareIsWrittenInEitherWay) {
    EXPECT_DOUBLE_EQ(share_of("5%", "--threshold"), 0.05);
    EXPECT_DOUBLE_EQ(share_of("0.05", "--threshold"), 0.05);
    EXPECT_DOUBLE_EQ(share_of("2.5%", "--threshold"), 0.025);
}

TEST(GateOptions, WhatIsNoShareIsRefused) {
    for (const char* text : {"0", "0%", "300%", "5", "1", "-5%", "", "%", "five", "5 %", "nan", "1e999"}) {
        EXPECT_THROW(share_of(text, "--threshold"), Error) << text;
    }
    try {
        share_of("300%", "--threshold");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("--threshold 300% is not above 0 and below 100 %"));
    }
}

TEST(GateOptions, TheRuleOfTheFactsIsTheDefault) {
    const GateRule rule = rule_of({}, 100);
    EXPECT_DOUBLE_EQ(rule.threshold, 0.05);
    EXPECT_DOUBLE_EQ(rule.alpha, 1e-3);
    EXPECT_DOUBLE_EQ(rule.beta, 1e-3);
    EXPECT_EQ(rule.cells, 100);
    EXPECT_EQ(rule.max_rounds, 120);
    EXPECT_DOUBLE_EQ(rule.max_seconds, 20);
}

TEST(GateOptions, WhatTheUserSaysHolds) {
    const GateRule rule = rule_of(
        {.threshold = "10%", .alpha = "0.01", .beta = "1%", .max_rounds = "40", .max_seconds = "2.5"}, 1);
    EXPECT_DOUBLE_EQ(rule.threshold, 0.1);
    EXPECT_DOUBLE_EQ(rule.alpha, 0.01);
    EXPECT_DOUBLE_EQ(rule.beta, 0.01);
    EXPECT_EQ(rule.max_rounds, 40);
    EXPECT_DOUBLE_EQ(rule.max_seconds, 2.5);
    EXPECT_THROW(rule_of({.max_seconds = "0"}, 1), Error);
    EXPECT_THROW(rule_of({.max_rounds = "0"}, 1), Error);
    EXPECT_EQ(rule_of({.max_rounds = "100000"}, 1).max_rounds, 100'000);
    EXPECT_THROW(rule_of({.max_rounds = "100001"}, 1), Error);
}

TEST(GateOptions, TooFewRoundsForAnyVerdictAreRefused) {
    const auto require = [](const GateOptions& options, int cells) {
        require_rounds_for_a_verdict(rule_of(options, cells));
    };
    EXPECT_THROW(require({.max_rounds = "10"}, 1), Error);  // no cell could pass
    EXPECT_NO_THROW(require({.max_rounds = "11"}, 1));
    EXPECT_THROW(require({.max_rounds = "11"}, 100), Error);  // no cell of so many could be called regressed
    EXPECT_THROW(require({.alpha = "1e-60"}, 1), Error);
}

TEST(GateOptions, CoresAreKeptAwakeWhereThatIsOfUse) {
    Machine machine;
    EXPECT_FALSE(keeps_awake("", machine));
    EXPECT_TRUE(keeps_awake("yes", machine));
    machine.virtualization.virtual_machine = "kvm";
    EXPECT_TRUE(keeps_awake("", machine));
    EXPECT_TRUE(keeps_awake("auto", machine));
    EXPECT_FALSE(keeps_awake("no", machine));
    machine.cgroup_quota_cores = 1.5;
    EXPECT_FALSE(keeps_awake("auto", machine));
    machine.cgroup_quota_cores.reset();
    machine.smt_active = true;
    EXPECT_FALSE(keeps_awake("auto", machine));
    EXPECT_THROW(keeps_awake("maybe", machine), Error);  // of a file
}

TEST(GateOptions, RoundsAreStartedAheadWhereACoreIsFree) {
    Machine machine;
    machine.usable_cores = 1.5;
    EXPECT_FALSE(starts_ahead("", machine));
    EXPECT_TRUE(starts_ahead("yes", machine));
    machine.usable_cores = 2;
    EXPECT_TRUE(starts_ahead("auto", machine));
    EXPECT_FALSE(starts_ahead("no", machine));
    machine.smt_active = true;
    EXPECT_FALSE(starts_ahead("", machine));
    EXPECT_THROW(starts_ahead("maybe", machine), Error);  // of a file
}

TEST(GateOptions, OfAFormerVersionsFileAreRestored) {
    auto settings = to_json(GateOptions{.base = "a"});
    settings.erase("keep_awake");
    settings.erase("start_ahead");
    GateOptions restored;
    restore(settings, restored);
    EXPECT_EQ(restored.base, "a");
    EXPECT_EQ(restored.keep_awake, "");
    EXPECT_EQ(restored.start_ahead, "");
}

TEST(GateOptions, AreRestoredFromAFile) {
    GateOptions options{.base = "a", .head = "b", .threshold = "3%", .max_rounds = "50"};
    options.run.workloads = {"primes"};
    options.run.test_parameters = true;
    GateOptions restored;
    restore(to_json(options), restored);
    EXPECT_EQ(to_json(restored), to_json(options));
    EXPECT_THROW(restore({{"base", 1}}, restored), Error);
    EXPECT_THROW(restore(nlohmann::json::object(), restored), Error);
}

TEST(GateOptions, WhatAFileNamesToBeRunIsToBeNamedAgain) {
    GateOptions of_file{.base = "cpython-3.15", .head = "./python+jit", .base_ref = "a", .setup = "make"};
    of_file.run.workloads = {"primes", "../mine.py"};
    EXPECT_THAT(foreign_options(of_file, {}),
                testing::ElementsAre(OptionText("--head", "./python+jit"), OptionText("--base-ref", "a"),
                                     OptionText("--setup", "make"), OptionText("--workload", "../mine.py")));
    GateOptions given = of_file;
    EXPECT_THAT(foreign_options(of_file, given), testing::IsEmpty());
    given.setup = "make all";
    EXPECT_THAT(foreign_options(of_file, given), testing::ElementsAre(OptionText("--setup", "make")));
}

TEST(GateOptions, WhatDiffersFromTheBeginningIsNamed) {
    GateOptions of_file{.base = "a", .head = "b", .threshold = "3%", .max_rounds = "50"};
    of_file.run.workloads = {"primes", "../mine.py"};
    of_file.run.modes = {"process"};
    of_file.run.seed = "7";
    EXPECT_THAT(differing_options(of_file, {}), testing::IsEmpty());
    EXPECT_THAT(differing_options(of_file, of_file), testing::IsEmpty());
    GateOptions given{.threshold = "5%", .alpha = "1%", .max_rounds = "90", .keep_awake = "no"};
    given.run.workloads = {"../mine.py", "other.py"};
    given.run.modes = {"linear", "process"};
    given.run.seed = "8";
    given.run.test_parameters = true;
    EXPECT_THAT(
        differing_options(of_file, given),
        testing::ElementsAre("--threshold '5%'", "--alpha '1%'", "--keep-awake 'no'", "--seed '8'",
                             "--mode 'linear,process'", "--workload 'other.py'", "--test-parameters"));
}

TEST(GateOptions, WhatIsOfPepbenchsOwnMayBeRun) {
    GateOptions of_file{.base = "cpython-3.15", .head = "cpython-3.15+jit"};
    of_file.run.workloads = {"primes", PEPBENCH_SOURCE_DIR "/workloads/soak/units.py"};
    EXPECT_THAT(foreign_options(of_file, {}), testing::IsEmpty());
    of_file.run.workloads = {PEPBENCH_SOURCE_DIR "/workloads/../../mine.py"};
    EXPECT_THAT(foreign_options(of_file, {}), testing::SizeIs(1));
}

}  // namespace
}  // namespace pepbench
