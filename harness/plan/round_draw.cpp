#include "plan/round_draw.h"

#include <numeric>

#include "plan/draw.h"

namespace pepbench {
namespace {

constexpr std::uint64_t kMostPadding = 4096;
// Streams that no pass and no hash seed uses.
constexpr std::uint64_t kRounds = std::uint64_t{1} << 62U;
constexpr std::uint64_t kSweeps = std::uint64_t{1} << 61U;

bool coin(Generator& generator) { return draw_below(2, generator()) == 1; }

}  // namespace

RoundDraw draw_round(std::uint64_t seed, std::size_t cell, int round, int quads) {
    Generator generator = generator_for(
        seed, kRounds + (static_cast<std::uint64_t>(cell) << 32U) + static_cast<std::uint64_t>(round));
    RoundDraw draw;
    draw.head_starts_first = coin(generator);
    draw.padding_bytes = static_cast<int>(draw_below(kMostPadding, generator()));
    draw.hash_seed = static_cast<std::uint32_t>(generator());
    draw.core_word = generator();
    for (int quad = 0; quad < quads; ++quad) {
        draw.quads += coin(generator) ? 'B' : 'A';
    }
    return draw;
}

std::vector<std::size_t> draw_sweep(std::uint64_t seed, int sweep, std::size_t cells) {
    std::vector<std::size_t> order(cells);
    std::iota(order.begin(), order.end(), std::size_t{0});
    Generator generator = generator_for(seed, kSweeps + static_cast<std::uint64_t>(sweep));
    shuffle(order, generator);
    return order;
}

}  // namespace pepbench
