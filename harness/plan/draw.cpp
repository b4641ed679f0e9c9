#include "plan/draw.h"

namespace pepbench {

Generator generator_for(std::uint64_t seed, std::uint64_t stream) {
    std::seed_seq sequence{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U),
                           static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32U)};
    return Generator(sequence);
}

}  // namespace pepbench
