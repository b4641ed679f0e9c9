#include "cli/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "record/record_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const Mode kLinear{"linear", ""};
const Mode kThreaded{"threaded", ""};
const Mode kFork{"process", "fork"};

TEST(Tables, TimesWithThreeDigitsAndTheirUnit) {
    EXPECT_EQ(time_text(0.0953), "95.3 ms");
    EXPECT_EQ(time_text(1), "1.00 s");
    EXPECT_EQ(time_text(12.34), "12.3 s");
    EXPECT_EQ(time_text(123.4), "123 s");
    EXPECT_EQ(time_text(0.9994), "999 ms");
    EXPECT_EQ(time_text(0.9996), "1.00 s");
    EXPECT_EQ(time_text(9.994), "9.99 s");
    EXPECT_EQ(time_text(9.996), "10.0 s");
    EXPECT_EQ(time_text(99.96), "100 s");
    EXPECT_EQ(time_text(1.5e-6), "1.50 us");
    EXPECT_EQ(time_text(4.27e-8), "42.7 ns");
    EXPECT_EQ(time_text(1e-10), "0.10 ns");
}

std::string tables_of(const RunRecord& record) {
    const Summary summary =
        summarize(record, PublishedTables::read(std::filesystem::path(PEPBENCH_SOURCE_DIR) / "results" /
                                                "published" / "pep371.json"));
    testing::internal::CaptureStdout();
    print_tables(record, summary);
    std::fflush(stdout);
    return testing::internal::GetCapturedStdout();
}

/// `primes` in a configuration and with the JIT: six passes, linear 1 s, threaded and processes with four
/// workers.
RunRecord primes_record(const std::vector<std::string>& interpreters = {"cpython-3.15"}) {
    RunRecord record;
    record.header = {{"profile", "default"},
                     {"machine", {{"usable_cores", 2.0}, {"usable_cores_reason", "affinity allows 2 CPUs"}}},
                     {"workloads", {{"primes", {{"shows", "Pure computing."}}}}}};
    for (int pass = 0; pass < 6; ++pass) {
        for (const std::string& interpreter : interpreters) {
            add_process_run(record, {"primes", kLinear, 1, interpreter}, pass, {1, 0.8});
            add_process_run(record, {"primes", kThreaded, 4, interpreter}, pass, {4.5});
            add_process_run(record, {"primes", kFork, 4, interpreter}, pass, {1.8});
            add_process_run(record, {"primes", kLinear, 1, interpreter + "+jit"}, pass, {0.45});
        }
    }
    return record;
}

TEST(Tables, TheOriginalsLines) {
    const std::string text = tables_of(primes_record());
    EXPECT_THAT(text, HasSubstr("primes in cpython-3.15 (median of the process runs)\n"
                                "non_threaded (1 iters)  0.900000 seconds\n"
                                "\n"
                                "processes (4 procs)     1.800000 seconds\n"
                                "threaded (4 threads)    4.500000 seconds\n"));
}

TEST(Tables, ThePepsRatioBesideOurs) {
    const std::string text = tables_of(primes_record());
    EXPECT_THAT(text, HasSubstr("primes: Pure computing.\n"));
    // workers, mode, the PEP's ratio | time, half-width, ratio for each configuration
    EXPECT_THAT(
        text,
        ContainsRegex(
            " 1 linear +x1\\.00 \\|   900 ms +\\+-0\\.0 % +x1\\.00 \\|   450 ms +\\+-0\\.0 % +x1\\.00\n"));
    EXPECT_THAT(text,
                ContainsRegex(" 4 process-fork \\* +x1\\.07 \\|   1\\.80 s +\\+-0\\.0 % +x2\\.00 \\| +-\n"));
    EXPECT_THAT(text, ContainsRegex(" threaded \\* +x4\\.96 \\|   4\\.50 s +\\+-0\\.0 % +x5\\.00 \\| +-\n"));
    EXPECT_THAT(
        text, HasSubstr("* oversubscribed: more workers than the 2 usable cores (affinity allows 2 CPUs)."));
}

TEST(Tables, TheJitOfEachInterpreter) {
    const std::string text = tables_of(primes_record({"cpython-3.14", "cpython-3.15"}));
    for (const char* interpreter : {"cpython-3.14", "cpython-3.15"}) {
        EXPECT_THAT(text, HasSubstr("Time of " + std::string(interpreter) + " / time of " + interpreter +
                                    "+jit; above 1 the JIT is faster."));
    }
    EXPECT_THAT(text, ContainsRegex("primes +linear +1 worker +2\\.00 \\[2\\.00, 2\\.00\\] n=6"));
}

