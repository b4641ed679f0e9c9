#include "measure/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>  // setenv, which <cstdlib> does not promise

#include <csignal>

#include "error.h"
#include "measure/fake_runner_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

constexpr double kEnough = 60;

json script(const char* text) { return json::parse(text); }

/// The sentence with which a runner is lost, at its start or in answering `ask`.
std::string lost(
    const json& script, const std::function<void(Runner&)>& ask = [](Runner&) {}, double timeout = kEnough) {
    try {
        Runner runner(fake_configuration("fake", script), 0, timeout);
        ask(runner);
        return {};
    } catch (const RunnerLost& error) {
        return error.what();
    }
}

MeasureRequest request_of(int workers, std::int64_t samples) {
    return {.cell = {{"workload", "work.py"}, {"mode", "linear"}, {"workers", workers}},
            .samples = samples,
            .warmups = 1};
}

DoneMessage ignoring(Runner& runner, const MeasureRequest& request) {
    return runner.measure(request, [](const json&, const json&) {}, [](const SampleMessage&) {});
}

TEST(Runner, SaysHello) {
    const Runner runner(fake_configuration("fake"), 0, kEnough);
    EXPECT_EQ(runner.hello().at("runner"), "fake");
    EXPECT_EQ(runner.hello().at("facts").at("version"), "1.0");
}

TEST(Runner, DescribesItself) {
    Runner runner(fake_configuration("fake"), 0, kEnough);
    const json description = runner.describe({"a.py", "b.py"});
    EXPECT_EQ(description.at("workloads").at(1).at("path"), "b.py");
    EXPECT_EQ(description.at("modes"), json::array({"linear"}));
}

TEST(Runner, MalformedDescriptions) {
    for (const char* change :
         {R"({"type": "done"})", R"({"facts": 5})", R"({"facts": {"version": 5}})",
          R"({"facts": {"build": 1}})", R"({"facts": {"build": {"compiler": 1}}})", R"({"modes": "linear"})",
          R"({"modes": [1]})", R"({"start_methods": [[]]})", R"({"workloads": 7})", R"({"workloads": [7]})",
          R"({"workloads": [{"path": 7}]})", R"({"workloads": [{"path": "a", "shows": 7}]})"}) {
        const json fake = {{"description", json::parse(change)}};
        EXPECT_THAT(lost(fake, [](Runner& runner) { (void)runner.describe({"a.py"}); }),
                    HasSubstr("did not describe itself"))
            << change;
    }
}

TEST(Runner, HandsOverEachSample) {
    Runner runner(fake_configuration("fake", script(R"({"seconds": 0.5})")), 0, kEnough);
    json parameters;
    json expected;
    std::vector<SampleMessage> samples;
    const DoneMessage done = runner.measure(
        request_of(2, 3),
        [&](const json& found, const json& answers) {
            parameters = found;
            expected = answers;
        },
        [&](const SampleMessage& sample) { samples.push_back(sample); });
    EXPECT_EQ(done.facts.at("implementation"), "fake");
    EXPECT_EQ(parameters, (json{{"size", 7}}));
    EXPECT_EQ(expected, (json{42, 42}));
    ASSERT_EQ(samples.size(), 4U);
    EXPECT_TRUE(samples[0].warmup);
    EXPECT_FALSE(samples[1].warmup);
    EXPECT_EQ(samples[3].index, 2);
    EXPECT_EQ(samples[3].seconds, 1);
    EXPECT_EQ(samples[3].cpu_seconds, 0.5);
    EXPECT_EQ(samples[3].answers, (json{42, 42}));
    EXPECT_EQ(samples[3].peak_rss_bytes, 1 << 20);
    EXPECT_EQ(samples[3].voluntary_context_switches, 1);
    EXPECT_EQ(samples[3].involuntary_context_switches, 2);
    EXPECT_NO_THROW(runner.finish());
}

TEST(Runner, AsksWhatIsWanted) {
    const Scratch scratch;
    const std::string log = (scratch.path() / "log").string();
    Runner runner(fake_configuration("fake", {{"log", log}}), 0, kEnough);
    MeasureRequest request{.cell = {{"workload", "\xff.py"}, {"mode", "process"}},
                           .resources = {{"scratch", "s"}},
                           .samples = 5,
                           .warmups = 1,
                           .seconds = 0.25,
                           .minimum_sample_seconds = 0.001,
                           .gc = false};
    ignoring(runner, request);
    request.gc = true;
    ignoring(runner, request);
    const auto lines = lines_of(log);
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(
        lines[1],
        json::parse(R"({"type": "measure", "id": 1, "cell": {"workload": "\ufffd.py", "mode": "process"},
        "resources": {"scratch": "s"}, "samples": 5, "warmups": 1, "seconds": 0.25, "minimum_sample_seconds": 0.001, "gc": false})"));
    EXPECT_EQ(lines[2].at("id"), 2);
    EXPECT_EQ(lines[2].at("gc"), true);
}

