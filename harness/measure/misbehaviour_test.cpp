// Everything that a runner may do wrong: the cell fails with a reason that names it, the others are measured
// all the same, nothing is thrown and no process stays (FakeRun::measure checks the last two).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "measure/misbehaviour_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

TEST(Misbehaviour, Dies) {
    expect_failure(R"([["exit", 3]])",
                   HasSubstr("closed its output before its ready: it exited with code 3"));
    expect_failure(R"([["ready"], ["signal", 11]])",
                   HasSubstr("before its next sample: it was killed by signal 11 (SIGSEGV)"));
    expect_failure(R"([["ready"], ["sample"], ["signal", 9]])", HasSubstr("SIGKILL"), 1);
    expect_failure(R"([["ready"], ["signal", 40]])", HasSubstr("signal 40"));
    expect_failure(R"([["ready"], ["stderr", "out of memory\n"], ["exit", 1]])",
                   HasSubstr("saying: out of memory"));
}

TEST(Misbehaviour, EndsAsIfAllWereWell) {
    expect_failure(R"([["exit", 0]])", HasSubstr("exited with code 0"));
    expect_failure(R"([["ready"], ["warmup"], ["exit", 0]])", HasSubstr("exited with code 0"));
    expect_failure(R"([["ready"], ["done"]])", HasSubstr("after 0 of the 1 samples"));
    expect_failure(R"([["ready"], ["warmup"], ["done"]])", HasSubstr("after 0 of the 1 samples"));
    expect_failure(R"([["done"]])", HasSubstr("of type 'done' where the protocol has none"));
}

TEST(Misbehaviour, HangsAndIsKilledWithItsChildren) {
    expect_failure(R"([["ready"], ["sample"], ["hang"]])",
                   HasSubstr("silent for 2 s while the driver waited for its next sample"), 1, 2);
    expect_failure(R"([["ignore", 15], ["ready"], ["child"], ["hang"]])", HasSubstr("silent for 2 s"), 0, 2);
    expect_failure(R"([["ready"], ["text", "{\"type\": \"sam"], ["hang"]])", HasSubstr("silent for 2 s"), 0,
                   2);
}

TEST(Misbehaviour, AChildHoldsThePipeAfterItsEnd) {
    expect_failure(R"([["ready"], ["ignore", 15], ["child"], ["exit", 2]])", HasSubstr("exited with code 2"));
    // After the last cell such a child is no fault of the measurement, and ends with its runner.
    FakeRun run;
    run.add("a", json::parse(R"({"end": [["child"], ["exit", 0]]})"));
    run.measure();
    EXPECT_EQ(run.pids().size(), 2U * 2U);
    EXPECT_TRUE(run.record.failures.empty()) << reason_of(run.record);
}

TEST(Misbehaviour, AChildHidesInASessionOfItsOwn) {
    expect_failure(R"([["ready"], ["hidden child"], ["exit", 2]])", HasSubstr("exited with code 2"));
    expect_failure(R"([["ready"], ["hidden child"], ["hang"]])", HasSubstr("silent for 2 s"), 0, 2);
    FakeRun run;
    run.add("a", json::parse(R"({"end": [["hidden child"], ["exit", 0]]})"));
    run.measure();
    EXPECT_EQ(run.pids().size(), 2U * 2U);
    EXPECT_TRUE(run.record.failures.empty()) << reason_of(run.record);
}

TEST(Misbehaviour, IsStoppedAndGoesOn) {
    FakeRun run;
    run.settings.samples = 3;
    run.settings.profile = Profile::pep371;  // all in one process
    run.settings.selection.workers = {1};
    run.add("a", json::parse(
                     R"({"cells": {"1": [["ready"], ["sample"], ["drained"], ["stopped", 0.3],
                                         ["sample"], ["drained"],
                                         ["sample"], ["done"]]}})"));
    run.measure();
    EXPECT_TRUE(run.record.failures.empty()) << reason_of(run.record);
    ASSERT_EQ(run.record.samples.size(), 3U);
    EXPECT_FALSE(run.record.samples[0].stopped);
    EXPECT_TRUE(run.record.samples[1].stopped);
    EXPECT_FALSE(run.record.samples[2].stopped);
    // For longer than the driver waits for a word, it is lost.
    expect_failure(R"([["ready"], ["sample"], ["stopped", 600], ["sample"], ["done"]])",
                   HasSubstr("silent for 2 s"), 1, 2);
}

