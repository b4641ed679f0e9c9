// What a noisy neighbour does, and for how long.
#pragma once

#include <cstdint>

#include "plan/draw.h"

namespace pepbench {

inline constexpr double kShortestBurst = 0.05;  ///< seconds
inline constexpr double kLongestBurst = 5;      ///< seconds

/// Work, then rest.
struct Burst {
    double work_seconds = 0;
    double rest_seconds = 0;
    bool streams = false;  ///< reads and writes much memory; else it only computes

    bool operator==(const Burst&) const = default;
};

/// The bursts of a seed, one after the other: both times log-uniform, so that each scale from the shortest to
/// the longest is as frequent as any other; the kind of work by a fair coin.
class Bursts {
  public:
    explicit Bursts(std::uint64_t seed) : generator_(generator_for(seed, 0)) {}
    Burst next();

  private:
    double draw_seconds();

    Generator generator_;
};

}  // namespace pepbench
