#include "environment/cgroup.h"

#include <algorithm>
#include <utility>

#include "environment/files.h"

namespace pepbench {
namespace {

constexpr double kMicrosecond = 1e-6;
constexpr double kNanosecond = 1e-9;

/// One group that can be looked into.
struct Level {
    bool version_2 = false;
    std::filesystem::path directory;
    std::string group;
};

std::optional<double> share(std::optional<long long> quota, std::optional<long long> period) {
    if (!quota || !period || *quota <= 0 || *period <= 0) {
        return std::nullopt;
    }
    return static_cast<double>(*quota) / static_cast<double>(*period);
}

/// mountinfo writes space, tab, line end and backslash as \ and three octal digits.
std::string unescape(std::string_view text) {
    const auto is_octal = [](char digit) { return digit >= '0' && digit <= '7'; };
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && at + 3 < text.size() &&
            std::ranges::all_of(text.substr(at + 1, 3), is_octal)) {
            const auto code = (text[at + 1] - '0') * 64 + (text[at + 2] - '0') * 8 + (text[at + 3] - '0');
            plain += static_cast<char>(code);
            at += 3;
        } else {
            plain += text[at];
        }
    }
    return plain;
}

bool has_controller(std::string_view list, std::string_view controller) {
    const auto names = split(list, ',');
    return std::ranges::find(names, controller) != names.end();
}

/// `group` below `mount_root`, without a slash in front; nothing if it is not in there. A group that a
/// namespace hides shows as "/..", which is above everything that can be seen.
std::optional<std::string> below(const std::string& group, const std::string& mount_root) {
    const std::filesystem::path path(group);
    if (std::ranges::find(path, std::filesystem::path("..")) != path.end()) {
        return std::nullopt;
    }
    const auto prefix = mount_root == "/" ? std::string() : mount_root;
    if (group == prefix || group == mount_root) {
        return "";
    }
    if (!group.starts_with(prefix + "/")) {
        return std::nullopt;
    }
    return group.substr(prefix.size() + 1);
}

void add_levels(std::vector<Level>& levels, const std::filesystem::path& root, const CgroupMount& mount,
                const std::string& relative) {
    const auto top = inside(root, mount.mount_point);
    for (auto group = std::filesystem::path(relative);; group = group.parent_path()) {
        levels.push_back({mount.version_2, top / group, (std::filesystem::path("/") / group).string()});
        if (group.empty()) {
            return;
        }
    }
}

/// This process's groups and all above them that are in sight. A hierarchy that is mounted several times is
/// looked at where most of it shows. Where a container shows its own group at the mount point although
/// /proc/self/cgroup names that group by its place outside, the mount point is taken.
std::vector<Level> read_levels(const std::filesystem::path& root) {
    const auto mounts = parse_cgroup_mounts(read_text(inside(root, "/proc/self/mountinfo")).value_or(""));
    const auto memberships =
        parse_cgroup_memberships(read_text(inside(root, "/proc/self/cgroup")).value_or(""));
    std::vector<Level> levels;
    for (const auto& membership : memberships) {
        const CgroupMount* best = nullptr;
        std::optional<std::string> best_relative;
        for (const auto& mount : mounts) {
            if (mount.version_2 != membership.version_2) {
                continue;
            }
            auto relative = below(membership.group, mount.root);
            const bool shows_more = relative && (!best_relative || mount.root.size() < best->root.size());
            if (best == nullptr || shows_more) {
                best = &mount;
                best_relative = std::move(relative);
            }
        }
        if (best != nullptr) {
            add_levels(levels, root, *best, best_relative.value_or(""));
        }
    }
    return levels;
}

std::optional<double> read_level_quota(const Level& level) {
    if (level.version_2) {
        const auto text = read_line(level.directory / "cpu.max");
        return text ? parse_cpu_max(*text) : std::nullopt;
    }
    return share(read_integer(level.directory / "cpu.cfs_quota_us"),
                 read_integer(level.directory / "cpu.cfs_period_us"));
}

}  // namespace

std::optional<double> parse_cpu_max(std::string_view text) {
    const auto words = split_words(text);
    if (words.size() != 2) {
        return std::nullopt;
    }
    return share(parse_integer(words[0]), parse_integer(words[1]));
}

std::optional<double> parse_cfs_quota(std::string_view quota, std::string_view period) {
    return share(parse_integer(quota), parse_integer(period));
}

std::vector<CgroupMount> parse_cgroup_mounts(std::string_view mountinfo) {
    // 31 23 0:28 ROOT MOUNT_POINT OPTIONS [FIELD]... - TYPE SOURCE SUPER_OPTIONS (proc(5))
    std::vector<CgroupMount> mounts;
    for (const auto line : split_lines(mountinfo)) {
        const auto words = split_words(line);
        const auto dash = std::ranges::find(words, "-");
        if (words.size() < 6 || words.end() - dash < 4) {
            continue;
        }
        const auto type = *(dash + 1);
        if (type == "cgroup2" || (type == "cgroup" && has_controller(*(dash + 3), "cpu"))) {
            mounts.push_back({type == "cgroup2", unescape(words[3]), unescape(words[4])});
        }
    }
    return mounts;
}

std::vector<CgroupMembership> parse_cgroup_memberships(std::string_view cgroup) {
    // NUMBER:CONTROLLERS:GROUP, where version 2 has number 0 and no controllers; a group's name may hold
    // colons.
    std::vector<CgroupMembership> memberships;
    for (const auto line : split_lines(cgroup)) {
        const auto first = line.find(':');
        const auto second = first == std::string_view::npos ? first : line.find(':', first + 1);
        if (second == std::string_view::npos || second + 1 >= line.size() || line[second + 1] != '/') {
            continue;
        }
        const auto controllers = line.substr(first + 1, second - first - 1);
        const bool version_2 = line.substr(0, first) == "0" && controllers.empty();
        if (version_2 || has_controller(controllers, "cpu")) {
            memberships.push_back({version_2, std::string(line.substr(second + 1))});
        }
    }
    return memberships;
}

std::optional<CgroupQuota> read_cgroup_quota(const std::filesystem::path& root) {
    std::optional<CgroupQuota> tightest;
    for (const auto& level : read_levels(root)) {
        const auto cores = read_level_quota(level);
        if (cores && (!tightest || *cores < tightest->cores)) {
            tightest = CgroupQuota{*cores, clean_text(level.group)};
        }
    }
    return tightest;
}

std::optional<double> read_cgroup_throttled_seconds(const std::filesystem::path& root) {
    std::optional<double> seconds;
    for (const auto& level : read_levels(root)) {
        const auto text = read_text(level.directory / "cpu.stat").value_or("");
        for (const auto line : split_lines(text)) {
            const auto words = split_words(line);
            const auto value = words.size() == 2 ? parse_number(words[1]) : std::nullopt;
            if (value && words[0] == "throttled_usec") {
                seconds = seconds.value_or(0) + *value * kMicrosecond;
            } else if (value && words[0] == "throttled_time") {
                seconds = seconds.value_or(0) + *value * kNanosecond;
            }
        }
    }
    return seconds;
}

}  // namespace pepbench
