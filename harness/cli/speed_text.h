// What is said of the machine's speed.
#pragma once

#include <string>

#include "record/run_speed.h"
#include "record/summary.h"

namespace pepbench {

/// When the machine was slower or faster than usual, by how much, and what became of comparisons across that,
/// or that too few readings of the yardstick tell nothing of it; empty where it kept its speed, or where
/// there were no readings.
std::string speed_text(const Summary& summary, AcrossShifts across_shifts);

}  // namespace pepbench