TEST(Tables, FewProcessRunsHaveNoInterval) {
    RunRecord record;
    add_process_run(record, {"primes", kLinear, 1, "a"}, 0, {1});
    add_process_run(record, {"primes", kLinear, 1, "a+jit"}, 0, {0.5});
    const std::string text = tables_of(record);
    EXPECT_THAT(text, ContainsRegex("1\\.00 s +n=1 +x1\\.00"));
    EXPECT_THAT(text, HasSubstr("n=N: too few samples for an interval"));
    EXPECT_THAT(text, HasSubstr("n=1, too few for an interval"));
    EXPECT_THAT(text, Not(HasSubstr("oversubscribed")));
}

TEST(Tables, MinimaOfTheOriginalsProtocol) {
    RunRecord record;
    record.header = {{"profile", "pep371"}};
    add_process_run(record, {"primes", kLinear, 1, "a"}, 0, {3, 2, 5});
    add_process_run(record, {"primes", kThreaded, 2, "a"}, 0, {7, 8, 6});
    const std::string text = tables_of(record);
    EXPECT_THAT(
        text,
        AllOf(HasSubstr("minimum of the repetitions"), HasSubstr("non_threaded (1 iters)  2.000000 seconds"),
              HasSubstr("threaded (2 threads)    6.000000 seconds"), HasSubstr("Times are minima")));
    EXPECT_THAT(text, ContainsRegex("6\\.00 s +x3\\.00"));
}

TEST(Tables, StartMethodsOtherThanThePeps) {
    RunRecord record;
    add_process_run(record, {"primes", {"process", "spawn"}, 2, "a"}, 0, {1});
    const std::string text = tables_of(record);
    EXPECT_THAT(text, HasSubstr("processes (2 procs, spawn) 1.000000 seconds"));
    EXPECT_THAT(text, ContainsRegex(" 2 process-spawn +\\|"));  // the PEP has no such cell
}

TEST(Tables, ManyConfigurationsInSeveralTables) {
    RunRecord record;
    for (const char* configuration : {"a", "b", "c", "d", "e"}) {
        add_process_run(record, {"primes", kLinear, 1, configuration}, 0, {1});
    }
    const std::string text = tables_of(record);
    std::size_t longest = 0;
    std::istringstream lines(text);
    int headings = 0;
    for (std::string line; std::getline(lines, line);) {
        longest = line.find(" | ") == std::string::npos ? longest : std::max(longest, line.size());
        headings += line.find("workers mode") == std::string::npos ? 0 : 1;
    }
    EXPECT_EQ(headings, 2);
    EXPECT_LE(longest, 125U);
    for (const char* configuration : {"a", "b", "c", "d", "e"}) {
        EXPECT_THAT(text, HasSubstr("primes in " + std::string(configuration)));
    }
}

TEST(Tables, WhatIsMissingAndWhy) {
    RunRecord record = record_for_test();
    record.header["outcome"] = "interrupted";
    const std::string text = tables_of(record);
    EXPECT_THAT(text, AllOf(HasSubstr("not measured: queue/process-spawn/2/a: cannot spawn"),
                            HasSubstr("not measured: z: not installed"),
                            HasSubstr("FAILED: queue/threaded/2/a: it failed\n  stderr: its last words"),
                            HasSubstr("The run was interrupted; this is what it had measured.")));
}

/// Names and words come out of a file that anyone may have written.
TEST(Tables, NothingThatATerminalWouldObey) {
    const std::string evil = "\x1b[2J\x07\xc2\x9b";
    RunRecord record;
    record.header = {{"profile", "default"},
                     {"machine", {{"usable_cores", 1.0}, {"usable_cores_reason", evil}}},
                     {"workloads", {{evil, {{"shows", evil}}}}}};
    for (const Mode& mode : {kLinear, Mode{evil, ""}, Mode{"process", evil}, Mode{evil, evil}}) {
        for (const int workers : {1, 2}) {
            add_process_run(record, {evil, mode, workers, evil}, 0, {1});
            add_process_run(record, {evil, mode, workers, evil + "+jit"}, 0, {1});
        }
    }
    record.failures = {{{evil, {evil, evil}, 2, evil}, 7, evil, evil}};
    record.unavailable = {{{"", {}, 1, evil}, evil}, {{evil, {evil, evil}, 1, evil}, evil}};
    for (const char* profile : {"default", "pep371"}) {
        record.header["profile"] = profile;
        for (const char character : tables_of(record)) {
            EXPECT_TRUE(character == '\n' || (character >= ' ' && character <= '~'))
                << static_cast<int>(character);
        }
    }
}

}  // namespace
}  // namespace pepbench
