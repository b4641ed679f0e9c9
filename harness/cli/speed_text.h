// What is said of the machine's speed.
#pragma once

#include <optional>
#include <string>

#include "record/run_speed.h"

namespace pepbench {

/// When the machine was slower or faster than usual, by how much, and what became of comparisons across that;
/// empty where it kept its speed, or where there were too few readings to tell.
std::string speed_text(const std::optional<MachineSpeed>& speed, AcrossShifts across_shifts);

}  // namespace pepbench