TEST(Misbehaviour, ClosesItsOutputAndLivesOn) {
    expect_failure(R"([["ready"], ["close", 1], ["hang"]])",
                   HasSubstr("closed its output before its next sample: it is still running"));
    expect_failure(R"([["ready"], ["sample"], ["close", 1], ["close", 2], ["ignore", 15], ["hang"]])",
                   HasSubstr("is still running"), 1);
}

TEST(Misbehaviour, LinesThatAreNoMessages) {
    const auto no_message = HasSubstr("wrote a line that is no message");
    expect_failure(R"([["text", "Traceback (most recent call last):\n"]])",
                   AllOf(no_message, HasSubstr("Traceback (most recent call last):")));
    expect_failure(R"([["ready"], ["text", "\n"]])", no_message);
    expect_failure(R"([["ready"], ["text", "[1, 2]\n"]])", no_message);
    expect_failure(R"([["ready"], ["text", "\"sample\"\n"]])", no_message);
    expect_failure(R"([["ready"], ["text", "{\"type\": 5}\n"]])", no_message);
    expect_failure(R"([["ready"], ["text", "{\"type\": \"sample\", \"id\""], ["exit", 0]])",
                   HasSubstr("exited with code 0"));
    expect_failure(R"([["ready"], ["bytes", [123, 34, 255, 254, 34, 58, 49, 125, 10]]])", no_message);
    expect_failure(R"([["ready"], ["bytes", [0, 0, 10]]])", AllOf(no_message, HasSubstr("??")));
    expect_failure(R"([["text", "\u001b[2J\n"]])", AllOf(no_message, HasSubstr("?[2J")));
}

TEST(Misbehaviour, LinesThatAreTooLongOrTooDeep) {
    expect_failure(R"([["ready"], ["long line", 2097152]])", HasSubstr("a line of more than 1 MiB"));
    expect_failure(R"([["ready"], ["long line", 104857600]])", HasSubstr("a line of more than 1 MiB"));
    expect_failure(R"([["ready"], ["long line", 1000000]])", HasSubstr("no message: [[[["));
    FakeRun run;
    const std::string nested = std::string(30'000, '[') + std::string(30'000, ']');
    run.add("a", {{"cells", {{"2", {{"ready"}, {"sample", {{"answers", "@" + nested}}}}}}}});
    run.measure();
    EXPECT_THAT(reason_of(run.record), HasSubstr("no message"));
    EXPECT_EQ(run.samples_by_cell()[kGood], 2);
}

TEST(Misbehaviour, TimesThatCannotBeTrue) {
    for (const char* time : {"0", "-1", "1e300", "1e-300", "1e7", "-0.0"}) {
        for (const char* key : {"seconds", "cpu_seconds"}) {
            if (std::string(key) == "cpu_seconds" && std::abs(std::stod(time)) < 1e-100) {
                continue;  // a clock with large steps may find no CPU time at all
            }
            const std::string actions =
                R"([["ready"], ["sample", {")" + std::string(key) + "\": " + time + "}]]";
            expect_failure(actions.c_str(),
                           AllOf(HasSubstr("cannot be true"), HasSubstr(std::string("'") + key + "'")));
        }
    }
    for (const char* time : {"\"@NaN\"", "\"@Infinity\"", "\"@-Infinity\"", "\"@1e999\""}) {
        const std::string actions = R"([["ready"], ["sample", {"seconds": )" + std::string(time) + "}]]";
        expect_failure(actions.c_str(), HasSubstr("no message"));
    }
    for (const char* time : {"\"0.5\"", "\"@null\"", "null", "[1]", "true"}) {
        const std::string actions = R"([["ready"], ["sample", {"seconds": )" + std::string(time) + "}]]";
        expect_failure(actions.c_str(), HasSubstr("'seconds' is missing or no number"));
    }
    expect_failure(R"([["ready"], ["sample", {"iterations": 9000000000000000000, "seconds": 0.1}]])",
                   HasSubstr("cannot be true"));
}

TEST(Misbehaviour, NumbersThatAreNone) {
    for (const char* key : {"index", "iterations", "peak_rss_bytes", "children_peak_rss_bytes",
                            "voluntary_context_switches", "involuntary_context_switches"}) {
        const std::string name = std::string("'") + key + "'";
        const auto actions = [&](const char* value) {
            return R"([["ready"], ["sample", {")" + std::string(key) + "\": " + value + "}]]";
        };
        expect_failure(actions("null").c_str(), HasSubstr("a sample without " + name));
        expect_failure(actions("1.5").c_str(), HasSubstr(name));
        expect_failure(actions("-1").c_str(), HasSubstr(name));
    }
    expect_failure(R"([["ready"], ["sample", {"iterations": 1e300}]])", HasSubstr("'iterations'"));
    expect_failure(R"([["ready"], ["sample", {"iterations": 0}]])", HasSubstr("without iterations"));
    expect_failure(R"([["ready"], ["sample", {"warmup": "no"}]])", HasSubstr("'warmup' of the wrong type"));
    expect_failure(R"([["ready"], ["sample", {"warmup": null}]])", HasSubstr("without 'warmup'"));
}

