// Whether two stored runs were measured at the same speed of the machine, by its yardstick.
#pragma once

#include <optional>

#include "judge/comparability.h"
#include "record/run_record.h"
#include "record/run_speed.h"

namespace pepbench {

/// Adds what differs: the usual time of the yardstick, by more than the noise of either, and changes of the
/// speed in the course of a run. `refuse` makes either forbid the comparison, otherwise they ask for care.
/// Runs whose programs were built differently have yardsticks that do not compare; where that or too few
/// readings leave a speed unknown, it asks for care unless neither file has any reading and `tell` is enough.
void compare_speeds(EnvironmentComparison& environments, const RunRecord& a, const RunRecord& b,
                    AcrossShifts across_shifts);

/// Why the times of two runs cannot be normalised to one speed; empty where they can.
std::string why_not_normalised(const RunRecord& a, const RunRecord& b);

/// Puts the times of both at A's usual speed. why_not_normalised must be empty.
void normalise_both(RunRecord& a, RunRecord& b);

}  // namespace pepbench
