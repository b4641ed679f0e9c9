#include "cli/run_options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "cli/run_options_for_test.h"
#include "error.h"

namespace pepbench {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(RunOptions, TheMainJobUnlessAskedOtherwise) {
    const Asking asking;
    const ResolvedRun run = asking.run();
    const Settings& settings = run.settings;
    EXPECT_THAT(settings.selection.workloads, ElementsAre("fibonacci", "primes"));
    EXPECT_THAT(settings.selection.modes,
                ElementsAre(Mode{"linear", ""}, Mode{"threaded", ""}, Mode{"process", "fork"}));
    EXPECT_THAT(settings.selection.workers, ElementsAre(1, 2, 4, 8));
    EXPECT_THAT(settings.selection.configurations,
                ElementsAre("cpython-3.11", "cpython-3.15", "cpython-3.15+jit"));
    EXPECT_EQ(settings.configurations.size(), 3U);
    EXPECT_TRUE(run.unavailable.empty());
    EXPECT_EQ(settings.profile, Profile::sound);
    EXPECT_EQ(settings.budget_seconds, 330);  // 72 cells
    EXPECT_FALSE(settings.samples);
    EXPECT_EQ(settings.timeout_seconds, 120);
    EXPECT_EQ(settings.workload_files.at("primes"),
              asking.tree.root() / "workloads" / "pep371" / "primes.py");
    EXPECT_EQ(run.output, asking.tree.root() / "result.json");
}

TEST(RunOptions, AllSuitesInAllConfigurations) {
    Asking asking;
    asking.options.suite = "all";
    const ResolvedRun run = asking.run();
    const Selection& selection = run.settings.selection;
    EXPECT_THAT(selection.workloads, ElementsAre("fibonacci", "primes", "closures"));
    ASSERT_EQ(run.unavailable.size(), 1U);
    EXPECT_EQ(run.unavailable[0].name, "pypy-3.9");
    EXPECT_THAT(selection.shape_of("primes").modes,
                ElementsAre(Mode{"linear", ""}, Mode{"threaded", ""}, Mode{"process", "fork"},
                            Mode{"subinterpreter", ""}));
    EXPECT_THAT(selection.shape_of("primes").workers, ElementsAre(1, 2, 4, 8));
    EXPECT_THAT(selection.shape_of("closures").modes, ElementsAre(Mode{"linear", ""}));
    EXPECT_THAT(selection.shape_of("closures").workers, ElementsAre(1));
    EXPECT_EQ(number_of_cells(selection), 3U * (2U * 16U + 1U));
}

TEST(RunOptions, ASuiteOrItsWorkloads) {
    Asking asking;
    asking.options.suite = "jit";
    EXPECT_THAT(asking.run().settings.selection.workloads, ElementsAre("closures"));
    EXPECT_THAT(asking.run().settings.selection.configurations,
                ElementsAre("cpython-3.11", "cpython-3.15", "cpython-3.15+jit"));
    asking.options.workloads = {"primes"};
    EXPECT_THAT(asking.refusal(), HasSubstr("unknown workload 'primes'"));
    asking.options.suite.clear();
    asking.options.workloads = {"closures", "primes"};
    asking.options.modes = {"thread-pool", "process-pool"};
    asking.options.workers = {"2"};
    const Selection selection = asking.run().settings.selection;
    EXPECT_THAT(selection.workloads, ElementsAre("closures", "primes"));
    EXPECT_THAT(selection.shape_of("closures").modes,
                ElementsAre(Mode{"thread-pool", ""}, Mode{"process-pool", "fork"}));
    EXPECT_THAT(selection.shape_of("primes").workers, ElementsAre(2));
    asking.options.suite = "pyperformance";
    EXPECT_THAT(asking.refusal(), HasSubstr("unknown suite 'pyperformance'"));
}

TEST(RunOptions, AFileOfTheUsersInPlaceOfOurs) {
    Asking asking;
    asking.tree.add("bench/primes.py", "");
    const auto file = asking.tree.root() / "bench" / "primes.py";
    asking.options.workloads = {file.string(), "fibonacci"};
    const Settings settings = asking.run().settings;
    EXPECT_THAT(settings.selection.workloads, ElementsAre("primes", "fibonacci"));
    EXPECT_EQ(settings.workload_files.at("primes"), file);
    EXPECT_EQ(settings.suites.at("primes"), "user");
    EXPECT_THAT(settings.selection.shape_of("primes").modes, ElementsAre(Mode{"linear", ""}));
    EXPECT_THAT(settings.selection.shape_of("primes").workers, ElementsAre(1));
    asking.options.suite = "jit";  // which is about ours
    asking.options.workloads = {file.string()};
    asking.options.modes = {"threaded"};
    asking.options.workers = {"2", "4"};
    const Selection selection = asking.run().settings.selection;
    EXPECT_THAT(selection.shape_of("primes").modes, ElementsAre(Mode{"threaded", ""}));
    EXPECT_THAT(selection.shape_of("primes").workers, ElementsAre(2, 4));
    asking.options.workloads = {file.string() + "x"};
    EXPECT_THAT(asking.refusal(), HasSubstr("there is no workload file"));
}

TEST(RunOptions, EveryConfigurationByTheWordAll) {
    Asking asking;
    asking.options.configurations = {"all"};
    const ResolvedRun run = asking.run();
    EXPECT_EQ(run.settings.selection.configurations.size(), 3U);
    EXPECT_EQ(run.unavailable.size(), 1U);
}

TEST(RunOptions, ASwitchThatTheInterpreterDoesNotHave) {
    Asking asking;
    asking.options.configurations = {"cpython-3.11+jit"};
    EXPECT_EQ(asking.refusal(),
              "unknown configuration 'cpython-3.11+jit': cpython-3.11 has no JIT that could be switched on");
}

TEST(RunOptions, WhatIsAskedForInItsOrderAndOnce) {
    Asking asking;
    asking.options.workloads = {"primes", "fibonacci", "primes"};
    asking.options.modes = {"process", "linear", "process"};
    asking.options.start_methods = {"spawn", "fork", "spawn"};
    asking.options.workers = {"8", "1", "8"};
    asking.options.configurations = {"cpython-3.15+jit", "cpython-3.11", "cpython-3.11"};
    const ResolvedRun run = asking.run();
    const Selection& selection = run.settings.selection;
    EXPECT_THAT(selection.workloads, ElementsAre("primes", "fibonacci"));
    EXPECT_THAT(selection.modes,
                ElementsAre(Mode{"process", "spawn"}, Mode{"process", "fork"}, Mode{"linear", ""}));
    EXPECT_THAT(selection.workers, ElementsAre(8, 1));
    EXPECT_THAT(selection.configurations, ElementsAre("cpython-3.15+jit", "cpython-3.11"));
    EXPECT_TRUE(run.unavailable.empty());
}

TEST(RunOptions, BudgetOfAFewCells) {
    Asking asking;
    asking.options.workloads = {"primes"};
    asking.options.modes = {"linear"};
    asking.options.workers = {"1"};
    asking.options.configurations = {"cpython-3.15", "cpython-3.15+jit"};
    EXPECT_EQ(asking.run().settings.budget_seconds, 20);
    asking.options.budget = "0.5";
    EXPECT_EQ(asking.run().settings.budget_seconds, 0.5);
    asking.options.budget.clear();
    asking.options.samples = "3";
    EXPECT_EQ(asking.run().settings.samples, 3);
    EXPECT_EQ(repetitions(asking.run().settings), 3);
    asking.options.samples.clear();
    asking.options.profile = "pep371";
    EXPECT_EQ(asking.run().settings.profile, Profile::pep371);
    EXPECT_EQ(repetitions(asking.run().settings), 100);
}

TEST(RunOptions, UnknownNamesWithTheNearest) {
    const auto refusal = [](const std::function<void(RunOptions&)>& change) {
        Asking asking;
        change(asking.options);
        return asking.refusal();
    };
    EXPECT_THAT(refusal([](RunOptions& it) { it.workloads = {"prime"}; }),
                HasSubstr("unknown workload 'prime'; did you mean 'primes'?"));
    EXPECT_THAT(refusal([](RunOptions& it) { it.modes = {"thread"}; }),
                HasSubstr("unknown mode 'thread'; did you mean 'threaded'?"));
    EXPECT_THAT(refusal([](RunOptions& it) { it.configurations = {"cpython-3.15-jit"}; }),
                HasSubstr("did you mean 'cpython-3.15+jit'?"));
    EXPECT_THAT(refusal([](RunOptions& it) { it.start_methods = {"spwan"}; }),
                HasSubstr("unknown start method 'spwan'; did you mean 'spawn'?"));
    EXPECT_THAT(refusal([](RunOptions& it) { it.profile = "pep317"; }),
                HasSubstr("unknown profile 'pep317'; did you mean 'pep371'?"));
    EXPECT_THAT(refusal([](RunOptions& it) { it.workloads = {""}; }), HasSubstr("unknown workload ''"));
}

TEST(RunOptions, NumbersThatAreNone) {
    for (const char* workers : {"0", "-1", "abc", "", "1.5", "1e3", " 2", "2x", "+2", "99999999999", "0x2"}) {
        Asking asking;
        asking.options.workers = {"1", workers};
        EXPECT_THAT(asking.refusal(), HasSubstr("--workers '" + std::string(workers) +
                                                "' is not a whole number of at least 1"));
    }
    Asking asking;
    asking.options.workers = {"257"};
    EXPECT_THAT(asking.refusal(), HasSubstr("at most 256"));
    asking.options.workers = {"256"};
    EXPECT_EQ(asking.refusal(), "");
    for (const char* samples : {"0", "-3", "many", "2.0"}) {
        Asking other;
        other.options.samples = samples;
        EXPECT_THAT(other.refusal(),
                    HasSubstr("--samples '" + std::string(samples) + "' is not a whole number"));
    }
    for (const char* budget : {"0", "-1", "nan", "inf", "1e999", "ten", "5s", " 5"}) {
        Asking other;
        other.options.budget = budget;
        EXPECT_THAT(other.refusal(),
                    HasSubstr("--budget '" + std::string(budget) + "' is not a positive number of seconds"));
    }
    for (const double timeout :
         {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        Asking other;
        other.options.timeout = timeout;
        EXPECT_THAT(other.refusal(), HasSubstr("--timeout")) << timeout;
    }
}

TEST(RunOptions, SamplesAndBudgetExcludeEachOther) {
    Asking asking;
    asking.options.samples = "2";
    asking.options.budget = "10";
    EXPECT_THAT(asking.refusal(), HasSubstr("exclude each other"));
}

TEST(RunOptions, Seeds) {
    Asking asking;
    asking.options.seed = "9007199254740991";
    EXPECT_EQ(asking.run().settings.seed, (std::uint64_t{1} << 53U) - 1);
    for (const char* seed : {"9007199254740992", "-1", "abc", "1.5", "99999999999999999999"}) {
        asking.options.seed = seed;
        EXPECT_THAT(asking.refusal(),
                    HasSubstr("--seed '" + std::string(seed) + "' is not a whole number below 2^53"));
    }
    asking.options.seed.clear();
    std::set<std::uint64_t> drawn;
    for (int draw = 0; draw < 20; ++draw) {
        drawn.insert(asking.run().settings.seed);
        EXPECT_LT(*drawn.rbegin(), std::uint64_t{1} << 53U);
    }
    EXPECT_EQ(drawn.size(), 20U);
}

TEST(RunOptions, AnOutputThatIsThere) {
    Asking asking;
    asking.options.output = asking.tree.root() / "existing.json";
    EXPECT_THAT(asking.refusal(), AllOf(HasSubstr("existing.json exists"), HasSubstr("--force")));
    asking.options.force = true;
    EXPECT_EQ(asking.refusal(), "");
    asking.options.force = false;
    asking.tree.add("result.json.journal", "");
    asking.options.output = asking.tree.root() / "result.json";
    EXPECT_THAT(asking.refusal(), HasSubstr("result.json.journal exists"));
    asking.options.force = true;
    EXPECT_EQ(asking.refusal(), "");
    asking.options.output = asking.tree.root();
    EXPECT_THAT(asking.refusal(), HasSubstr("is a folder"));
    asking.options.force = false;
    EXPECT_THAT(asking.refusal(), HasSubstr("is a folder"));
}

TEST(RunOptions, AnOutputWhoseNameIsTooLongIsForTheJournalToRefuse) {
    Asking asking;
    asking.options.output = asking.tree.root() / std::string(5000, 'x');
    EXPECT_NO_THROW((void)asking.run());
}

TEST(RunOptions, UnavailableConfigurations) {
    Asking asking;
    asking.options.configurations = {"pypy-3.9", "cpython-3.11"};
    const ResolvedRun run = asking.run();
    EXPECT_THAT(run.settings.selection.configurations, ElementsAre("cpython-3.11"));
    EXPECT_EQ(run.unavailable.at(0).unavailable, "it is not installed");
    asking.options.configurations = {"pypy-3.9"};
    EXPECT_EQ(asking.refusal(ExitCode::incomplete), "pypy-3.9 cannot be measured here: it is not installed");
}

TEST(RunOptions, NoInterpreterAtAll) {
    Asking asking;
    for (const std::vector<std::string>& asked :
         {std::vector<std::string>(), std::vector<std::string>{"cpython-3.11"}}) {
        asking.options.configurations = asked;
        try {
            (void)asking.run({});
            FAIL();
        } catch (const Error& error) {
            EXPECT_STREQ(error.what(), "no interpreter was found; run ci/setup.sh");
            EXPECT_EQ(error.code(), ExitCode::incomplete);
        }
    }
}

TEST(RunOptions, WholeNumber) {
    EXPECT_EQ(whole_number("0", "--x", 0), 0);
    EXPECT_EQ(whole_number("2147483647", "--x", 1), 2'147'483'647);
    EXPECT_THROW((void)whole_number("2147483648", "--x", 1), Error);
    EXPECT_THROW((void)whole_number("4", "--x", 5), Error);
}

}  // namespace
}  // namespace pepbench
