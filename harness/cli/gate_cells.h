// Which cells a gate judges, and by what rule.
#pragma once

#include <vector>

#include "cli/gate_config.h"
#include "cli/gate_options.h"
#include "plan/gate_plan.h"
#include "plan/schedule.h"

namespace pepbench {

/// The selected cells; where a configuration file lists some, those and no others, with their own thresholds.
/// Throws Error where it lists one that is not selected.
std::vector<GatedCell> gated_cells(const Selection& selection, const std::vector<ConfiguredCell>& configured,
                                   const GateOptions& options);

}  // namespace pepbench
