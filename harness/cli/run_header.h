// What a result file says about its run besides the rows.
#pragma once

#include <nlohmann/json.hpp>

#include "cli/run_options.h"
#include "environment/machine.h"
#include "environment/watch.h"
#include "measure/session.h"
#include "record/run_record.h"

namespace pepbench {

/// Asks each configuration's runner for its facts and the workloads. One that does not answer is moved to
/// `run.unavailable` with the reason. Returns the descriptions by configuration. Throws Error where none is
/// left.
nlohmann::json describe_configurations(ResolvedRun& run);

/// Fills in `context` and `header` before measuring.
void describe_run(RunRecord& record, const ResolvedRun& run, const nlohmann::json& descriptions,
                  const Machine& machine, const Observation& before, const UrlPage* page);

/// Adds what is known only afterwards; `after` was observed while the session went on.
void describe_outcome(RunRecord& record, const SessionResult& session, const Machine& machine,
                      const Observation& after);

}  // namespace pepbench
