#include "plan/sweeps.h"

#include "plan/round_draw.h"

namespace pepbench {

Sweeps::Sweeps(std::uint64_t seed, int first, std::size_t cells)
    : seed_(seed), sweep_(first), cells_(cells) {}

std::optional<std::size_t> Sweeps::next(const std::function<bool(std::size_t)>& open) {
    // What is left of this sweep and a whole one hold every cell.
    for (std::size_t steps = left_.size() + cells_; steps > 0; --steps) {
        if (const std::size_t cell = step(); open(cell)) {
            return cell;
        }
    }
    return std::nullopt;
}

std::size_t Sweeps::step() {
    if (left_.empty()) {
        const std::vector<std::size_t> order = draw_sweep(seed_, sweep_++, cells_);
        left_.assign(order.rbegin(), order.rend());
    }
    const std::size_t cell = left_.back();
    left_.pop_back();
    return cell;
}

}  // namespace pepbench
