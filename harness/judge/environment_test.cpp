#include "judge/environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace pepbench {
namespace {

using testing::HasSubstr;

/// A machine without a fault, and nothing else on it.
Machine good_machine() {
    Machine machine{.affinity = {0, 1},
                    .physical_cores = 2,
                    .smt_active = false,
                    .usable_cores = 2,
                    .usable_cores_reason = "affinity allows 2 CPUs",
                    .frequency = {.governor = "performance",
                                  .maximum_mhz = 3000,
                                  .limit_mhz = 3000,
                                  .current_mhz = 2990,
                                  .turbo = false,
                                  .scaling_enabled = false},
                    .aslr = {.kernel_setting = 2, .disabled_for_process = false},
                    .clock_source = "tsc",
                    .clock = {.resolution_seconds = 2e-8, .read_seconds = 2e-8},
                    .on_battery = false};
    return machine;
}

Observation quiet_time() {
    Observation seen;
    seen.load.load_avg = {0.1, 0.2, 0.3};
    seen.load.pressure = {.cpu = 0.0, .io = 0.0, .memory = 0.0};
    seen.change = {.elapsed_seconds = 2,
                   .cpu = {},
                   .busy_share = 0.01,
                   .steal_seconds = 0,
                   .steal_share = 0,
                   .foreign_busy_seconds = 0.01,
                   .foreign_busy_share = 0.01,
                   .swap_in_pages = 0,
                   .swap_out_pages = 0,
                   .thermal_throttles = 0,
                   .cgroup_throttled_seconds = 0};
    return seen;
}

Finding find(const std::vector<Finding>& findings, const std::string& what) {
    const auto found = std::ranges::find(findings, what, &Finding::what);
    EXPECT_NE(found, findings.end()) << what;
    return found == findings.end() ? Finding{} : *found;
}

Finding of_machine(const Machine& machine, const std::string& what) {
    return find(machine_findings(machine), what);
}

Finding of_time(const Observation& seen, const std::string& what, Moment moment = Moment::before) {
    return find(load_findings(seen, moment), what);
}

/// How `change` of a quiet time is graded.
template <typename Change>
Fitness fitness_of(const std::string& what, Change change, Moment moment = Moment::before) {
    Observation seen = quiet_time();
    change(seen);
    return of_time(seen, what, moment).fitness;
}

TEST(Environment, GoodMachineIsQuiet) {
    const auto judged = judge_environment(good_machine(), quiet_time(), Moment::before);
    EXPECT_EQ(judged.word(), "quiet");
    for (const Finding& finding : judged.findings) {
        EXPECT_EQ(finding.fitness, Fitness::fine) << finding.what;
        EXPECT_EQ(finding.remedy, "") << finding.what;
        EXPECT_NE(finding.found, "") << finding.what;
        EXPECT_NE(finding.meaning, "") << finding.what;
    }
}

TEST(Environment, WhatIsNotToldIsNoFault) {
    const Machine unknown{.clock = {.resolution_seconds = 2e-8, .read_seconds = 2e-8}};
    auto judged = judge_environment(unknown, Observation{}, Moment::before);
    EXPECT_EQ(find(judged.findings, "usable cores").fitness, Fitness::care) << "one core is assumed";
    std::erase_if(judged.findings, [](const Finding& finding) { return finding.what == "usable cores"; });
    for (const Finding& finding : judged.findings) {
        EXPECT_LE(finding.fitness, Fitness::unknown) << finding.what;
        EXPECT_EQ(finding.remedy, "") << finding.what;
    }
}

TEST(Environment, WorstFindingDecides) {
    Machine machine = good_machine();
    Observation seen = quiet_time();
    machine.frequency.turbo = true;
    EXPECT_EQ(judge_environment(machine, seen, Moment::before).word(), "usable with care");
    seen.change.thermal_throttles = 1;
    EXPECT_EQ(judge_environment(machine, seen, Moment::before).word(), "not fit");
    const auto json = to_json(judge_environment(machine, seen, Moment::before));
    EXPECT_EQ(json.at("verdict"), "not fit");
    EXPECT_EQ(json.at("findings").at(0).at("what"), "usable cores");
    EXPECT_EQ(json.at("findings").at(0).at("fitness"), "fine");
    EXPECT_EQ(json.at("findings").at(0).size(), 5U);
}

TEST(Environment, Cores) {
    Machine machine = good_machine();
    machine.usable_cores = 1.5;
    machine.cgroup_quota_cores = 1.5;
    machine.cgroup_quota_group = "/a/b";
    EXPECT_EQ(of_machine(machine, "usable cores").fitness, Fitness::care);
    EXPECT_THAT(of_machine(machine, "usable cores").remedy, HasSubstr("/a/b"));
    machine.usable_cores = 2;
    machine.cgroup_quota_cores = 2;
    EXPECT_EQ(of_machine(machine, "usable cores").fitness, Fitness::fine) << "two CPUs cannot use more";
    machine.cgroup_quota_cores.reset();
    machine.usable_cores = 1;
    EXPECT_EQ(of_machine(machine, "usable cores").fitness, Fitness::care);
}

TEST(Environment, ClockRate) {
    Machine machine = good_machine();
    machine.frequency.governor = "powersave";
    machine.frequency.scaling_enabled = true;
    EXPECT_EQ(of_machine(machine, "governor").fitness, Fitness::care);
    EXPECT_THAT(of_machine(machine, "governor").remedy, HasSubstr("doctor --tune"));
    machine.frequency.limit_mhz = 2000;
    EXPECT_EQ(of_machine(machine, "frequency").fitness, Fitness::care);
    EXPECT_EQ(of_machine(machine, "frequency").found, "2990 MHz now, 2000 allowed of 3000");
    EXPECT_THAT(of_machine(machine, "frequency").remedy, HasSubstr("--max 3000MHz"));
    machine.frequency.maximum_mhz.reset();
    EXPECT_EQ(of_machine(machine, "frequency").fitness, Fitness::unknown);
    machine.frequency.maximum_mhz = 3000;
    machine.frequency.limit_mhz.reset();
    EXPECT_EQ(of_machine(machine, "frequency").fitness, Fitness::unknown);
    EXPECT_EQ(of_machine(machine, "frequency").found, "2990 MHz now");
    machine.frequency.current_mhz.reset();
    EXPECT_EQ(of_machine(machine, "frequency").fitness, Fitness::unknown);
    machine.frequency.limit_mhz = 3000;
    EXPECT_EQ(of_machine(machine, "frequency").found, "current one not told");
    EXPECT_EQ(of_machine(machine, "turbo").fitness, Fitness::fine);
    machine.frequency.turbo = true;
    EXPECT_EQ(of_machine(machine, "turbo").fitness, Fitness::care);
}

TEST(Environment, HardwareThreads) {
    Machine machine = good_machine();
    machine.physical_cores = 1;
    EXPECT_EQ(of_machine(machine, "SMT siblings").found, "2 CPUs on 1 cores");
    machine.physical_cores = 2;
    machine.smt_active = true;
    EXPECT_THAT(of_machine(machine, "SMT siblings").found, HasSubstr("belong to others"));
    EXPECT_EQ(of_machine(machine, "SMT siblings").fitness, Fitness::care);
    machine.physical_cores.reset();
    EXPECT_EQ(of_machine(machine, "SMT siblings").fitness, Fitness::unknown);
    machine.physical_cores = 2;
    machine.affinity.clear();
    EXPECT_EQ(of_machine(machine, "SMT siblings").fitness, Fitness::unknown);
}

TEST(Environment, Layout) {
    Machine machine = good_machine();
    machine.aslr.kernel_setting = 0;
    EXPECT_THAT(of_machine(machine, "ASLR").remedy, HasSubstr("randomize_va_space=2"));
    machine.aslr = {.kernel_setting = 2, .disabled_for_process = true};
    EXPECT_THAT(of_machine(machine, "ASLR").remedy, HasSubstr("setarch"));
    EXPECT_EQ(of_machine(machine, "ASLR").fitness, Fitness::care);
}

TEST(Environment, WhatIsBetween) {
    Machine machine = good_machine();
    machine.virtualization = {.virtual_machine = "kvm", .container = "docker"};
    EXPECT_EQ(of_machine(machine, "virtual machine").fitness, Fitness::care);
    EXPECT_EQ(of_machine(machine, "virtual machine").found, "kvm");
    EXPECT_EQ(of_machine(machine, "container").fitness, Fitness::fine);
    EXPECT_EQ(of_machine(machine, "container").found, "docker");
    machine.on_battery = true;
    EXPECT_EQ(of_machine(machine, "power").fitness, Fitness::care);
}

TEST(Environment, Clock) {
    Machine machine = good_machine();
    const auto fitness = [&](double resolution, double read, const char* source) {
        machine.clock = {.resolution_seconds = resolution, .read_seconds = read};
        machine.clock_source = source;
        return of_machine(machine, "clock").fitness;
    };
    EXPECT_EQ(fitness(9.9e-7, 9.9e-7, "kvm-clock"), Fitness::fine);
    EXPECT_EQ(fitness(1e-6, 2e-8, "tsc"), Fitness::care);
    EXPECT_EQ(fitness(2e-8, 1e-6, "tsc"), Fitness::care);
    EXPECT_EQ(fitness(2e-8, 2e-8, "hpet"), Fitness::care);
    EXPECT_EQ(fitness(2e-8, 2e-8, ""), Fitness::care);
    EXPECT_EQ(fitness(9.9e-4, 2e-8, "tsc"), Fitness::care);
    EXPECT_EQ(fitness(1e-3, 2e-8, "tsc"), Fitness::unfit);
    EXPECT_EQ(of_machine(machine, "clock").found, "tsc, resolution 1000000 ns, 20 ns a reading");
    machine.clock.resolution_seconds.reset();
    EXPECT_EQ(of_machine(machine, "clock").fitness, Fitness::unfit);
}

TEST(Environment, Grades) {
    struct Grade {
        const char* what;
        void (*change)(Observation&);
        Fitness fitness;
    };
    const std::vector<Grade> grades = {
        {"other work", [](Observation& seen) { seen.change.foreign_busy_share = 0.02; }, Fitness::fine},
        {"other work", [](Observation& seen) { seen.change.foreign_busy_share = 0.021; }, Fitness::care},
        {"other work", [](Observation& seen) { seen.change.foreign_busy_share = 0.25; }, Fitness::care},
        {"other work", [](Observation& seen) { seen.change.foreign_busy_share = 0.26; }, Fitness::unfit},
        {"steal", [](Observation& seen) { seen.change.steal_share = 0.005; }, Fitness::fine},
        {"steal", [](Observation& seen) { seen.change.steal_share = 0.0051; }, Fitness::care},
        {"steal", [](Observation& seen) { seen.change.steal_share = 0.1; }, Fitness::care},
        {"steal", [](Observation& seen) { seen.change.steal_share = 0.11; }, Fitness::unfit},
        {"pressure", [](Observation& seen) { seen.load.pressure.cpu = 6; }, Fitness::care},
        {"pressure", [](Observation& seen) { seen.load.pressure.io = 51; }, Fitness::unfit},
        {"pressure", [](Observation& seen) { seen.load.pressure.memory = 2; }, Fitness::care},
        {"pressure", [](Observation& seen) { seen.load.pressure.memory = 11; }, Fitness::unfit},
        {"swap", [](Observation& seen) { seen.change.swap_in_pages = 1; }, Fitness::care},
        {"swap", [](Observation& seen) { seen.change.swap_out_pages = 200; }, Fitness::care},
        {"swap", [](Observation& seen) { seen.change.swap_out_pages = 201; }, Fitness::unfit},
        {"thermal throttling", [](Observation& seen) { seen.change.thermal_throttles = 1; }, Fitness::unfit},
        {"quota throttling", [](Observation& seen) { seen.change.cgroup_throttled_seconds = 0.1; },
         Fitness::care},
        {"quota throttling", [](Observation& seen) { seen.change.cgroup_throttled_seconds = 0.11; },
         Fitness::unfit},
        {"load average", [](Observation& seen) { seen.load.load_avg = {9, 9, 9}; }, Fitness::fine}};
    for (std::size_t index = 0; index < grades.size(); ++index) {
        const Grade& grade = grades[index];
        EXPECT_EQ(fitness_of(grade.what, grade.change), grade.fitness) << index << ' ' << grade.what;
    }
}

TEST(Environment, MeaningsFollowTheGrade) {
    Observation loud = quiet_time();
    loud.change.foreign_busy_share = 0.123;
    loud.change.steal_share = 0.123;
    loud.change.swap_in_pages = 3;
    loud.change.swap_out_pages = 4;
    loud.change.thermal_throttles = 5;
    loud.change.cgroup_throttled_seconds = 0.25;
    loud.load.pressure.cpu = 7;
    struct Words {
        const char* what;
        const char* quiet;
        const char* loud;
        const char* found;
    };
    const std::vector<Words> words = {
        {"other work", "are free", "from what is measured", "12.3 % of all cores' time in 2.0 s"},
        {"pressure", "hardly a task", "tasks wait, as",
         "waited, of 10 s, for cores 7.0 %, disk 0.0 %, memory 0.0 %"},
        {"steal", "when it wants to", "ran others", "12.3 % of all cores' time in 2.0 s"},
        {"swap", "no sample waits", "may have waited", "7 pages moved in 2.0 s"},
        {"thermal throttling", "cool enough", "ran slower", "5 times in 2.0 s"},
        {"quota throttling", "no sample was stopped", "were stopped", "0.25 s in 2.0 s"}};
    for (const Words& word : words) {
        EXPECT_THAT(of_time(quiet_time(), word.what).meaning, HasSubstr(word.quiet));
        EXPECT_THAT(of_time(loud, word.what).meaning, HasSubstr(word.loud));
        EXPECT_EQ(of_time(loud, word.what).found, word.found);
        EXPECT_NE(of_time(loud, word.what).remedy, "") << word.what;
    }
}

TEST(Environment, PressureThatIsToldInPart) {
    Observation seen = quiet_time();
    seen.load.pressure = {};
    EXPECT_EQ(of_time(seen, "pressure").fitness, Fitness::unknown);
    for (const auto resource : {&Pressure::cpu, &Pressure::io, &Pressure::memory}) {
        seen.load.pressure = {};
        seen.load.pressure.*resource = 0.5;
        EXPECT_EQ(of_time(seen, "pressure").fitness, Fitness::fine);
    }
    EXPECT_EQ(of_time(seen, "pressure").found,
              "waited, of 10 s, for cores not told, disk not told, memory 0.5 %");
    seen.load.pressure = {.cpu = 0.5, .io = {}, .memory = {}};
    EXPECT_EQ(of_time(seen, "pressure").found,
              "waited, of 10 s, for cores 0.5 %, disk not told, memory not told");
}

TEST(Environment, SwappingThatIsToldInPart) {
    Observation seen = quiet_time();
    seen.change.swap_in_pages.reset();
    EXPECT_EQ(of_time(seen, "swap").found, "0 pages moved in 2.0 s");
    seen.change.swap_in_pages = 3;
    seen.change.swap_out_pages.reset();
    EXPECT_EQ(of_time(seen, "swap").found, "3 pages moved in 2.0 s");
}

TEST(Environment, NoRateWithoutTime) {
    Observation seen = quiet_time();
    seen.change.swap_in_pages = 3;
    seen.change.cgroup_throttled_seconds = 0.1;
    for (const auto& [seconds, fitness] : {std::pair(0.0, Fitness::fine), std::pair(0.5, Fitness::unfit)}) {
        seen.change.elapsed_seconds = seconds;
        EXPECT_EQ(of_time(seen, "quota throttling").fitness, fitness);
        EXPECT_EQ(of_time(seen, "swap").fitness, std::min(fitness, Fitness::care));
    }
}

TEST(Environment, LoadAverageTellsWhoseItIs) {
    EXPECT_EQ(of_time(quiet_time(), "load average").found, "0.10 0.20 0.30");
    EXPECT_THAT(of_time(quiet_time(), "load average").meaning, HasSubstr("other work is what counts"));
    EXPECT_THAT(of_time(quiet_time(), "load average", Moment::after).meaning,
                HasSubstr("this program's included"));
}

TEST(Environment, OwnPressureIsNotJudged) {
    const auto waiting = [](Observation& seen) { seen.load.pressure.cpu = 90; };
    EXPECT_EQ(fitness_of("pressure", waiting), Fitness::unfit);
    EXPECT_EQ(fitness_of("pressure", waiting, Moment::after), Fitness::fine);
}

TEST(Environment, NamesOthers) {
    Observation seen = quiet_time();
    seen.change.foreign_busy_share = 0.5;
    EXPECT_THAT(of_time(seen, "other work").remedy, HasSubstr("no process"));
    seen.others = {{7, "cc1plus", 0.9, ""}, {9, "hyperfine", 0, "hyperfine"}};
    EXPECT_EQ(of_time(seen, "other work").found,
              "50.0 % of all cores' time in 2.0 s: cc1plus (7, 0.90 cores)");
    EXPECT_EQ(of_time(seen, "other benchmarks").fitness, Fitness::unfit);
    EXPECT_EQ(of_time(seen, "other benchmarks").found, "hyperfine (9)");
    for (int pid = 20; pid < 25; ++pid) {
        seen.others.push_back({pid, "make", 0.1, ""});
    }
    EXPECT_THAT(of_time(seen, "other work").found, HasSubstr("and 2 more"));
    seen.others.pop_back();
    EXPECT_THAT(of_time(seen, "other work").found, HasSubstr("and 1 more"));
}

}  // namespace
}  // namespace pepbench
