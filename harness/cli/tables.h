// Results as text.
#pragma once

#include "record/run_record.h"
#include "record/summary.h"
#include "record/time_text.h"

namespace pepbench {

/// To standard output: the original's lines, a table a workload with the PEP's ratios beside ours, the JIT's
/// effect, and what is missing and why.
void print_tables(const RunRecord& record, const Summary& summary);

/// What is unavailable, what failed, and whether the run was interrupted.
void print_missing(const RunRecord& record);

/// `  1.68 [1.60, 1.75] n=9`
std::string ratio_text(const Ratio& ratio, int decimals = 2);

}  // namespace pepbench
