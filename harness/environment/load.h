#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace pepbench {

/// CPU time of the whole machine by use, in seconds since it started, from the first line of /proc/stat
/// (proc(5)). Time that guests of this machine use is inside `user` and `nice`.
struct CpuSeconds {
    double user = 0;
    double nice = 0;
    double system = 0;
    double idle = 0;
    double iowait = 0;
    double irq = 0;
    double softirq = 0;
    double steal = 0;  ///< this virtual machine wanted to run and its host ran something else

    [[nodiscard]] double busy() const { return user + nice + system + irq + softirq; }
    [[nodiscard]] double total() const { return busy() + idle + iowait + steal; }
};

/// Pressure stall information: the share of the last 10 seconds in which some task waited for the resource,
/// in percent (the kernel's Documentation/accounting/psi.rst). Missing where the kernel does not count it.
struct Pressure {
    std::optional<double> cpu;
    std::optional<double> io;
    std::optional<double> memory;
};

/// What else goes on at the machine, at one moment. Counters count since the machine started.
struct LoadSnapshot {
    std::chrono::system_clock::time_point time;
    std::chrono::steady_clock::time_point steady_time;  ///< for differences
    std::vector<double> load_avg;  ///< runnable tasks over 1, 5 and 15 minutes; empty if not told
    Pressure pressure;
    std::optional<CpuSeconds> cpu;
    std::optional<std::int64_t> running_processes;  ///< runnable at this moment, this one included
    std::optional<std::int64_t> swap_in_pages;
    std::optional<std::int64_t> swap_out_pages;
    std::optional<std::int64_t> thermal_throttles;   ///< events, all cores together
    std::optional<double> cgroup_throttled_seconds;  ///< stopped because the quota was used up
};

/// What happened between two snapshots. Shares are of the CPU time that the machine had (elapsed time ×
/// CPUs), 0 to 1.
struct LoadDifference {
    double elapsed_seconds = 0;
    std::optional<CpuSeconds> cpu;
    std::optional<double> busy_share;
    std::optional<double> steal_seconds;
    std::optional<double> steal_share;
    std::optional<double> foreign_busy_seconds;  ///< CPU time that neither we nor our children used
    std::optional<double> foreign_busy_share;
    std::optional<std::int64_t> swap_in_pages;
    std::optional<std::int64_t> swap_out_pages;
    std::optional<std::int64_t> thermal_throttles;
    std::optional<double> cgroup_throttled_seconds;
};

/// Counters since the machine started of what slows a process down though nobody here uses its CPU. Missing
/// where the system does not tell.
struct Disturbances {
    std::optional<double> steal_seconds;             ///< all CPUs together
    std::optional<std::int64_t> thermal_throttles;   ///< events, all cores together
    std::optional<double> cgroup_throttled_seconds;  ///< stopped because the quota was used up
};

[[nodiscard]] Disturbances read_disturbances(const std::filesystem::path& root = "/");

[[nodiscard]] Disturbances difference(const Disturbances& before, const Disturbances& after);

/// The unit of the kernel's CPU times: ticks in a second.
[[nodiscard]] long ticks_a_second();

/// A line of /proc/stat about one CPU or all, whose unit is 1/`ticks_a_second`; fields that an old kernel
/// lacks are 0; nothing without the first four.
[[nodiscard]] std::optional<CpuSeconds> parse_cpu_line(std::string_view line, long ticks_a_second);

/// The same of the line `cpu` among all lines of /proc/stat.
[[nodiscard]] std::optional<CpuSeconds> parse_cpu_seconds(std::string_view stat, long ticks_a_second);

/// A number of /proc/stat or /proc/vmstat by its name ("procs_running 2").
[[nodiscard]] std::optional<std::int64_t> parse_counter(std::string_view text, std::string_view name);

/// `avg10` of the line `some` of a file in /proc/pressure, in percent.
[[nodiscard]] std::optional<double> parse_some_avg10(std::string_view pressure);

/// The three averages of /proc/loadavg; empty for anything else.
[[nodiscard]] std::vector<double> parse_load_avg(std::string_view loadavg);

/// Reads a snapshot; takes well below a millisecond on a machine with few CPUs.
[[nodiscard]] LoadSnapshot read_load(const std::filesystem::path& root = "/");

/// From `before` to `after`, where this process and its children used `own_cpu_seconds`. A counter that ran
/// backwards (Linux takes back some idle and iowait time) counts as standing still.
[[nodiscard]] LoadDifference difference(const LoadSnapshot& before, const LoadSnapshot& after,
                                        double own_cpu_seconds);

}  // namespace pepbench