TEST(Misbehaviour, WrongAnswers) {
    expect_failure(R"([["ready"], ["sample", {"answers": [42, 41]}]])",
                   HasSubstr("wrong answer: [42,41] instead of [42,42]"));
    expect_failure(R"([["ready"], ["sample", {"answers": [42, "42"]}]])", HasSubstr("wrong answer"));
    expect_failure(R"([["ready"], ["sample", {"answers": [42, "@null"]}]])", HasSubstr("wrong answer"));
    expect_failure(R"([["ready"], ["sample", {"answers": [42]}]])",
                   HasSubstr("1 answers came back from 2 workers"));
    expect_failure(R"([["ready"], ["sample", {"answers": 42}]])", HasSubstr("without answers"));
    expect_failure(R"([["ready"], ["sample", {"answers": null}]])", HasSubstr("without 'answers'"));
    expect_failure(R"([["ready", {"expected": [42]}]])",
                   HasSubstr("the runner knows 1 answers for 2 workers"));
    expect_failure(R"([["ready", {"expected": null}]])", HasSubstr("a ready without 'expected'"));
}

TEST(Misbehaviour, MessagesOutOfPlace) {
    expect_failure(R"([["ready", {"id": 77}]])", HasSubstr("with a ready for another"));
    expect_failure(R"([["ready"], ["sample", {"id": 77}]])",
                   ContainsRegex("answered request [0-9]+ with a sample for another"));
    expect_failure(R"([["ready"], ["sample", {"id": null}]])", HasSubstr("with a sample for another"));
    expect_failure(R"([["sample"]])", HasSubstr("of type 'sample' where the protocol has none"));
    expect_failure(R"([["ready"], ["ready"]])", HasSubstr("of type 'ready' where"));
    expect_failure(R"([["ready"], ["message", {"type": "applause"}]])",
                   HasSubstr("of type 'applause' where"));
    expect_failure(R"([["ready"], ["message", {"no": "type"}]])", HasSubstr("a line that is no message"));
    expect_failure(R"([["ready"], ["sample"], ["sample"], ["sample"], ["done"]])",
                   HasSubstr("more than the 1 samples"), 1);
}

