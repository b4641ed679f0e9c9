#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "environment/clock.h"
#include "environment/cpu.h"
#include "environment/virtualization.h"

namespace pepbench {

/// Address space layout randomization. It is left on and recorded: with it, each process run has another
/// layout, and the median over process runs averages over layouts.
struct Aslr {
    std::optional<int> kernel_setting;  ///< kernel.randomize_va_space: 0 off, 1 without the heap, 2 all
    std::optional<bool>
        disabled_for_process;  ///< ADDR_NO_RANDOMIZE of personality(2), which children inherit
    [[nodiscard]] std::optional<bool> enabled() const;
};

/// Facts about the machine that hold for a whole run. A fact that the machine does not tell is missing, never
/// guessed.
struct Machine {
    std::optional<std::string> host_name;
    std::optional<std::string> cpu_model;
    std::optional<int> logical_cpus;    ///< CPUs that are switched on
    std::vector<int> affinity;          ///< the CPUs that this process may run on
    std::optional<int> physical_cores;  ///< distinct cores that `affinity` covers
    std::optional<bool> smt_active;
    std::optional<double> cgroup_quota_cores;
    std::optional<std::string> cgroup_quota_group;
    double usable_cores = 1;
    std::string usable_cores_reason;
    Frequency frequency;
    std::vector<Cache> caches;
    Aslr aslr;
    std::optional<std::string> architecture;      ///< `x86_64`
    std::optional<std::string> kernel;            ///< `6.1.0-28-amd64`
    std::optional<std::string> operating_system;  ///< `Debian GNU/Linux 12 (bookworm)`
    std::optional<std::string> libc;              ///< `glibc 2.36`, the driver's own
    Virtualization virtualization;
    std::optional<std::string> clock_source;  ///< what the kernel reads the time from: `tsc`, `hpet`, ...
    ClockMeasurement clock;
    std::optional<std::int64_t> memory_bytes;
    std::optional<std::int64_t> swap_bytes;
    std::optional<std::string> transparent_hugepages;  ///< `always`, `madvise` or `never`
    std::optional<bool> on_battery;
};

/// Whether personality(2), as /proc/self/personality writes it (hexadecimal), switches ASLR off.
[[nodiscard]] std::optional<bool> parse_aslr_disabled(std::string_view personality);

/// `PRETTY_NAME` of os-release(5).
[[nodiscard]] std::optional<std::string> parse_pretty_name(std::string_view os_release);

/// The choice in brackets of a sysfs list: "always [madvise] never" is `madvise`.
[[nodiscard]] std::optional<std::string> parse_bracketed(std::string_view text);

/// A line of /proc/meminfo ("MemTotal:  24684092 kB"), in bytes.
[[nodiscard]] std::optional<std::int64_t> parse_meminfo(std::string_view meminfo, std::string_view key);

/// Whether every mains supply is unplugged; nothing on a machine without one.
[[nodiscard]] std::optional<bool> read_on_battery(const std::filesystem::path& root = "/");

/// Reads all facts; takes a few milliseconds, most of them for measuring the clock.
[[nodiscard]] Machine read_machine(const std::filesystem::path& root = "/");

}  // namespace pepbench