TEST(Runner, GoesOnAfterAFailureAndAfterSomethingUnsupported) {
    Runner runner(fake_configuration("fake", script(R"({"cells": {
        "1": [["ready"], ["message", {"type": "failure", "reason": "no answer"}]],
        "2": [["message", {"type": "unsupported", "reason": "no threads: RuntimeError"}]]}})")),
                  0, kEnough);
    try {
        ignoring(runner, request_of(1, 1));
        FAIL();
    } catch (const CellFailed& failed) {
        EXPECT_STREQ(failed.what(), "no answer");
    }
    try {
        ignoring(runner, request_of(2, 1));
        FAIL();
    } catch (const CellUnsupported& unsupported) {
        EXPECT_STREQ(unsupported.what(), "no threads: RuntimeError");
    }
    EXPECT_NO_THROW(ignoring(runner, request_of(3, 1)));
    EXPECT_NO_THROW(runner.finish());
}

TEST(Runner, OtherProtocols) {
    EXPECT_THAT(lost(script(R"({"hello": {"protocol": 2}})")), HasSubstr("does not speak version 1"));
    EXPECT_THAT(lost(script(R"({"hello": {"protocol": null}})")), HasSubstr("does not speak version 1"));
    EXPECT_THAT(lost(script(R"({"hello": {"protocol": "1"}})")), HasSubstr("does not speak version 1"));
    EXPECT_THAT(lost(script(R"({"hello": {"type": "ready"}})")), HasSubstr("does not speak version 1"));
}

TEST(Runner, LostAtItsStart) {
    EXPECT_THAT(lost(script(R"({"start": [["stderr", "first\nno module named x\n"], ["exit", 3]]})")),
                AllOf(HasSubstr("closed its output before its hello: it exited with code 3"),
                      HasSubstr("saying: no module named x")));
    EXPECT_THAT(lost(script(R"({"start": [["signal", 9]]})")), HasSubstr("was killed by signal 9 (SIGKILL)"));
    EXPECT_THAT(lost(script(R"({"start": [["text", "Python 3.11\n"]]})")),
                HasSubstr("a line that is no message: Python 3.11"));
    EXPECT_THAT(lost(
                    script(R"({"start": [["hang"]]})"), [](Runner&) {}, 0.2),
                HasSubstr("silent for 0.2 s while the driver waited for its hello"));
}

TEST(Runner, AProgramThatCannotBeStartedIsAnError) {
    Configuration configuration = fake_configuration("fake");
    configuration.command = {"/nowhere/runner"};
    EXPECT_THROW(Runner(configuration, 0, kEnough), Error);
}

TEST(Runner, LostAtItsEnd) {
    const auto finish = [](Runner& runner) { runner.finish(); };
    EXPECT_EQ(lost(script("{}"), finish), "");
    EXPECT_EQ(lost(script(R"({"end": [["text", "more\nwords"]]})"), finish), "");
    EXPECT_THAT(lost(script(R"({"end": [["exit", 3]]})"), finish),
                HasSubstr("exited with code 3 after its last cell"));
    EXPECT_THAT(lost(script(R"({"end": [["signal", 11]]})"), finish), HasSubstr("SIGSEGV"));
    EXPECT_THAT(lost(script(R"({"end": [["hang"]]})"), finish, 0.2),
                HasSubstr("did not end when its input did"));
}

TEST(Runner, TwoInterruptsDoNotWaitForItsEnd) {
    catch_interrupts();
    reset_interrupts();
    Runner runner(fake_configuration("fake", script(R"({"end": [["hang"]]})")), 0, kEnough);
    ::raise(SIGINT);
    ::raise(SIGINT);
    EXPECT_THROW(runner.finish(), Interrupted);
    reset_interrupts();
}

TEST(Runner, EnvironmentWithoutWhatSteersPython) {
    ::setenv("PYTHONPATH", "/somewhere", 1);
    ::setenv("PYTHON_JIT", "1", 1);
    ::setenv("PEPBENCH_TEST_KEPT", "a=b", 1);
    const auto environment =
        runner_environment({.environment = {{"PYTHON_GIL", "0"}, {"LANG", "C"}}}, 4'294'967'295U);
    ::unsetenv("PYTHONPATH");
    ::unsetenv("PYTHON_JIT");
    ::unsetenv("PEPBENCH_TEST_KEPT");
    EXPECT_EQ(environment.count("PYTHONPATH"), 0U);
    EXPECT_EQ(environment.count("PYTHON_JIT"), 0U);
    EXPECT_EQ(environment.at("PYTHONHASHSEED"), "4294967295");
    EXPECT_EQ(environment.at("PYTHON_GIL"), "0");
    EXPECT_EQ(environment.at("LANG"), "C");
    EXPECT_EQ(environment.at("PEPBENCH_TEST_KEPT"), "a=b");
    EXPECT_EQ(environment.count("PATH"), 1U);
}

}  // namespace
}  // namespace pepbench
