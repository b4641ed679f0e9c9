#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Which other processes use the machine. Source: proc(5).
namespace pepbench {

/// A process's CPU time so far.
struct ProcessTime {
    std::string name;  ///< the program's, cut by the kernel after 15 characters
    int parent = 0;
    long long start_ticks = 0;  ///< since the machine's start; tells processes of one number apart
    double cpu_seconds = 0;     ///< its own, without children
};

/// By process number.
using ProcessTimes = std::map<int, ProcessTime>;

/// A process that is no relative of this one.
struct OtherProcess {
    int pid = 0;
    std::string name;
    double cores = 0;       ///< CPU seconds a second
    std::string benchmark;  ///< which tool it is, if it is one that measures; else empty
};

/// /proc/PID/stat, whose unit is 1/`ticks_a_second`; nothing for anything else.
[[nodiscard]] std::optional<ProcessTime> parse_process_stat(std::string_view stat, long ticks_a_second);

/// The benchmark tool that /proc/PID/cmdline runs, itself or by Python (`python3 -m pyperf`); empty if none.
[[nodiscard]] std::string benchmark_of_command(std::string_view cmdline);

/// All processes that can be seen.
[[nodiscard]] ProcessTimes read_process_times(const std::filesystem::path& root = "/");

/// Those in `after` that used more than a twentieth of a core since `before`, `elapsed_seconds` earlier, and
/// all benchmark tools, the busiest first; without `own_pid`, what started it and what it started.
[[nodiscard]] std::vector<OtherProcess> other_processes(const ProcessTimes& before, const ProcessTimes& after,
                                                        double elapsed_seconds, int own_pid,
                                                        const std::filesystem::path& root = "/");

}  // namespace pepbench
