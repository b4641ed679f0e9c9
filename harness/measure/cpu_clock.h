// CPU time that another thread or process has used.
#pragma once

#include <ctime>

namespace pepbench {

/// A clock's reading in seconds, 0 where there is none (any more).
inline double seconds_of(clockid_t clock) {
    timespec time{};
    if (::clock_gettime(clock, &time) != 0) {
        return 0;
    }
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace pepbench
