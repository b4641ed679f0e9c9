#include "usage.h"

#include <sys/resource.h>

#include <ctime>
#include <fstream>
#include <string>
#include <string_view>

namespace pepbench {
namespace {

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

rusage usage_of(int who) {
    rusage usage{};
    getrusage(who, &usage);
    return usage;
}

/// A size that proc(5) gives in kibibytes after `key`.
std::optional<std::int64_t> bytes_in(const char* file, std::string_view key) {
    std::ifstream stream(file);
    std::string word;
    while (stream >> word) {
        std::int64_t kibibytes = 0;
        if (word == key && stream >> kibibytes) {
            return kibibytes * 1024;
        }
    }
    return std::nullopt;
}

}  // namespace

Usage read_usage() {
    timespec cpu{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    const rusage self = usage_of(RUSAGE_SELF);
    const rusage children = usage_of(RUSAGE_CHILDREN);
    return {.self_cpu_seconds = static_cast<double>(cpu.tv_sec) + static_cast<double>(cpu.tv_nsec) * 1e-9,
            .children_cpu_seconds = seconds(children.ru_utime) + seconds(children.ru_stime),
            .voluntary_switches = self.ru_nvcsw + children.ru_nvcsw,
            .involuntary_switches = self.ru_nivcsw + children.ru_nivcsw};
}

Usage operator-(const Usage& later, const Usage& earlier) {
    return {.self_cpu_seconds = later.self_cpu_seconds - earlier.self_cpu_seconds,
            .children_cpu_seconds = later.children_cpu_seconds - earlier.children_cpu_seconds,
            .voluntary_switches = later.voluntary_switches - earlier.voluntary_switches,
            .involuntary_switches = later.involuntary_switches - earlier.involuntary_switches};
}

Usage& operator+=(Usage& sum, const Usage& part) {
    sum.self_cpu_seconds += part.self_cpu_seconds;
    sum.children_cpu_seconds += part.children_cpu_seconds;
    sum.voluntary_switches += part.voluntary_switches;
    sum.involuntary_switches += part.involuntary_switches;
    return sum;
}

Memory memory_now() {
    constexpr const char* kRollup = "/proc/self/smaps_rollup";
    if (const auto rss = bytes_in(kRollup, "Rss:")) {
        return {*rss, bytes_in(kRollup, "Pss:")};
    }
    return {bytes_in("/proc/self/status", "VmRSS:").value_or(0), std::nullopt};
}

std::int64_t peak_rss_bytes() { return bytes_in("/proc/self/status", "VmHWM:").value_or(0); }

std::int64_t children_peak_rss_bytes() {
    return static_cast<std::int64_t>(usage_of(RUSAGE_CHILDREN).ru_maxrss) * 1024;
}

}  // namespace pepbench
