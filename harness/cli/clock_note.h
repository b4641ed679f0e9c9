// What is said of samples that are short for their clock.
#pragma once

#include <string>

#include "record/run_record.h"

namespace pepbench {

/// Resolutions of the clock that a sample should last.
inline constexpr double kEnoughResolutions = 1000;

/// How many samples were shorter than that, which only happens where each call is timed by itself (profile
/// pep371, warm-ups); empty where none was, or where the file does not tell the clocks' resolution.
std::string clock_note(const RunRecord& record);

}  // namespace pepbench
