#include "measure/runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <stdlib.h>  // setenv, which <cstdlib> does not promise

#include <csignal>

#include "error.h"
#include "measure/runner_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

TEST(Runner, SaysHello) {
    Runner runner(fake_configuration("fake"), 0, kEnough);
    runner.await_hello();
    EXPECT_EQ(runner.hello().at("runner"), "fake");
    EXPECT_EQ(runner.hello().at("facts").at("version"), "1.0");
}

TEST(Runner, DescribesItself) {
    Runner runner(fake_configuration("fake"), 0, kEnough);
    runner.await_hello();
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
    runner.await_hello();
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
    runner.await_hello();
    MeasureRequest request{.cell = {{"workload", "\xff.py"}, {"mode", "process"}},
                           .resources = {{"scratch", "s"}},
                           .samples = 5,
                           .warmups = 1,
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
        "resources": {"scratch": "s"}, "samples": 5, "warmups": 1, "minimum_sample_seconds": 0.001, "gc": false,
        "wait_for_next": true})"));
    EXPECT_EQ(lines[2].at("id"), 2);
    EXPECT_EQ(lines[2].at("gc"), true);
}

TEST(Runner, GoesOnAfterAFailureAndAfterSomethingUnsupported) {
    Runner runner(fake_configuration("fake", script(R"({"cells": {
        "1": [["ready"], ["message", {"type": "failure", "reason": "no answer"}]],
        "2": [["message", {"type": "unsupported", "reason": "no threads: RuntimeError"}]]}})")),
                  0, kEnough);
    runner.await_hello();
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

/// A runner that says hello and then is a shell which does `script`.
Configuration shell_runner(const std::string& script) {
    const std::string hello = R"(echo '{"type": "hello", "protocol": 1, "runner": "shell"}'; )";
    return {.name = "shell", .command = {"/bin/sh", "-c", hello + script}};
}

TEST(Runner, IsKeptOnACore) {
    cpu_set_t usable;
    ASSERT_EQ(::sched_getaffinity(0, sizeof usable, &usable), 0);
    int last = 0;
    for (int core = 0; core < CPU_SETSIZE; ++core) {
        last = CPU_ISSET(static_cast<std::size_t>(core), &usable) ? core : last;
    }
    const Scratch scratch;
    const std::string file = (scratch.path() / "cores").string();
    Runner runner(shell_runner("read line; grep Cpus_allowed_list /proc/self/status >" + file), 0, kEnough);
    runner.await_hello();
    runner.pin({last});
    runner.finish();
    std::ifstream stream(file);
    std::string name;
    std::string cores;
    stream >> name >> cores;
    EXPECT_EQ(cores, std::to_string(last));
}

TEST(Runner, ThatCannotBeKeptOnACore) {
    EXPECT_THAT(lost(script("{}"), [](Runner& runner) { runner.pin({CPU_SETSIZE - 1}); }),
                HasSubstr("cannot be kept on core 1023: Invalid argument"));
}

TEST(Runner, WorksInTheFolderOfItsConfiguration) {
    const Scratch scratch;
    Configuration configuration = shell_runner("pwd >here");
    configuration.folder = scratch.path();
    Runner runner(configuration, 0, kEnough);
    runner.await_hello();
    runner.finish();
    std::ifstream stream(scratch.path() / "here");
    std::string folder;
    std::getline(stream, folder);
    EXPECT_EQ(folder, scratch.path().string());
}

TEST(Runner, ItsStartIsNotWaitedFor) {
    const Scratch scratch;
    const std::filesystem::path file = scratch.path() / "go";
    Configuration configuration = shell_runner("");
    configuration.command[2] =
        "while ! test -e " + file.string() + "; do sleep 0.01; done; " + configuration.command[2];
    Runner first(configuration, 0, kEnough);
    Runner second(configuration, 0, kEnough);
    std::ofstream(file).close();
    EXPECT_NO_THROW(first.await_hello());
    EXPECT_NO_THROW(second.await_hello());
}

TEST(Runner, CanBeEndedAtOnce) {
    const Scratch scratch;
    const std::string log = (scratch.path() / "log").string();
    const json stubborn = {{"log", log}, {"close", {{"ignore", SIGTERM}, {"child"}, {"done"}}}};
    Runner runner(fake_configuration("fake", stubborn), 0, kEnough);
    runner.await_hello();
    opened(runner, request_of(1, 1));
    runner.close();
    runner.kill_now();
    for (const json& line : lines_of(log)) {
        if (line.contains("pid")) {
            EXPECT_TRUE(is_gone(line.at("pid").get<int>()));
        }
    }
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
    runner.await_hello();
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
