#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The processor: model, frequency, caches.
/// Sources: the kernel's Documentation/admin-guide/pm/cpufreq.rst and intel_pstate.rst, and
/// Documentation/ABI/testing/sysfs-devices-system-cpu.
namespace pepbench {

/// Frequencies in MHz over a set of CPUs. A machine without frequency control (most virtual ones) has only
/// `current`.
struct Frequency {
    std::optional<std::string> driver;    ///< `intel_pstate`, `acpi-cpufreq`, ...
    std::optional<std::string> governor;  ///< `performance`, ...; all that occur, parted by ", "
    std::optional<double> minimum_mhz;    ///< of the hardware, the lowest of any CPU
    std::optional<double> maximum_mhz;    ///< of the hardware, turbo included, the highest of any CPU
    std::optional<double> limit_mhz;      ///< that the policy allows now, the highest of any CPU
    std::optional<double> current_mhz;    ///< mean over the CPUs
    std::optional<bool> turbo;            ///< whether clocks above the nominal one are allowed
    /// Google Benchmark's rule: whether any governor is other than `performance`.
    std::optional<bool> scaling_enabled;
};

/// One cache of the first CPU, with Google Benchmark's names.
struct Cache {
    std::string type;  ///< `Data`, `Instruction` or `Unified`
    int level = 0;
    std::int64_t size_bytes = 0;
    int num_sharing = 0;  ///< hardware threads that share it
};

/// The model's name in /proc/cpuinfo; nothing where the architecture gives none.
[[nodiscard]] std::optional<std::string> parse_cpu_model(std::string_view cpuinfo);

/// Whether the first CPU in /proc/cpuinfo has this flag.
[[nodiscard]] bool has_cpu_flag(std::string_view cpuinfo, std::string_view flag);

/// The mean of the "cpu MHz" lines in /proc/cpuinfo.
[[nodiscard]] std::optional<double> parse_current_mhz(std::string_view cpuinfo);

/// A cache's size as sysfs writes it ("48K", "2M"), in bytes.
[[nodiscard]] std::optional<std::int64_t> parse_cache_size(std::string_view text);

/// The name of the processor: /proc/cpuinfo, or the device tree's model.
[[nodiscard]] std::optional<std::string> read_cpu_model(const std::filesystem::path& root = "/");

/// The frequencies of `cpus`.
[[nodiscard]] Frequency read_frequency(const std::vector<int>& cpus, const std::filesystem::path& root = "/");

/// The caches of the first CPU; one that is not told completely is left out.
[[nodiscard]] std::vector<Cache> read_caches(const std::filesystem::path& root = "/");

/// Whether cores run more than one hardware thread at the moment.
[[nodiscard]] std::optional<bool> read_smt_active(const std::filesystem::path& root = "/");

}  // namespace pepbench
