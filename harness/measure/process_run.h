// One fresh runner process measuring one or more cells.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "judge/answer_book.h"
#include "measure/recorder.h"
#include "measure/runner.h"
#include "plan/cell.h"
#include "plan/configuration.h"

namespace pepbench {

/// A cell to be measured and how; `request.cell` and the like are filled in already.
struct CellVisit {
    Cell cell;
    MeasureRequest request;
};

/// What became of a visit.
struct VisitOutcome {
    enum class Kind { measured, failed, unsupported, interrupted, not_reached };
    Cell cell;
    Kind kind = Kind::not_reached;
    double timed_seconds = 0;    ///< inside timed regions, warm-ups included
    double counted_seconds = 0;  ///< the part of it that is samples which count
    double sample_seconds = 0;   ///< of the last sample, all its iterations
};

/// Measures the cells in one process of `configuration`, records every sample, and checks answers and facts.
/// After a failure the remaining cells are `not_reached` where the runner was lost, and measured where it
/// goes on. Does not throw for what a runner does; throws Error where the journal cannot be written.
std::vector<VisitOutcome> measure_process_run(const Configuration& configuration, ProcessRunRow row,
                                              const std::vector<CellVisit>& visits, double timeout,
                                              AnswerBook& answers, Recorder& recorder);

}  // namespace pepbench
