// As many samples on each side of a comparison.
#pragma once

#include "record/run_record.h"

namespace pepbench {

/// The record with fewer samples: cells that differ only in their configuration, which is what people
/// compare, keep the same number of process runs, and each of these the same number of samples, the first
/// ones. Of all such numbers those that keep the most. The cells of `like`, another record or null, count as
/// further sides. Warm-ups of process runs that are left out of a cell go with them.
RunRecord with_equal_samples(const RunRecord& record, const RunRecord* like);

}  // namespace pepbench
