// What is said of samples that are short for their clock.
#pragma once

#include <map>
#include <string>

#include "record/run_record.h"

namespace pepbench {

/// Resolutions of the clock that a sample should last.
inline constexpr double kEnoughResolutions = 1000;

/// The steps of clocks in seconds, by configuration, as a header has them of those that tell.
std::map<std::string, double> clock_steps(const nlohmann::json& header);

/// How many samples were shorter than that, which earlier versions counted where each call is timed by itself
/// (profile pep371, warm-ups), as other tools do; empty where none was, where samples were repeated to be
/// longer, or where the file does not tell the clocks' resolution.
std::string clock_note(const RunRecord& record);

}  // namespace pepbench
