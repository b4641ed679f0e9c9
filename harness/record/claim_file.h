// Claims as data: the one reader of results/claims/ (results/README.md).
#pragma once

#include <filesystem>
#include <vector>

#include "judge/claim.h"
#include "plan/workloads.h"

namespace pepbench {

/// The claims of every .json file in `folder`, by the files' names and within one in its order. `known` are
/// the workloads that there are. Throws Error with one sentence that names file and claim for a key,
/// expression, workload, mode or configuration that does not exist, and for an id that is there twice.
std::vector<Claim> read_claims(const std::filesystem::path& folder, const std::vector<Workload>& known);

/// The same of one file, whatever ids there are in others.
std::vector<Claim> read_claim_file(const std::filesystem::path& file, const std::vector<Workload>& known);

}  // namespace pepbench
