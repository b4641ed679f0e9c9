// A run: passes over the cells until each is precise or the budget is spent.
#pragma once

#include <nlohmann/json.hpp>

#include "measure/progress.h"
#include "measure/recorder.h"
#include "measure/settings.h"
#include "measure/url_page.h"

namespace pepbench {

struct SessionResult {
    bool interrupted = false;
    double measuring_seconds = 0;
    double timed_seconds = 0;                                 ///< the part of it inside timed regions
    nlohmann::json stopped_by = nlohmann::json::object();     ///< cell name → `precise`, `budget`, `samples`,
                                                              ///< `interrupted`, `failed` or `unsupported`
    nlohmann::json known_answers = nlohmann::json::object();  ///< workload → answers
};

/// Measures everything that the settings select, or what is missing of it where the recorder's record has
/// some already: passes that were cut off are gone on with, and the time that was used counts. `scratch` is a
/// folder for the workloads' files; `page` is null where no selected workload fetches it. Throws Error where
/// the journal cannot be written.
SessionResult measure_session(const Settings& settings, const std::filesystem::path& scratch,
                              const UrlPage* page, Recorder& recorder, Progress& progress);

}  // namespace pepbench
