// Workloads that the sides of a gate do not share: of two places, or of two commits.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "cli/gate_options.h"
#include "measure/worktrees.h"

namespace pepbench {

/// Empty where both sides run the same files.
struct SideFiles {
    std::map<std::string, std::filesystem::path> base;  ///< by workload
    std::map<std::string, std::filesystem::path> head;
    std::vector<std::string> all;  ///< a path for each workload: the head's, or the base's where it has none
};

/// Those of `--base-workloads`, and of `--head-workloads` or else `--workload`. Two files are compared
/// whatever they are called; what a folder holds, with what has the same name. Throws Error for a place that
/// holds no workload.
SideFiles files_of_places(const GateOptions& options);

/// Throws Error unless `--workload` names something that may be a file of the repository.
void require_paths_in_repository(const GateOptions& options);

/// Each `--workload` as either commit has it. Throws Error for one that neither has.
SideFiles files_of_commits(const GateOptions& options, const Worktrees& worktrees);

}  // namespace pepbench
