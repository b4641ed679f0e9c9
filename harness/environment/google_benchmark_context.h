#pragma once

#include <chrono>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "environment/load.h"
#include "environment/machine.h"

/// The `context` of a result file, with the keys that Google Benchmark's JSONReporter::ReportContext writes.
/// As there, a fact that is not known has no key.
namespace pepbench {

struct GoogleBenchmarkContext {
    std::string date;  ///< local time, RFC 3339
    std::string host_name;
    std::optional<std::string> executable;
    int num_cpus = 0;
    std::optional<int>
        mhz_per_cpu;  ///< the hardware's maximum, or what the CPU runs at where that is all it tells
    std::optional<bool> cpu_scaling_enabled;
    std::optional<bool> aslr_enabled;
    std::vector<Cache> caches;
    std::vector<double> load_avg;
    std::string library_version;
    std::string library_build_type;
};

/// RFC 3339 with seconds and offset from UTC: "2026-11-22T22:41:59+01:00".
[[nodiscard]] std::string format_rfc3339(const std::tm& local);

/// `format_rfc3339` of a moment in the local time zone.
[[nodiscard]] std::string format_local_time(std::chrono::system_clock::time_point time);

/// ISO 8601 in UTC with milliseconds: "2026-11-22T22:41:59.123Z".
[[nodiscard]] std::string format_utc(std::chrono::system_clock::time_point time);

/// `library_version` and `library_build_type` ("release" or "debug") are those of the Google Benchmark that
/// measured; date and load are the snapshot's. `executable` is this program's path.
[[nodiscard]] GoogleBenchmarkContext google_benchmark_context(
    const Machine& machine, const LoadSnapshot& load, std::string_view library_version,
    std::string_view library_build_type = "release");

}  // namespace pepbench
