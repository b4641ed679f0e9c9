#include "environment/cores.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "environment/files.h"

namespace pepbench {
namespace {

std::string cpus_in_words(std::size_t cpus) { return fmt::format("{} CPU{}", cpus, cpus == 1 ? "" : "s"); }

std::string quota_in_words(const CgroupQuota& quota) {
    return fmt::format("control group {} has a quota of {:.4g} core{}", quota.group, quota.cores,
                       quota.cores == 1 ? "" : "s");
}

}  // namespace

std::optional<std::vector<int>> read_online_cpus(const std::filesystem::path& root) {
    const auto list = read_line(inside(root, "/sys/devices/system/cpu/online"));
    if (auto cpus = list ? parse_cpu_list(*list) : std::nullopt; cpus && !cpus->empty()) {
        return cpus;
    }
    std::vector<int> cpus;
    const auto cpuinfo = read_text(inside(root, "/proc/cpuinfo")).value_or("");
    for (const auto line : split_lines(cpuinfo)) {
        const auto number = find_field(line, "processor");
        const auto list_of_one = number ? parse_cpu_list(*number) : std::nullopt;
        if (list_of_one && list_of_one->size() == 1) {
            cpus.push_back(list_of_one->front());
        }
    }
    return cpus.empty() ? std::nullopt : std::optional(cpus);
}

std::vector<int> parse_affinity(std::string_view status, const std::optional<std::vector<int>>& online) {
    const auto field = find_field(status, "Cpus_allowed_list");
    const auto allowed = field ? parse_cpu_list(*field) : std::nullopt;
    if (!allowed) {
        return {};
    }
    if (!online) {
        return *allowed;
    }
    std::vector<int> both;
    std::ranges::set_intersection(*allowed, *online, std::back_inserter(both));
    return both;
}

std::vector<int> read_affinity(const std::filesystem::path& root) {
    return parse_affinity(read_text(inside(root, "/proc/self/status")).value_or(""), read_online_cpus(root));
}

std::optional<int> read_physical_cores(const std::vector<int>& cpus, const std::filesystem::path& root) {
    std::set<std::string> cores;
    for (const auto cpu : cpus) {
        const auto siblings = read_line(
            inside(root, fmt::format("/sys/devices/system/cpu/cpu{}/topology/thread_siblings_list", cpu)));
        if (!siblings) {
            return std::nullopt;
        }
        cores.insert(*siblings);
    }
    return cores.empty() ? std::nullopt : std::optional(static_cast<int>(cores.size()));
}

UsableCores usable_cores(std::size_t affinity_cpus, std::optional<std::size_t> online_cpus,
                         const std::optional<CgroupQuota>& quota) {
    std::size_t cpus = affinity_cpus;
    std::string reason;
    if (affinity_cpus > 0 && online_cpus && *online_cpus > affinity_cpus) {
        reason = fmt::format("affinity allows {} of {}", affinity_cpus, cpus_in_words(*online_cpus));
    } else if (affinity_cpus > 0) {
        reason = fmt::format("affinity allows {}", cpus_in_words(affinity_cpus));
    } else {
        cpus = std::max<std::size_t>(online_cpus.value_or(1), 1);
        reason = online_cpus ? fmt::format("{} online, affinity not known", cpus_in_words(cpus))
                             : std::string("one core assumed, as the machine does not say");
    }
    if (!quota) {
        return {static_cast<double>(cpus), reason + "; no control group quota"};
    }
    if (quota->cores < static_cast<double>(cpus)) {
        return {quota->cores, quota_in_words(*quota) + "; " + reason};
    }
    return {static_cast<double>(cpus), reason + "; " + quota_in_words(*quota)};
}

}  // namespace pepbench
