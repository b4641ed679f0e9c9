// Which configurations of a run a claim's roles are.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "judge/claim.h"
#include "judge/claim_run.h"

namespace pepbench {

/// The configuration of each role that a claim uses, and of those that these refer to.
using Filling = std::map<std::string, std::string>;

/// Every way in which the run's configurations can fill the claim's roles; newest versions first, of equal
/// ones the run's first. None where a role cannot be filled.
std::vector<Filling> fillings(const Claim& claim, const ClaimRun& run);

}  // namespace pepbench
