// What the kernel says a process and its ended children have used.
#pragma once

#include <cstdint>
#include <optional>

namespace pepbench {

struct Usage {
    double self_cpu_seconds = 0;      ///< of this process, all threads
    double children_cpu_seconds = 0;  ///< of children that have been waited for
    std::int64_t voluntary_switches = 0;
    std::int64_t involuntary_switches = 0;
};

/// Read now: CLOCK_PROCESS_CPUTIME_ID (nanoseconds) and getrusage(2) (microseconds; switches of self and
/// children).
Usage read_usage();

Usage operator-(const Usage& later, const Usage& earlier);
Usage& operator+=(Usage& sum, const Usage& part);

/// Largest resident size of this process so far, in bytes: VmHWM of proc(5). ru_maxrss would do, but it is
/// inherited through exec and so would show the size of whoever started this program.
std::int64_t peak_rss_bytes();

struct Memory {
    std::int64_t rss_bytes = 0;  ///< resident
    std::optional<std::int64_t>
        pss_bytes;  ///< pages that others use too counted in part, where the kernel tells
};

/// What this process holds now, from smaps_rollup of proc(5), or status where there is none.
Memory memory_now();

/// Largest resident size of any child that has been waited for, in bytes; 0 without one.
std::int64_t children_peak_rss_bytes();

}  // namespace pepbench
