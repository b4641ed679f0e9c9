// Looking at a cell before it is judged.
#pragma once

#include "measure/gate_session.h"
#include "measure/round.h"

namespace pepbench {

struct Calibration {
    GateCellRow row;
    double round_seconds = 0;  ///< what a round of it is likely to take
};

/// Runs the cell a few times on both sides: settles it where one has it not, cannot do it, fails, or where
/// they compute different answers; finds how often to repeat it until a run lasts 2 ms and 1000 steps of the
/// clock on both sides. `index` is to be its place in the record. Throws Interrupted.
Calibration calibrate_cell(const GatePlan& plan, const GatedCell& cell, std::size_t index, Rounds& rounds);

/// How a cell that is calibrated is asked of each side.
RoundRequest round_request(const GatePlan& plan, const GateCellRow& row);

/// Quads of its first round: 2, or 1 where a run lasts so long that it is not warmed up either.
int quads_of(const GateCellRow& row);

}  // namespace pepbench
