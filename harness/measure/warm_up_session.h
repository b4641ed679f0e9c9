// A warm-up run: the first calls of fresh processes, in order.
#pragma once

#include "measure/session.h"

namespace pepbench {

struct WarmUpPlan {
    int calls = 200;        ///< of each process run
    int process_runs = 6;   ///< of each workload and configuration
    bool budgeted = false;  ///< begin no process run, after the first pass, that would exceed the budget
};

/// Measures every selected workload in every selected configuration, linear with one worker: `plan.calls`
/// samples of one execution each in a fresh process, without warm-up, and that `plan.process_runs` times.
/// Each pass makes one process run of each, in its drawn order. What fails once is not measured further.
/// Otherwise like measure_session().
SessionResult measure_warm_up(const Settings& settings, const WarmUpPlan& plan,
                              const std::filesystem::path& scratch, const UrlPage* page, Recorder& recorder,
                              Progress& progress);

}  // namespace pepbench
