#include "environment/machine.h"

#include <sys/personality.h>
#include <sys/utsname.h>

#include <charconv>
#include <limits>
#include <system_error>

#include "environment/cgroup.h"
#include "environment/cores.h"
#include "environment/files.h"

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

namespace pepbench {
namespace {

std::optional<std::string> libc_version() {
#ifdef __GLIBC__
    return std::string("glibc ") + gnu_get_libc_version();
#else
    return std::nullopt;
#endif
}

std::optional<std::string> architecture_of_uname() {
    utsname names{};
    return ::uname(&names) == 0 ? std::optional(clean_text(names.machine)) : std::nullopt;
}

void read_cores(Machine& machine, const std::filesystem::path& root) {
    const auto online = read_online_cpus(root);
    const auto online_count = online ? std::optional(online->size()) : std::nullopt;
    if (online) {
        machine.logical_cpus = static_cast<int>(online->size());
    }
    machine.affinity = parse_affinity(read_text(inside(root, "/proc/self/status")).value_or(""), online);
    machine.physical_cores = read_physical_cores(machine.affinity, root);
    const auto quota = read_cgroup_quota(root);
    if (quota) {
        machine.cgroup_quota_cores = quota->cores;
        machine.cgroup_quota_group = quota->group;
    }
    const auto usable = usable_cores(machine.affinity.size(), online_count, quota);
    machine.usable_cores = usable.cores;
    machine.usable_cores_reason = usable.reason;
}

void read_system(Machine& machine, const std::filesystem::path& root) {
    machine.host_name = read_line(inside(root, "/proc/sys/kernel/hostname"));
    machine.architecture = read_line(inside(root, "/proc/sys/kernel/arch"));
    if (!machine.architecture) {  // before Linux 6.1
        machine.architecture = architecture_of_uname();
    }
    machine.kernel = read_line(inside(root, "/proc/sys/kernel/osrelease"));
    auto os_release = read_text(inside(root, "/etc/os-release"));
    if (!os_release) {
        os_release = read_text(inside(root, "/usr/lib/os-release"));
    }
    machine.operating_system = parse_pretty_name(os_release.value_or(""));
    machine.libc = libc_version();
    machine.clock_source =
        read_line(inside(root, "/sys/devices/system/clocksource/clocksource0/current_clocksource"));
    machine.transparent_hugepages =
        parse_bracketed(read_line(inside(root, "/sys/kernel/mm/transparent_hugepage/enabled")).value_or(""));
    const auto meminfo = read_text(inside(root, "/proc/meminfo")).value_or("");
    machine.memory_bytes = parse_meminfo(meminfo, "MemTotal");
    machine.swap_bytes = parse_meminfo(meminfo, "SwapTotal");
    if (const auto setting = read_integer(inside(root, "/proc/sys/kernel/randomize_va_space"));
        setting && *setting >= 0 && *setting <= 2) {
        machine.aslr.kernel_setting = static_cast<int>(*setting);
    }
    machine.aslr.disabled_for_process =
        parse_aslr_disabled(read_line(inside(root, "/proc/self/personality")).value_or(""));
}

}  // namespace

std::optional<bool> Aslr::enabled() const {
    if (kernel_setting == 0 || disabled_for_process == true) {
        return false;
    }
    if (!kernel_setting || !disabled_for_process) {
        return std::nullopt;
    }
    return true;
}

std::optional<bool> parse_aslr_disabled(std::string_view personality) {
    const auto digits = trim(personality);
    const auto* const first = digits.data();
    const auto* const last = first + digits.size();
    unsigned long flags = 0;
    const auto [end, error] = std::from_chars(first, last, flags, 16);
    if (error != std::errc{} || end != last) {
        return std::nullopt;
    }
    return (flags & static_cast<unsigned long>(ADDR_NO_RANDOMIZE)) != 0;
}

std::optional<std::string> parse_pretty_name(std::string_view os_release) {
    constexpr std::string_view kKey = "PRETTY_NAME=";
    for (const auto line : split_lines(os_release)) {
        if (!line.starts_with(kKey)) {
            continue;
        }
        auto value = trim(line.substr(kKey.size()));
        if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
            value.back() == value.front()) {
            value = value.substr(1, value.size() - 2);
        }
        auto name = clean_text(value);
        return name.empty() ? std::nullopt : std::optional(name);
    }
    return std::nullopt;
}

std::optional<std::string> parse_bracketed(std::string_view text) {
    const auto open = text.find('[');
    const auto close = open == std::string_view::npos ? open : text.find(']', open);
    if (close == std::string_view::npos) {
        return std::nullopt;
    }
    auto choice = clean_text(text.substr(open + 1, close - open - 1));
    return choice.empty() ? std::nullopt : std::optional(choice);
}

std::optional<std::int64_t> parse_meminfo(std::string_view meminfo, std::string_view key) {
    constexpr std::int64_t kKibibyte = 1024;
    const auto words = split_words(find_field(meminfo, key).value_or(""));
    const auto count = words.size() == 2 && words[1] == "kB" ? parse_integer(words[0]) : std::nullopt;
    if (!count || *count < 0 || *count > std::numeric_limits<std::int64_t>::max() / kKibibyte) {
        return std::nullopt;
    }
    return *count * kKibibyte;
}

std::optional<bool> read_on_battery(const std::filesystem::path& root) {
    std::optional<bool> on_battery;
    std::error_code unreadable;
    std::filesystem::directory_iterator supply(inside(root, "/sys/class/power_supply"), unreadable);
    // Not a range-based loop, whose step throws.
    for (; !unreadable && supply != std::filesystem::directory_iterator(); supply.increment(unreadable)) {
        const auto online = read_integer(supply->path() / "online");
        if (read_line(supply->path() / "type") == "Mains" && online) {
            on_battery = on_battery.value_or(true) && *online == 0;
        }
    }
    return on_battery;
}

Machine read_machine(const std::filesystem::path& root) {
    Machine machine;
    read_cores(machine, root);
    read_system(machine, root);
    machine.cpu_model = read_cpu_model(root);
    machine.frequency = read_frequency(machine.affinity, root);
    machine.smt_active = read_smt_active(root);
    machine.caches = read_caches(root);
    machine.virtualization = read_virtualization(root);
    machine.on_battery = read_on_battery(root);
    machine.clock = measure_steady_clock();
    return machine;
}

}  // namespace pepbench
