// What is left to chance in a round, so that nothing but the code tells its sides apart.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pepbench {

struct RoundDraw {
    bool head_starts_first = false;
    std::string quads;      ///< a letter each: A for base, head, head, base; B for head, base, base, head
    int padding_bytes = 0;  ///< of an environment variable, 0 to 4095: moves the stack of both sides
    std::uint32_t hash_seed = 0;  ///< PYTHONHASHSEED of both sides
    std::uint64_t core_word = 0;  ///< decides between cores that are equally idle
};

/// The draw of round `round` (from 0) of cell `cell` with so many quads. Depends on its arguments alone.
/// (Mytkowicz et al., "Producing wrong data without doing anything obviously wrong!", ASPLOS 2009; Abedi and
/// Brecht, "Conducting repeatable experiments in highly variable cloud computing environments", ICPE 2017.)
RoundDraw draw_round(std::uint64_t seed, std::size_t cell, int round, int quads);

/// The order in which sweep `sweep` (from 0) visits so many cells: a permutation of 0 to cells - 1.
std::vector<std::size_t> draw_sweep(std::uint64_t seed, int sweep, std::size_t cells);

}  // namespace pepbench
