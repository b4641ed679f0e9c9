#include "environment/google_benchmark_context.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace pepbench {
namespace {

std::optional<std::string> own_path() {
    std::error_code unreadable;
    const auto path = std::filesystem::read_symlink("/proc/self/exe", unreadable);
    return unreadable ? std::nullopt : std::optional(path.string());
}

std::optional<int> rounded(const std::optional<double>& mhz) {
    constexpr double kMost = 1e6;
    if (!mhz || !(*mhz > 0) || *mhz > kMost) {
        return std::nullopt;
    }
    return static_cast<int>(std::lround(*mhz));
}

}  // namespace

std::string format_rfc3339(const std::tm& local) {
    constexpr long kMinute = 60;
    constexpr long kHour = 3600;
    const long offset = std::labs(local.tm_gmtoff);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}{}{:02}:{:02}", local, local.tm_gmtoff < 0 ? '-' : '+',
                       offset / kHour, offset % kHour / kMinute);
}

std::string format_local_time(std::chrono::system_clock::time_point time) {
    const auto seconds = std::chrono::system_clock::to_time_t(time);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return format_rfc3339(local);
}

std::string format_utc(std::chrono::system_clock::time_point time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time - whole).count();
    const auto seconds = std::chrono::system_clock::to_time_t(whole);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", utc, milliseconds);
}

GoogleBenchmarkContext google_benchmark_context(const Machine& machine, const LoadSnapshot& load,
                                                std::string_view library_version,
                                                std::string_view library_build_type) {
    GoogleBenchmarkContext context;
    context.date = format_local_time(load.time);
    context.host_name = machine.host_name.value_or("");
    context.executable = own_path();
    context.num_cpus = machine.logical_cpus.value_or(static_cast<int>(machine.affinity.size()));
    context.mhz_per_cpu = rounded(machine.frequency.maximum_mhz);
    if (!context.mhz_per_cpu) {
        context.mhz_per_cpu = rounded(machine.frequency.current_mhz);
    }
    context.cpu_scaling_enabled = machine.frequency.scaling_enabled;
    context.aslr_enabled = machine.aslr.enabled();
    context.caches = machine.caches;
    context.load_avg = load.load_avg;
    context.library_version = library_version;
    context.library_build_type = library_build_type;
    return context;
}

}  // namespace pepbench
