// pepbench run --resume: a run that was interrupted or killed goes on.
#pragma once

#include "cli/run_options.h"
#include "record/unfinished.h"

namespace pepbench {

/// What the run in `options.resume` has left to do. Its settings come from there; interpreters, workloads and
/// a URL of the user's are those that the options name again, for nothing that a file names is executed.
/// Throws Error where it cannot go on here.
ResolvedRun resolve_resumed(const RunOptions& options, const std::vector<Configuration>& configurations,
                            const std::filesystem::path& workload_folder);

/// Adds to the header of `record`, which is what `unfinished` had, what it finds now that it goes on: `here`
/// describes it. Throws Error where a workload is not what it was. Returns the facts that have changed, one
/// text each.
std::vector<std::string> add_resumption(const Unfinished& unfinished, const RunRecord& here,
                                        RunRecord& record);

}  // namespace pepbench
