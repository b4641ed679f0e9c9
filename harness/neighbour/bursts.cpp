#include "neighbour/bursts.h"

#include <cmath>

namespace pepbench {

double Bursts::draw_seconds() {
    constexpr int kBits = 53;  // which a double holds
    const double fraction =
        std::ldexp(static_cast<double>(draw_below(std::uint64_t{1} << kBits, generator_())), -kBits);
    return kShortestBurst * std::pow(kLongestBurst / kShortestBurst, fraction);
}

Burst Bursts::next() {
    const double work = draw_seconds();
    const double rest = draw_seconds();
    return {.work_seconds = work, .rest_seconds = rest, .streams = draw_below(2, generator_()) == 1};
}

}  // namespace pepbench
