#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "environment/cgroup.h"

/// How many cores this process may really use.
namespace pepbench {

/// The CPUs that are switched on; nothing if the machine does not say.
[[nodiscard]] std::optional<std::vector<int>> read_online_cpus(const std::filesystem::path& root = "/");

/// `Cpus_allowed_list` of /proc/self/status without CPUs that are off: the process's affinity mask, which
/// cpusets
/// (`docker --cpuset-cpus`) narrow too. Empty if the machine does not say.
[[nodiscard]] std::vector<int> parse_affinity(std::string_view status,
                                              const std::optional<std::vector<int>>& online);

/// `parse_affinity` of the machine.
[[nodiscard]] std::vector<int> read_affinity(const std::filesystem::path& root = "/");

/// The distinct cores that `cpus` are hardware threads of; nothing if the topology of one of them is not
/// told.
[[nodiscard]] std::optional<int> read_physical_cores(const std::vector<int>& cpus,
                                                     const std::filesystem::path& root = "/");

struct UsableCores {
    double cores = 1;
    std::string reason;  ///< in words, for tables and charts
};

/// The smaller of the CPUs that affinity allows and the control group's quota. With no affinity mask known
/// the online CPUs count, and one core if these are not known either.
[[nodiscard]] UsableCores usable_cores(std::size_t affinity_cpus, std::optional<std::size_t> online_cpus,
                                       const std::optional<CgroupQuota>& quota);

}  // namespace pepbench
