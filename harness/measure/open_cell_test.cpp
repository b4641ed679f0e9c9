// Cells that a runner keeps open, from the driver's side.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "measure/runner_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(OpenCell, IsExecutedAsOftenAsAsked) {
    const Scratch scratch;
    const std::string log = (scratch.path() / "log").string();
    Runner runner(fake_configuration("fake", {{"log", log}, {"execute", {0.25, 0.5}}}), 0, kEnough);
    runner.await_hello();
    const OpenCell cell = opened(runner, {.cell = {{"workload", "work.py"}, {"workers", 2}},
                                          .resources = {{"scratch", "s"}},
                                          .samples = 5,
                                          .gc = false});
    EXPECT_EQ(cell.parameters, (json{{"size", 7}}));
    EXPECT_EQ(cell.expected, (json{42, 42}));
    EXPECT_EQ(runner.execute(1).seconds, 0.25);
    const SampleMessage sample = runner.execute(64);
    EXPECT_EQ(sample.seconds, 0.5);
    EXPECT_EQ(sample.iterations, 64);
    EXPECT_EQ(sample.answers, (json{42, 42}));
    EXPECT_EQ(runner.execute(1).seconds, 0.5);
    EXPECT_EQ(runner.close().facts.at("implementation"), "fake");
    EXPECT_NO_THROW(ignoring(runner, request_of(1, 1)));
    EXPECT_NO_THROW(runner.finish());
    std::vector<json> lines = lines_of(log);
    ASSERT_EQ(lines.size(), 7U);
    EXPECT_EQ(lines[1],
              json::parse(R"({"type": "open", "id": 1, "cell": {"workload": "work.py", "workers": 2},
                                        "resources": {"scratch": "s"}, "gc": false})"));
    EXPECT_EQ(lines[3], json::parse(R"({"type": "execute", "id": 3, "iterations": 64})"));
    EXPECT_EQ(lines[5], json::parse(R"({"type": "close", "id": 5})"));
}

TEST(OpenCell, OfARunnerThatIsLost) {
    const auto execute = [](Runner& runner) {
        opened(runner, request_of(1, 1));
        runner.execute(2);
        runner.execute(2);
        runner.close();
    };
    EXPECT_EQ(lost(script("{}"), execute), "");
    EXPECT_THAT(lost(script(R"({"open": [["exit", 3]]})"), execute),
                HasSubstr("closed its output before its ready: it exited with code 3"));
    EXPECT_THAT(lost(script(R"({"open": [["ready"], ["done"]]})"), execute),
                HasSubstr("answered request 2 with a done for another"));
    EXPECT_THAT(lost(script(R"({"open": [["ready", {"expected": null}]]})"), execute),
                HasSubstr("a ready without 'expected'"));
    EXPECT_THAT(lost(script(R"({"execute": [0.1, [["signal", 11]]]})"), execute),
                HasSubstr("before its sample: it was killed by signal 11 (SIGSEGV)"));
    EXPECT_THAT(lost(script(R"({"execute": [0.1, [["hang"]]]})"), execute, 0.2),
                HasSubstr("silent for 0.2 s while the driver waited for its sample"));
    EXPECT_THAT(lost(script(R"({"execute": [[["sample", {"seconds": -1}]]]})"), execute),
                HasSubstr("'seconds' is -1"));
    EXPECT_THAT(lost(script(R"({"execute": [[["sample", {"iterations": 1}]]]})"), execute),
                HasSubstr("executed the cell 1 times where it was asked for 2"));
    EXPECT_THAT(lost(script(R"({"execute": [[["done"]]]})"), execute),
                HasSubstr("a message of type 'done' where the protocol has none"));
    EXPECT_THAT(lost(script(R"({"close": [["sample"]]})"), execute),
                HasSubstr("a message of type 'sample' where the protocol has none"));
    EXPECT_THAT(lost(script(R"({"close": [["done", {"facts": null}]]})"), execute),
                HasSubstr("a done without 'facts'"));
}

TEST(OpenCell, FailuresLeaveTheRunnerGoing) {
    const json fake = script(R"({"open": [["message", {"type": "unsupported", "reason": "no threads"}]],
                   "execute": [[["message", {"type": "failure", "reason": "no answer"}]], 0.5]})");
    Runner runner(fake_configuration("fake", fake), 0, kEnough);
    runner.await_hello();
    EXPECT_THROW(opened(runner, request_of(1, 1)), CellUnsupported);
    EXPECT_THROW(runner.execute(1), CellFailed);
    EXPECT_EQ(runner.execute(1).seconds, 0.5);
}

TEST(OpenCell, AnInterruptIsHeardAfterAnExecution) {
    catch_interrupts();
    reset_interrupts();
    Runner runner(fake_configuration("fake"), 0, kEnough);
    runner.await_hello();
    opened(runner, request_of(1, 1));
    ::raise(SIGINT);
    EXPECT_THROW(runner.execute(1), Interrupted);
    EXPECT_THROW(opened(runner, request_of(1, 1)), Interrupted);
    EXPECT_NO_THROW(runner.close());
    reset_interrupts();
}

TEST(OpenCell, ProcessesOfOneScriptMayDiffer) {
    const Scratch scratch;
    const json fake = {{"count", (scratch.path() / "count").string()},
                       {"execute", {0.5}},
                       {"processes", {{"1", {{"execute", {0.25}}, {"after", {{"jit_enabled", true}}}}}}}};
    std::vector<double> seconds;
    std::vector<json> jit;
    for (int process = 0; process < 3; ++process) {
        Runner runner(fake_configuration("fake", fake), 0, kEnough);
        runner.await_hello();
        opened(runner, request_of(1, 1));
        seconds.push_back(runner.execute(1).seconds);
        jit.push_back(runner.close().facts.at("jit_enabled"));
    }
    EXPECT_EQ(seconds, (std::vector<double>{0.5, 0.25, 0.5}));
    EXPECT_EQ(jit, (std::vector<json>{false, true, false}));
}

}  // namespace
}  // namespace pepbench
