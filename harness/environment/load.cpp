#include "environment/load.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "environment/cgroup.h"
#include "environment/files.h"

namespace pepbench {
namespace {

/// Linux's USER_HZ on all architectures that Python runs on, should sysconf fail.
constexpr long kUsualTicks = 100;

std::optional<double> read_pressure(const std::filesystem::path& root, std::string_view path) {
    const auto text = read_text(inside(root, path));
    return text ? parse_some_avg10(*text) : std::nullopt;
}

/// Sum of the cores' counters. Threads of one core show the same counter, so that with SMT each event counts
/// twice; what matters is whether it moved.
std::optional<std::int64_t> read_thermal_throttles(const std::filesystem::path& root) {
    std::optional<std::int64_t> sum;
    std::error_code unreadable;
    std::filesystem::directory_iterator entry(inside(root, "/sys/devices/system/cpu"), unreadable);
    for (; !unreadable && entry != std::filesystem::directory_iterator(); entry.increment(unreadable)) {
        const auto directory = entry->path() / "thermal_throttle";
        for (const auto* name : {"core_throttle_count", "package_throttle_count"}) {
            if (const auto count = read_integer(directory / name)) {
                sum = sum.value_or(0) + *count;
            }
        }
    }
    return sum;
}

double growth(double before, double after) { return std::max(0.0, after - before); }

template <typename Number>
std::optional<Number> growth(const std::optional<Number>& before, const std::optional<Number>& after) {
    if (!before || !after) {
        return std::nullopt;
    }
    return std::max(Number{0}, *after - *before);
}

CpuSeconds growth(const CpuSeconds& before, const CpuSeconds& after) {
    CpuSeconds grown;
    for (const auto field :
         {&CpuSeconds::user, &CpuSeconds::nice, &CpuSeconds::system, &CpuSeconds::idle, &CpuSeconds::iowait,
          &CpuSeconds::irq, &CpuSeconds::softirq, &CpuSeconds::steal}) {
        grown.*field = growth(before.*field, after.*field);
    }
    return grown;
}

}  // namespace

long ticks_a_second() {
    const auto ticks = ::sysconf(_SC_CLK_TCK);
    return ticks > 0 ? ticks : kUsualTicks;
}

std::optional<CpuSeconds> parse_cpu_line(std::string_view line, long ticks_a_second) {
    constexpr std::size_t kNeeded = 4;
    const auto words = split_words(line);
    std::array<double, 8> seconds{};
    for (std::size_t field = 0; field < seconds.size(); ++field) {
        const auto ticks = field + 1 < words.size() ? parse_integer(words[field + 1]) : std::nullopt;
        if (ticks && *ticks >= 0 && ticks_a_second > 0) {
            seconds.at(field) = static_cast<double>(*ticks) / static_cast<double>(ticks_a_second);
        } else if (field < kNeeded) {
            return std::nullopt;
        }
    }
    return CpuSeconds{seconds[0], seconds[1], seconds[2], seconds[3],
                      seconds[4], seconds[5], seconds[6], seconds[7]};
}

std::optional<CpuSeconds> parse_cpu_seconds(std::string_view stat, long ticks_a_second) {
    for (const auto line : split_lines(stat)) {
        const auto words = split_words(line);
        if (!words.empty() && words[0] == "cpu") {
            return parse_cpu_line(line, ticks_a_second);
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> parse_counter(std::string_view text, std::string_view name) {
    for (const auto line : split_lines(text)) {
        const auto words = split_words(line);
        if (words.size() == 2 && words[0] == name) {
            return parse_integer(words[1]);
        }
    }
    return std::nullopt;
}

std::optional<double> parse_some_avg10(std::string_view pressure) {
    constexpr std::string_view kKey = "avg10=";
    for (const auto line : split_lines(pressure)) {
        const auto words = split_words(line);
        if (words.size() >= 2 && words[0] == "some" && words[1].starts_with(kKey)) {
            return parse_number(words[1].substr(kKey.size()));
        }
    }
    return std::nullopt;
}

std::vector<double> parse_load_avg(std::string_view loadavg) {
    constexpr std::size_t kAverages = 3;
    std::vector<double> averages;
    for (const auto word : split_words(loadavg)) {
        const auto value = parse_number(word);
        if (averages.size() == kAverages || !value) {
            break;
        }
        averages.push_back(*value);
    }
    return averages.size() == kAverages ? averages : std::vector<double>{};
}

LoadSnapshot read_load(const std::filesystem::path& root) {
    LoadSnapshot load;
    load.time = std::chrono::system_clock::now();
    load.steady_time = std::chrono::steady_clock::now();
    load.load_avg = parse_load_avg(read_line(inside(root, "/proc/loadavg")).value_or(""));
    load.pressure.cpu = read_pressure(root, "/proc/pressure/cpu");
    load.pressure.io = read_pressure(root, "/proc/pressure/io");
    load.pressure.memory = read_pressure(root, "/proc/pressure/memory");
    const auto stat = read_text(inside(root, "/proc/stat")).value_or("");
    load.cpu = parse_cpu_seconds(stat, ticks_a_second());
    load.running_processes = parse_counter(stat, "procs_running");
    const auto vmstat = read_text(inside(root, "/proc/vmstat")).value_or("");
    load.swap_in_pages = parse_counter(vmstat, "pswpin");
    load.swap_out_pages = parse_counter(vmstat, "pswpout");
    load.thermal_throttles = read_thermal_throttles(root);
    load.cgroup_throttled_seconds = read_cgroup_throttled_seconds(root);
    return load;
}

Disturbances read_disturbances(const std::filesystem::path& root) {
    const auto cpu = parse_cpu_seconds(read_text(inside(root, "/proc/stat")).value_or(""), ticks_a_second());
    return {cpu ? std::optional(cpu->steal) : std::nullopt, read_thermal_throttles(root),
            read_cgroup_throttled_seconds(root)};
}

Disturbances difference(const Disturbances& before, const Disturbances& after) {
    return {growth(before.steal_seconds, after.steal_seconds),
            growth(before.thermal_throttles, after.thermal_throttles),
            growth(before.cgroup_throttled_seconds, after.cgroup_throttled_seconds)};
}

LoadDifference difference(const LoadSnapshot& before, const LoadSnapshot& after, double own_cpu_seconds) {
    LoadDifference change;
    change.elapsed_seconds = std::chrono::duration<double>(after.steady_time - before.steady_time).count();
    change.swap_in_pages = growth(before.swap_in_pages, after.swap_in_pages);
    change.swap_out_pages = growth(before.swap_out_pages, after.swap_out_pages);
    change.thermal_throttles = growth(before.thermal_throttles, after.thermal_throttles);
    change.cgroup_throttled_seconds = growth(before.cgroup_throttled_seconds, after.cgroup_throttled_seconds);
    if (!before.cpu || !after.cpu) {
        return change;
    }
    change.cpu = growth(*before.cpu, *after.cpu);
    change.steal_seconds = change.cpu->steal;
    change.foreign_busy_seconds = std::max(0.0, change.cpu->busy() - own_cpu_seconds);
    if (const auto total = change.cpu->total(); total > 0) {
        change.busy_share = change.cpu->busy() / total;
        change.steal_share = change.cpu->steal / total;
        change.foreign_busy_share = *change.foreign_busy_seconds / total;
    }
    return change;
}

}  // namespace pepbench
