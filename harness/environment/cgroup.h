#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Control groups, versions 1 and 2: how much CPU time this process may use at most.
/// Sources: cgroups(7), the kernel's Documentation/admin-guide/cgroup-v2.rst and scheduler/sched-bwc.rst.
namespace pepbench {

/// The tightest quota on the way from this process's group up to the root.
struct CgroupQuota {
    double cores = 0;   ///< CPU seconds a second
    std::string group;  ///< the group that sets it, as seen from here ("/" is the topmost that can be seen)
};

/// A mounted hierarchy that can limit CPU time: version 2, or version 1 with the `cpu` controller.
struct CgroupMount {
    bool version_2 = false;
    std::string root;         ///< the group that shows at the mount point
    std::string mount_point;  ///< where, in this process's view
};

/// A group of this process in such a hierarchy.
struct CgroupMembership {
    bool version_2 = false;
    std::string group;
};

/// `cpu.max` of version 2 ("150000 100000" is 1.5 cores); nothing for "max" or garbage.
[[nodiscard]] std::optional<double> parse_cpu_max(std::string_view text);

/// `cpu.cfs_quota_us` and `cpu.cfs_period_us` of version 1; nothing for -1 (no quota) or garbage.
[[nodiscard]] std::optional<double> parse_cfs_quota(std::string_view quota, std::string_view period);

/// The hierarchies in /proc/self/mountinfo that can limit CPU time.
[[nodiscard]] std::vector<CgroupMount> parse_cgroup_mounts(std::string_view mountinfo);

/// The groups in /proc/self/cgroup that can limit CPU time.
[[nodiscard]] std::vector<CgroupMembership> parse_cgroup_memberships(std::string_view cgroup);

/// The tightest quota over both versions; nothing if none is set or none can be seen.
[[nodiscard]] std::optional<CgroupQuota> read_cgroup_quota(const std::filesystem::path& root = "/");

/// Time that this process's group and those above it have spent stopped because a quota was used up, in
/// seconds since the groups were made; nothing if no group counts it.
[[nodiscard]] std::optional<double> read_cgroup_throttled_seconds(const std::filesystem::path& root = "/");

}  // namespace pepbench
