// What a claim tests, in words.
#pragma once

#include <string>

#include "judge/claim.h"
#include "judge/claim_roles.h"

namespace pepbench {

/// `time of process-fork / time of threaded, empty, 1, 2, 4, 8 workers, in cpython-3.15`. Where nothing fills
/// the roles (`filling` is empty), configurations that could.
std::string condition_text(const Claim& claim, const Filling& filling);

/// `at most 1.05`; what is to be found where the claim has no number.
std::string boundary_text(const Claim& claim);

}  // namespace pepbench
