// Whether a stored run's processes were what their configurations say.
#pragma once

#include "judge/verification.h"
#include "record/run_record.h"

namespace pepbench {

/// Compares the facts that each process run reported after its work with what the header says of its
/// configuration, in the part of a resumed run that it belongs to. Process runs that ended badly say so among
/// the failures, and those that were cut off may not have come to tell their facts: of the others each sample
/// needs a proof.
Check check_facts(const RunRecord& record);

}  // namespace pepbench
