// How far a gate is with one of its cells.
#pragma once

#include <vector>

#include "judge/gate_rule.h"
#include "record/gate_record.h"

namespace pepbench {

/// A cell while it is judged.
struct GateCellState {
    explicit GateCellState(const GateRule& rule) : wealth(rule) {}

    /// Takes in the cell's next round; afterwards it is open no more where that has decided it, or where it
    /// was one failure too many. With `to_the_limits` no decision closes it.
    void take_in(const RoundRow& round, const GateRule& rule, bool to_the_limits);

    GateWealth wealth;
    double rounds_needed = 0;  ///< to pass, at the usual noise
    std::vector<double> log_ratios;
    std::vector<double> scatter;  ///< of pairs within rounds
    int rounds = 0;
    int failed_rounds = 0;
    int quads = 0;         ///< of the next round
    int fewest_quads = 0;  ///< of any round
    double seconds = 0;
    double round_seconds = 0;  ///< of the latest, or as calibration foresees it
    bool open = true;
};

}  // namespace pepbench
