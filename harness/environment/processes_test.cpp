#include "environment/processes.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "environment/fake_tree_for_test.h"

namespace pepbench {
namespace {

std::string stat_line(int pid, const std::string& name, int parent, int user, int system, int start) {
    return std::to_string(pid) + " (" + name + ") S " + std::to_string(parent) +
           " 5 5 0 -1 4194560 1 2 3 4 " + std::to_string(user) + " " + std::to_string(system) +
           " 70 80 20 0 1 0 " + std::to_string(start) + " 2703360 419";
}

ProcessTime process(const std::string& name, int parent, double cpu_seconds, long long start = 1) {
    return {name, parent, start, cpu_seconds};
}

TEST(Processes, StatOfAProcess) {
    const auto parsed = parse_process_stat(stat_line(7, "a) R (b", 3, 150, 50, 4711), 100);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->name, "a) R (b");
    EXPECT_EQ(parsed->parent, 3);
    EXPECT_EQ(parsed->start_ticks, 4711);
    EXPECT_DOUBLE_EQ(parsed->cpu_seconds, 2);
    for (const auto* garbage :
         {"", "7 (x", "7 x) S 1", ")(", "7 (x) S 1 2 3", "7 (x) S p 5 5 0 -1 4 1 2 3 4 1 1"}) {
        EXPECT_FALSE(parse_process_stat(garbage, 100)) << garbage;
    }
    EXPECT_FALSE(parse_process_stat(stat_line(7, "x", -1, 0, 0, 0), 100));
    EXPECT_FALSE(parse_process_stat(stat_line(7, "x", 1, 0, 0, 0), 0));
}

TEST(Processes, BenchmarkTools) {
    const auto command = [](std::initializer_list<const char*> words) {
        std::string text;
        for (const char* const word : words) {
            text += word;
            text += '\0';
        }
        return text;
    };
    EXPECT_EQ(benchmark_of_command(command({"/usr/bin/hyperfine", "ls"})), "hyperfine");
    EXPECT_EQ(benchmark_of_command(command({"pepbench", "run"})), "pepbench");
    EXPECT_EQ(benchmark_of_command(command({"python3.12", "-X", "dev", "-m", "pyperf", "timeit"})), "")
        << "the word after an option of two words is taken for a script: better missed than invented";
    EXPECT_EQ(benchmark_of_command(command({"/opt/python3.12", "-m", "pyperf", "timeit"})), "pyperf");
    EXPECT_EQ(benchmark_of_command(command({"python3", "-E", "/usr/bin/asv", "run"})), "asv");
    EXPECT_EQ(benchmark_of_command(command({"vim", "pepbench"})), "");
    EXPECT_EQ(benchmark_of_command(command({"python3", "-m"})), "");
    EXPECT_EQ(benchmark_of_command(command({"python3"})), "");
    EXPECT_EQ(benchmark_of_command(""), "");
}

TEST(Processes, ReadsAllThatCanBeSeen) {
    FakeTree tree;
    tree.add("/proc/7/stat", stat_line(7, "one", 1, 10, 0, 5))
        .add("/proc/8/stat", "garbage")
        .add("/proc/self/stat", stat_line(9, "self", 1, 10, 0, 5))
        .add("/proc/0/stat", stat_line(0, "zero", 1, 10, 0, 5))
        .add("/proc/uptime", "1 2");
    const auto processes = read_process_times(tree.root());
    ASSERT_EQ(processes.size(), 1U);
    EXPECT_EQ(processes.at(7).name, "one");
    EXPECT_TRUE(read_process_times(tree.root() / "nothing").empty());
}

TEST(Processes, OthersThatWereBusy) {
    const ProcessTimes before = {{2, process("init", 0, 1)},
                                 {10, process("hog", 2, 5)},
                                 {11, process("idle", 2, 100)},
                                 {12, process("ended and reused", 2, 50, 1)}};
    ProcessTimes after = before;
    after[10].cpu_seconds = 7;
    after[11].cpu_seconds = 100.1;
    after[12] = process("young", 2, 3, 99);
    const auto others = other_processes(before, after, 4, 4242);
    ASSERT_EQ(others.size(), 2U) << "a twentieth of a core is not busy";
    EXPECT_EQ(others[0].name, "young");
    EXPECT_DOUBLE_EQ(others[0].cores, 0.75);
    EXPECT_EQ(others[1].pid, 10);
    EXPECT_DOUBLE_EQ(others[1].cores, 0.5);
    EXPECT_TRUE(other_processes(before, after, 0, 4242).empty()) << "no time, no cores";
}

TEST(Processes, RelativesAreNoOthers) {
    ProcessTimes after = {{1, process("shell", 0, 9)},
                          {2, process("self", 1, 9)},
                          {3, process("child", 2, 9)},
                          {4, process("grandchild", 3, 9)},
                          {5, process("sibling", 1, 9)}};
    const auto others = other_processes({}, after, 1, 2);
    ASSERT_EQ(others.size(), 1U);
    EXPECT_EQ(others[0].name, "sibling");
    after[6] = process("ring", 7, 9);
    after[7] = process("ring", 6, 9);
    EXPECT_EQ(other_processes({}, after, 1, 2).size(), 3U);
}

TEST(Processes, IdleBenchmarksAreNamed) {
    FakeTree tree;
    tree.add("/proc/10/cmdline", std::string("/usr/bin/hyperfine\0ls", 21));
    const ProcessTimes same = {{10, process("hyperfine", 1, 5)}, {11, process("bash", 1, 5)}};
    const auto others = other_processes(same, same, 1, 4242, tree.root());
    ASSERT_EQ(others.size(), 1U);
    EXPECT_EQ(others[0].benchmark, "hyperfine");
    EXPECT_EQ(others[0].cores, 0);
}

TEST(Processes, ThisMachine) {
    const auto processes = read_process_times();
    EXPECT_TRUE(processes.contains(::getpid()));
}

}  // namespace
}  // namespace pepbench
