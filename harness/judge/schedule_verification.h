// Whether a run was made in the order, and at the times, that its file tells.
#pragma once

#include "judge/verification.h"
#include "plan/schedule.h"
#include "record/run_record.h"

namespace pepbench {

/// Process runs must have the hash seeds and, within each pass, the order of their groups that `selection`
/// and the recorded seed draw. Groups may be left out (they were precise, had failed, or were too dear) or
/// come several times in a row (a fresh process after one that was lost); each resumption may begin a pass
/// again.
Check check_order(const RunRecord& record, const Selection& selection);

/// Process runs must follow each other in time, and each must hold its samples and warm-ups to within a
/// millisecond, and together (judge/sample_time.h); samples stand in the order of their numbers.
Check check_times(const RunRecord& record);

}  // namespace pepbench
