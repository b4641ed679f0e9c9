// In which order a gate visits its cells.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace pepbench {

/// Sweeps over all cells, one after another, each in an order of its own (`draw_sweep`).
class Sweeps {
  public:
    /// Begins with sweep `first` over so many cells.
    Sweeps(std::uint64_t seed, int first, std::size_t cells);

    /// The next cell, leaving out those that are not open; nothing where no cell is.
    std::optional<std::size_t> next(const std::function<bool(std::size_t)>& open);

  private:
    std::size_t step();

    std::uint64_t seed_;
    int sweep_;
    std::size_t cells_;
    std::vector<std::size_t> left_;  ///< of this sweep, the next one last
};

}  // namespace pepbench
