// Where pepbench's own files are.
#pragma once

#include <filesystem>

namespace pepbench {

/// The folder of this program, where the runners and the URL server are too.
std::filesystem::path program_directory();

/// The tree with workloads/, results/ and runners/: `$PEPBENCH_HOME`, else the tree that this program was
/// built from.
std::filesystem::path source_directory();

}  // namespace pepbench
