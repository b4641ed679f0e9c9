#include "plan/draw.h"

namespace pepbench {

std::uint64_t draw_below(std::uint64_t bound, std::uint64_t word) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(word) * bound) >> 64U);
}

Generator generator_for(std::uint64_t seed, std::uint64_t stream) {
    std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U),
                           static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32U)};
    return Generator(sequence);
}

}  // namespace pepbench
