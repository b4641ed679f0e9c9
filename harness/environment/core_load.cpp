#include "environment/core_load.h"

#include <algorithm>
#include <optional>

#include "environment/files.h"
#include "environment/load.h"

namespace pepbench {
namespace {

constexpr double kAlike = 0.05;
constexpr std::string_view kPrefix = "cpu";

std::optional<int> core_of(std::string_view line) {
    const auto words = split_words(line);
    if (words.empty() || !words[0].starts_with(kPrefix) || words[0].size() == kPrefix.size()) {
        return std::nullopt;
    }
    const auto number = parse_integer(words[0].substr(kPrefix.size()));
    return number && *number >= 0 ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

}  // namespace

std::map<int, CoreTime> parse_core_times(std::string_view stat, long ticks_a_second) {
    std::map<int, CoreTime> times;
    for (const auto line : split_lines(stat)) {
        const std::optional<int> core = core_of(line);
        const auto seconds = core ? parse_cpu_line(line, ticks_a_second) : std::nullopt;
        if (seconds) {
            const double idle = seconds->idle + seconds->iowait;
            const double busy = seconds->user + seconds->nice + seconds->system + seconds->irq +
                                seconds->softirq + seconds->steal;
            times[*core] = {busy, busy + idle};
        }
    }
    return times;
}

std::map<int, CoreTime> read_core_times(const std::filesystem::path& root) {
    const auto stat = read_text(inside(root, "/proc/stat"));
    return stat ? parse_core_times(*stat, ticks_a_second()) : std::map<int, CoreTime>();
}

CoreChoice::CoreChoice(std::vector<int> cores) : cores_(std::move(cores)) {
    for (const int core : cores_) {
        loads_[core] = 0;
    }
}

int CoreChoice::choose(std::uint64_t word, std::optional<int> favoured) const {
    return least_loaded(loads_, word, favoured);
}

std::optional<int> CoreChoice::choose_other(int core, std::uint64_t word) const {
    std::map<int, double> others = loads_;
    others.erase(core);
    return others.empty() ? std::nullopt : std::optional(least_loaded(others, word, std::nullopt));
}

int CoreChoice::least_loaded(const std::map<int, double>& loads, std::uint64_t word,
                             std::optional<int> favoured) {
    double lowest = 1;
    for (const auto& [core, load] : loads) {
        lowest = std::min(lowest, load);
    }
    std::vector<int> alike;
    for (const auto& [core, load] : loads) {
        if (load <= lowest + kAlike) {
            alike.push_back(core);
        }
    }
    const bool wins = favoured && std::find(alike.begin(), alike.end(), *favoured) != alike.end();
    return wins ? *favoured : alike[word % alike.size()];
}

void CoreChoice::observe(const std::map<int, CoreTime>& before, const std::map<int, CoreTime>& after,
                         const std::map<int, double>& own_seconds) {
    for (auto& [core, load] : loads_) {
        const auto early = before.find(core);
        const auto late = after.find(core);
        if (early == before.end() || late == after.end() || late->second.total <= early->second.total) {
            continue;  // too short a time for the kernel's ticks
        }
        const auto own = own_seconds.find(core);
        const double foreign =
            late->second.busy - early->second.busy - (own != own_seconds.end() ? own->second : 0.0);
        const double share = foreign / (late->second.total - early->second.total);
        load = (load + std::clamp(share, 0.0, 1.0)) / 2;
    }
}

}  // namespace pepbench
