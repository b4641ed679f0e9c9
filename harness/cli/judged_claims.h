// The PEPs' claims, judged by result files.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace pepbench {

/// The document of `pepbench claims --json` (results/README.md). Gates hold no cells, and so decide no claim.
/// Throws Error.
nlohmann::json judged_claims(const std::vector<std::string>& files);

}  // namespace pepbench
