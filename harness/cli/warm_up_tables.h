// A warm-up run as text.
#pragma once

#include "record/warm_up_summary.h"

namespace pepbench {

/// To standard output: a table a workload of first call, steady state and classification, and after how many
/// calls what has paid back.
void print_warm_up(const WarmUpSummary& summary);

}  // namespace pepbench
