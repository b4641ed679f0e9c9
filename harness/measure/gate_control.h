// The control of a gate: a hidden cell whose sides are both the base.
#pragma once

#include <string>
#include <vector>

#include "plan/gate_plan.h"
#include "record/gate_record.h"

namespace pepbench {

/// It may take so many times the rounds and seconds of another cell: without it no verdict is worth anything.
inline constexpr int kControlPatience = 3;

/// The cells that may be it, in the order in which they are to be tried: those of `planned` whose
/// calibration, in `looked_at`, left them to be judged by rounds, so that their base works; cheap ones first.
/// None where there is no verdict to be trusted. `looked_at` begins with the rows of all that are planned.
std::vector<GatedCell> controls_for(const std::vector<GatedCell>& planned,
                                    const std::vector<GateCellRow>& looked_at);

/// `3 cells to judge, and the control`; at least one is `open`.
std::string what_is_to_be_judged(const std::vector<GatedCell>& open);

}  // namespace pepbench
