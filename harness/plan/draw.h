// Drawing from a recorded seed, alike with every compiler and library.
#pragma once

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace pepbench {

/// The standard fixes this generator's sequence; distributions and std::shuffle differ between libraries.
using Generator = std::mt19937_64;

/// Uniform in [0, bound), from a word of a generator.
inline std::uint64_t draw_below(std::uint64_t bound, std::uint64_t word) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>(word) * bound) >> 64U);
}

/// A generator for one stream of a seed; streams are independent of each other for all that matters here.
Generator generator_for(std::uint64_t seed, std::uint64_t stream);

/// Fisher and Yates' shuffle (Knuth, TAOCP 2, algorithm 3.4.2 P).
template <typename T>
void shuffle(std::vector<T>& items, Generator& generator) {
    for (std::size_t last = items.size(); last > 1; --last) {
        std::swap(items[last - 1], items[draw_below(last, generator())]);
    }
}

}  // namespace pepbench