TEST(Misbehaviour, FailuresThatARunnerReports) {
    expect_failure(
        R"([["ready"], ["sample"], ["message", {"type": "failure", "reason": "a child died\u001b[2J"}]])",
        HasSubstr("a child died"), 1);
    expect_failure(R"([["message", {"type": "failure", "reason": 5}]])",
                   HasSubstr("'reason' of the wrong type"));
    expect_failure(R"([["message", {"type": "failure"}]])", HasSubstr("without 'reason'"));
    expect_failure(R"([["message", {"type": "failure", "reason": ""}]])", HasSubstr("gave no reason"));
    // It goes on with the same runner.
    Misbehaviour it(R"([["message", {"type": "failure", "reason": "a child died\u001b[2J"}]])");
    EXPECT_EQ(it.run.record.process_runs.size(), 2U);  // one a pass
    EXPECT_THAT(it.run.said, HasSubstr("a child died?[2J"));
}

TEST(Misbehaviour, SomethingUnsupportedIsNoFailure) {
    Misbehaviour it(
        R"([["message", {"type": "unsupported", "reason": "RuntimeError: can't start new thread"}]])");
    EXPECT_TRUE(it.run.record.failures.empty());
    ASSERT_EQ(it.run.record.unavailable.size(), 1U);
    EXPECT_EQ(it.run.record.unavailable[0].cell.name(), kBad);
    EXPECT_EQ(it.run.record.unavailable[0].reason, "RuntimeError: can't start new thread");
    EXPECT_EQ(it.samples, (std::map<std::string, int>{{kGood, 2}}));
    EXPECT_EQ(it.run.record.process_runs.size(), 2U);
}

TEST(Misbehaviour, MuchStandardError) {
    FakeRun run;
    run.add("a", json::parse(R"({"cells": {"1": [["ready"], ["much stderr", 1000000], ["sample"], ["done"]],
                                           "2": [["ready"], ["much stderr", 1000000], ["exit", 1]]}})"));
    run.measure();
    ASSERT_EQ(run.record.failures.size(), 1U);
    EXPECT_THAT(run.record.failures[0].reason, HasSubstr("saying: its last words"));
    EXPECT_EQ(run.record.failures[0].stderr_tail.size(), 8192U);
    EXPECT_TRUE(run.record.failures[0].stderr_tail.ends_with("eee\nits last words\n"));
    EXPECT_EQ(run.samples_by_cell(), (std::map<std::string, int>{{kGood, 2}}));
}

TEST(Misbehaviour, AtTheStart) {
    for (const auto& [start, reason] :
         std::map<std::string, std::string>{{R"([["exit", 3]])", "exited with code 3"},
                                            {R"([["signal", 6]])", "SIGABRT"},
                                            {R"([["text", "hello\n"]])", "no message: hello"},
                                            {R"([["close", 1], ["exit", 1]])", "exited with code 1"}}) {
        FakeRun run;
        run.add("bad", {{"start", json::parse(start)}}).add("good");
        const SessionResult result = run.measure();
        ASSERT_EQ(run.record.failures.size(), 2U);  // each of its cells, and each once
        EXPECT_THAT(run.record.failures[0].reason, HasSubstr(reason));
        EXPECT_EQ(run.samples_by_cell(),
                  (std::map<std::string, int>{{"work/linear/1/good", 2}, {"work/linear/2/good", 2}}));
    }
    FakeRun run;
    run.settings.selection.workers = {1};
    run.settings.timeout_seconds = 2;
    run.add("bad", json::parse(R"({"start": [["ignore", 15], ["child"], ["hang"]]})")).add("good");
    run.measure();
    ASSERT_EQ(run.record.failures.size(), 1U);
    EXPECT_THAT(reason_of(run.record), HasSubstr("silent for 2 s while the driver waited for its hello"));
    EXPECT_EQ(run.samples_by_cell(), (std::map<std::string, int>{{"work/linear/1/good", 2}}));
}

TEST(Misbehaviour, AtTheEnd) {
    for (const auto& [end, reason] :
         std::map<std::string, std::string>{{R"([["exit", 3]])", "exited with code 3 after its last cell"},
                                            {R"([["signal", 11]])", "SIGSEGV"}}) {
        FakeRun run;
        run.settings.samples = 1;
        run.add("bad", {{"end", json::parse(end)}}).add("good");
        run.measure();
        ASSERT_EQ(run.record.failures.size(), 1U);
        EXPECT_THAT(reason_of(run.record), HasSubstr(reason));
        EXPECT_EQ(run.record.failures[0].cell.configuration, "bad");
        EXPECT_EQ(run.record.samples.size(), 4U);  // they were taken before, and stay
    }
}

TEST(Misbehaviour, AnotherInterpreterThanAskedFor) {
    for (const auto& [script, reason] : std::map<std::string, std::string>{
             {R"({"facts": {"jit_enabled": true}})", "it was to run with the JIT off, but reports true"},
             {R"({"after": {"jit_enabled": true}})", "it was to run with the JIT off, but reports true"},
             {R"({"after": {"gil_enabled": false}})",
              "its gil_enabled was true when it started and is false after the work"},
             {R"({"after": {"version": "2.0"}})",
              "its version was \"1.0\" when it started and is \"2.0\" after the work"},
             {R"({"after": {"version": null}})", "its version was \"1.0\""},
             {R"({"hello": {"facts": 7}})", "it reported no facts when it started"},
             {R"({"hello": {"facts": null}})", "its implementation was null when it started"}}) {
        SCOPED_TRACE(script);
        FakeRun run;
        run.add("bad", json::parse(script)).add("good");
        run.measure();
        EXPECT_EQ(run.record.failures.size(), 2U);
        EXPECT_THAT(reason_of(run.record), AllOf(HasSubstr("not what it was started as"), HasSubstr(reason)));
        EXPECT_EQ(run.samples_by_cell(),
                  (std::map<std::string, int>{{"work/linear/1/good", 2}, {"work/linear/2/good", 2}}));
    }
    expect_failure(R"([["ready"], ["sample"], ["done", {"facts": 5}]])",
                   HasSubstr("it reported no facts after the work"));
    expect_failure(R"([["ready"], ["sample"], ["done", {"facts": null}]])",
                   HasSubstr("a done without 'facts'"), 1);
}

}  // namespace
}  // namespace pepbench
