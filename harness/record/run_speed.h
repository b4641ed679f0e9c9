// The machine's speed during a run, and what becomes of comparisons across a change of it.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "judge/machine_speed.h"
#include "record/run_record.h"

namespace pepbench {

/// `settings.across_shifts` of a run: ratios of values that were measured at different speeds of the machine
enum class AcrossShifts {
    tell,       ///< are formed, and the run says that its machine's speed changed
    refuse,     ///< are not formed
    normalise,  ///< are formed of times divided by the yardstick's relative time at their moment
};

inline const std::vector<std::string> kAcrossShifts = {"tell", "refuse", "normalise"};  ///< in its order

/// Throws Error where it is not one of kAcrossShifts.
AcrossShifts across_shifts_from(const std::string& name);

/// What a run's header asks for; `tell` where it does not say.
AcrossShifts across_shifts_of(const RunRecord& record);

/// From the medians of the yardstick's readings. Nothing where there are too few to tell, or where the run
/// was resumed by a program that was built differently, whose readings do not compare.
std::optional<MachineSpeed> speed_of(const RunRecord& record);

/// Compiler, flags and architecture of the program that measured, as the header tells them.
nlohmann::json yardstick_build(const nlohmann::json& header);

/// Divides all times of samples, warm-ups and start-ups by what the yardstick took when their process run was
/// measured, and multiplies them by `reference_seconds`. Nothing is changed where the speed is not known.
void normalise_samples(RunRecord& record, double reference_seconds);

/// `{"usual_seconds", "noise", "stretches": [{"from_seconds", "to_seconds", "relative_time"}]}`, null where
/// it is not known.
nlohmann::json to_json(const std::optional<MachineSpeed>& speed);

}  // namespace pepbench
