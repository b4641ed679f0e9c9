// Results as text.
#pragma once

#include "record/run_record.h"
#include "record/summary.h"

namespace pepbench {

/// To standard output: the original's lines, a table a workload with the PEP's ratios beside ours, the JIT's
/// effect, and what is missing and why.
void print_tables(const RunRecord& record, const Summary& summary);

/// `95.3 ms`: three significant digits with the unit that fits.
std::string time_text(double seconds);

}  // namespace pepbench
