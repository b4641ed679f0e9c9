// Whether a process ran as what it was started as.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "plan/configuration.h"

namespace pepbench {

/// Compares the facts that a runner read after the work with the configuration and with what it said when it
/// started. Returns the first difference as one sentence, or an empty string.
std::string differs_from_asked(const Configuration& configuration, const nlohmann::json& at_start,
                               const nlohmann::json& after);

}  // namespace pepbench
