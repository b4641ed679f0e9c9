#include "environment/clock.h"

#include <chrono>

namespace pepbench {

ClockMeasurement measure_steady_clock() {
    return measure_clock([]() -> std::int64_t {
        return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
    });
}

}  // namespace pepbench
