// The verdicts of claims as text.
#pragma once

#include <string>
#include <vector>

#include "judge/claim_report.h"

namespace pepbench {

/// A paragraph a claim, then how many came to which verdict; for a terminal. `files` are the runs' names.
std::string claims_table(const ClaimReport& report, const std::vector<std::string>& files);

}  // namespace pepbench
