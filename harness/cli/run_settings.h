// A run's settings as a result file has them, to be read by people and by `--resume`.
#pragma once

#include <nlohmann/json.hpp>

#include "measure/settings.h"

namespace pepbench {

/// The file's `settings`.
nlohmann::json settings_json(const Settings& settings);

/// Which cells a header says that were to be measured. Throws Error where it does not tell.
Selection selection_of(const nlohmann::json& header);

/// The settings that a header tells of, without what it only names: files, configurations, unsupported modes
/// and the page's URL. Throws Error where the header is of no run, or says what no command line can.
Settings settings_of(const nlohmann::json& header);

/// `linear`, `process-fork`
std::vector<std::string> labels_of(const std::vector<Mode>& modes);

}  // namespace pepbench
