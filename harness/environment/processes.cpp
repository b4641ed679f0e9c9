#include "environment/processes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <system_error>
#include <utility>

#include "environment/files.h"
#include "environment/load.h"

namespace pepbench {
namespace {

constexpr double kBusyCores = 0.05;
constexpr std::array<std::string_view, 7> kBenchmarks = {"pepbench", "pyperf",   "hyperfine", "asv",
                                                         "rebench",  "sysbench", "stress-ng"};

std::string_view base_name(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

/// What Python runs: the module after -m, else the first argument that is no option.
std::string_view run_by_python(const std::vector<std::string_view>& arguments) {
    for (std::size_t at = 1; at < arguments.size(); ++at) {
        if (arguments[at] == "-m") {
            return at + 1 < arguments.size() ? arguments[at + 1] : std::string_view();
        }
        if (!arguments[at].starts_with('-')) {
            return base_name(arguments[at]);
        }
    }
    return {};
}

std::optional<int> process_number(const std::filesystem::path& directory) {
    const auto number = parse_integer(directory.filename().string());
    return number && *number > 0 && *number <= std::numeric_limits<int>::max()
               ? std::optional(static_cast<int>(*number))
               : std::nullopt;
}

/// Whether `ancestor` started `pid`, or what started it, and so on; also of itself.
bool descends_from(const ProcessTimes& processes, int pid, int ancestor) {
    for (std::size_t steps = 0; steps <= processes.size(); ++steps) {  // parents read at odds may form a ring
        if (pid == ancestor) {
            return true;
        }
        const auto found = processes.find(pid);
        if (found == processes.end()) {
            return false;
        }
        pid = found->second.parent;
    }
    return false;
}

double seconds_before(const ProcessTimes& before, int pid, const ProcessTime& process) {
    const auto found = before.find(pid);
    return found != before.end() && found->second.start_ticks == process.start_ticks
               ? found->second.cpu_seconds
               : 0;
}

}  // namespace

std::optional<ProcessTime> parse_process_stat(std::string_view stat, long ticks_a_second) {
    // PID (NAME) STATE PARENT ..., where a name may hold spaces and parentheses.
    constexpr std::size_t kParent = 1;
    constexpr std::size_t kUserTicks = 11;
    constexpr std::size_t kSystemTicks = 12;
    constexpr std::size_t kStart = 19;
    const auto open = stat.find('(');
    const auto close = stat.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open ||
        ticks_a_second <= 0) {
        return std::nullopt;
    }
    const auto words = split_words(stat.substr(close + 1));
    if (words.size() <= kStart) {
        return std::nullopt;
    }
    const auto parent = parse_integer(words[kParent]);
    const auto user = parse_integer(words[kUserTicks]);
    const auto system = parse_integer(words[kSystemTicks]);
    const auto start = parse_integer(words[kStart]);
    if (!parent || *parent < 0 || *parent > std::numeric_limits<int>::max() || !user || !system || !start) {
        return std::nullopt;
    }
    return ProcessTime{
        clean_text(stat.substr(open + 1, close - open - 1)), static_cast<int>(*parent), *start,
        (static_cast<double>(*user) + static_cast<double>(*system)) / static_cast<double>(ticks_a_second)};
}

std::string benchmark_of_command(std::string_view cmdline) {
    const auto arguments = split(cmdline, '\0');
    if (arguments.empty()) {
        return {};
    }
    auto program = base_name(arguments.front());
    if (program.starts_with("python") || program.starts_with("pypy")) {
        program = run_by_python(arguments);
    }
    const auto* const found = std::ranges::find(kBenchmarks, program);
    return found == kBenchmarks.end() ? std::string() : std::string(*found);
}

ProcessTimes read_process_times(const std::filesystem::path& root) {
    ProcessTimes processes;
    const auto ticks = ticks_a_second();
    std::error_code unreadable;
    std::filesystem::directory_iterator entry(inside(root, "/proc"), unreadable);
    for (; !unreadable && entry != std::filesystem::directory_iterator(); entry.increment(unreadable)) {
        const auto pid = process_number(entry->path());
        const auto text = pid ? read_text(entry->path() / "stat") : std::nullopt;
        if (auto process = text ? parse_process_stat(*text, ticks) : std::nullopt) {
            processes.emplace(*pid, std::move(*process));
        }
    }
    return processes;
}

std::vector<OtherProcess> other_processes(const ProcessTimes& before, const ProcessTimes& after,
                                          double elapsed_seconds, int own_pid,
                                          const std::filesystem::path& root) {
    std::vector<OtherProcess> others;
    for (const auto& [pid, process] : after) {
        if (descends_from(after, pid, own_pid) || descends_from(after, own_pid, pid)) {
            continue;
        }
        const auto used = std::max(0.0, process.cpu_seconds - seconds_before(before, pid, process));
        const auto cores = elapsed_seconds > 0 ? used / elapsed_seconds : 0;
        auto benchmark =
            benchmark_of_command(read_text(inside(root, fmt::format("/proc/{}/cmdline", pid))).value_or(""));
        if (cores > kBusyCores || !benchmark.empty()) {
            others.push_back({pid, process.name, cores, std::move(benchmark)});
        }
    }
    std::ranges::sort(others, std::greater<>(), &OtherProcess::cores);
    return others;
}

}  // namespace pepbench
