// Whether samples can have lasted as long as their runner says.
#pragma once

#include <cstddef>

namespace pepbench {

/// Whether `said` seconds of samples fit into `passed` seconds of the driver's clock. Clocks step, and may be
/// apart by 1 %, and by a millisecond for each request whose samples these are.
[[nodiscard]] inline bool can_have_lasted(double said, double passed, std::size_t requests = 1) {
    constexpr double kShare = 0.01;
    constexpr double kSeconds = 1e-3;
    return said <= passed * (1 + kShare) + kSeconds * static_cast<double>(requests);
}

}  // namespace pepbench
