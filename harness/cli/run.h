// Measuring cells, for the verbs that do.
#pragma once

#include <functional>

#include "cli/run_options.h"
#include "exit_code.h"
#include "record/run_record.h"
#include "record/summary.h"

namespace pepbench {

/// Says what is to be measured, measures it and writes the result file, as `pepbench run` does. `named` as
/// for measure_and_write; nothing is printed where there is no `print`. Throws Error.
ExitCode measure_cells(ResolvedRun& resolved, bool named,
                       const std::function<void(const RunRecord&, const Summary&)>& print);

}  // namespace pepbench
