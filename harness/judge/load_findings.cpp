#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "judge/environment.h"

namespace pepbench {
namespace {

/// From where on a number asks for care, and from where on nothing measured beside it can be believed.
struct Limits {
    double care;
    double unfit;
};

constexpr Limits kForeignShare = {.care = 0.02, .unfit = 0.25};  // of the CPU time of all cores
constexpr Limits kStealShare = {.care = 0.005, .unfit = 0.1};
constexpr Limits kPressurePercent = {.care = 5, .unfit = 50};
constexpr Limits kMemoryPressurePercent = {.care = 1, .unfit = 10};  // each stall waits for a disk
constexpr Limits kSwappedPagesASecond = {.care = 0, .unfit = 100};
constexpr Limits kThrottledShare = {.care = 0, .unfit = 0.05};
constexpr std::size_t kProcessesNamed = 4;

Fitness graded(double value, const Limits& limits) {
    return value > limits.unfit ? Fitness::unfit : value > limits.care ? Fitness::care : Fitness::fine;
}

Fitness worst(Fitness one, Fitness other) { return std::max(one, other); }

std::string described(const OtherProcess& process) {
    return fmt::format("{} ({}, {:.2f} cores)", process.name, process.pid, process.cores);
}

std::string named(const std::vector<OtherProcess>& processes) {
    std::vector<std::string> names;
    for (const OtherProcess& process : processes) {
        if (names.size() < kProcessesNamed) {
            names.push_back(described(process));
        }
    }
    const std::size_t more = processes.size() - names.size();
    return fmt::format("{}{}", fmt::join(names, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

Finding other_work(const Observation& seen) {
    const auto& share = seen.change.foreign_busy_share;
    if (!share) {
        return {"other work", Fitness::unknown, kNotTold, "other programs take cores and caches", ""};
    }
    const Fitness fitness = graded(*share, kForeignShare);
    std::vector<OtherProcess> busy = seen.others;
    std::erase_if(busy, [](const OtherProcess& process) { return process.cores == 0; });
    return {"other work", fitness,
            fmt::format("{:.1f} % of all cores' time in {:.1f} s{}", *share * 100,
                        seen.change.elapsed_seconds, busy.empty() ? "" : ": " + named(busy)),
            fitness == Fitness::fine ? "cores and caches are free"
                                     : "other programs take cores and caches from what is measured",
            fitness == Fitness::fine ? ""
            : busy.empty() ? "no process that can be seen here is busy: wait, or look outside of the "
                             "container"
                           : "wait for them or end them (kill, systemctl stop)"};
}

Finding other_benchmarks(const Observation& seen) {
    std::vector<std::string> benchmarks;
    for (const OtherProcess& process : seen.others) {
        if (!process.benchmark.empty()) {
            benchmarks.push_back(fmt::format("{} ({})", process.benchmark, process.pid));
        }
    }
    if (benchmarks.empty()) {
        return {"other benchmarks", Fitness::fine, "none seen", "nobody else measures", ""};
    }
    return {"other benchmarks", Fitness::unfit, fmt::format("{}", fmt::join(benchmarks, ", ")),
            "two measurements at once disturb each other", "wait until it has ended"};
}

Finding load_average(const Observation& seen, Moment moment) {
    const auto& load = seen.load.load_avg;
    if (load.empty()) {
        return {"load average", Fitness::unknown, kNotTold, "as other work", ""};
    }
    return {"load average", Fitness::fine, fmt::format("{:.2f} {:.2f} {:.2f}", load[0], load[1], load[2]),
            moment == Moment::after
                ? "tasks that wanted to run in the last 1, 5 and 15 minutes, this program's included"
                : "tasks that wanted to run in the last 1, 5 and 15 minutes; other work is what counts",
            ""};
}

std::string percent_or_not(const std::optional<double>& percent) {
    return percent ? fmt::format("{:.1f} %", *percent) : "not told";
}

Finding pressure(const Observation& seen, Moment moment) {
    const Pressure& waited = seen.load.pressure;
    if (!waited.cpu && !waited.io && !waited.memory) {
        return {"pressure", Fitness::unknown, "the kernel does not count it",
                "how long tasks wait for cores, disk and memory", ""};
    }
    const std::string found =
        fmt::format("waited, of 10 s, for cores {}, disk {}, memory {}", percent_or_not(waited.cpu),
                    percent_or_not(waited.io), percent_or_not(waited.memory));
    if (moment == Moment::after) {
        return {"pressure", Fitness::fine, found, "this program's own waiting included", ""};
    }
    const Fitness fitness = worst(worst(graded(waited.cpu.value_or(0), kPressurePercent),
                                        graded(waited.io.value_or(0), kPressurePercent)),
                                  graded(waited.memory.value_or(0), kMemoryPressurePercent));
    return {
        "pressure", fitness, found,
        fitness == Fitness::fine ? "hardly a task waits" : "tasks wait, as those measured would",
        fitness == Fitness::fine ? "" : "wait until it has gone; ps -eo pcpu,rss,comm --sort -pcpu says who"};
}

Finding steal(const Observation& seen) {
    const auto& share = seen.change.steal_share;
    if (!share) {
        return {"steal", Fitness::unknown, kNotTold, "a host may run others on these cores", ""};
    }
    const Fitness fitness = graded(*share, kStealShare);
    return {
        "steal", fitness,
        fmt::format("{:.1f} % of all cores' time in {:.1f} s", *share * 100, seen.change.elapsed_seconds),
        fitness == Fitness::fine ? "the host lets this machine run when it wants to"
                                 : "the host ran others on these cores in the middle of samples",
        fitness == Fitness::fine ? "" : "nothing can be done from inside: another time, a dedicated host"};
}

Finding swapping(const Observation& seen) {
    const LoadDifference& change = seen.change;
    if (!change.swap_in_pages && !change.swap_out_pages) {
        return {"swap", Fitness::unknown, kNotTold, "memory fetched from a disk takes milliseconds", ""};
    }
    const auto pages =
        static_cast<double>(change.swap_in_pages.value_or(0) + change.swap_out_pages.value_or(0));
    const Fitness fitness = change.elapsed_seconds > 0
                                ? graded(pages / change.elapsed_seconds, kSwappedPagesASecond)
                                : Fitness::fine;
    return {"swap", fitness, fmt::format("{:.0f} pages moved in {:.1f} s", pages, change.elapsed_seconds),
            fitness == Fitness::fine ? "no sample waits for swapped memory"
                                     : "samples may have waited for a disk",
            fitness == Fitness::fine ? ""
                                     : "end what holds the memory (ps -eo rss,comm --sort -rss), or sudo "
                                       "swapoff -a where memory is enough"};
}

Finding thermal_throttling(const Observation& seen) {
    const auto& events = seen.change.thermal_throttles;
    if (!events) {
        return {"thermal throttling", Fitness::unknown, kNotTold, "hot cores run slower", ""};
    }
    return *events == 0 ? Finding{"thermal throttling", Fitness::fine,
                                  fmt::format("none in {:.1f} s", seen.change.elapsed_seconds),
                                  "the cores are cool enough", ""}
                        : Finding{"thermal throttling", Fitness::unfit,
                                  fmt::format("{} times in {:.1f} s", *events, seen.change.elapsed_seconds),
                                  "cores ran slower to cool down",
                                  "cool it, or sudo pepbench doctor --tune, which switches turbo off"};
}

Finding quota_throttling(const Observation& seen) {
    const auto& seconds = seen.change.cgroup_throttled_seconds;
    if (!seconds) {
        return {"quota throttling", Fitness::unknown, "no control group counts it",
                "a used-up quota stops all processes of its group", ""};
    }
    const double elapsed = seen.change.elapsed_seconds;
    const Fitness fitness = elapsed > 0 ? graded(*seconds / elapsed, kThrottledShare) : Fitness::fine;
    return {"quota throttling", fitness, fmt::format("{:.2f} s in {:.1f} s", *seconds, elapsed),
            fitness == Fitness::fine ? "no sample was stopped" : "processes were stopped within samples",
            fitness == Fitness::fine ? "" : "fewer workers, or a larger quota (see usable cores)"};
}

}  // namespace

std::vector<Finding> load_findings(const Observation& seen, Moment moment) {
    return {other_work(seen), other_benchmarks(seen), load_average(seen, moment), pressure(seen, moment),
            steal(seen),      swapping(seen),         thermal_throttling(seen),   quota_throttling(seen)};
}

}  // namespace pepbench
