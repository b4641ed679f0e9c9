// The PEPs' claims, judged by result files.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "judge/claim.h"

namespace pepbench {

/// The claims that pepbench knows (results/claims). Throws Error.
std::vector<Claim> own_claims();

/// The document of `pepbench claims --json` (results/README.md). Gates hold no cells, and so decide no claim.
/// Throws Error.
nlohmann::json judged_claims(const std::vector<std::string>& files);

}  // namespace pepbench
