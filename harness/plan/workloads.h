// Which workloads there are.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pepbench {

struct Workload {
    std::string name;  ///< the file's, without its ending
    std::filesystem::path file;
    std::string suite;  ///< the folder's name, or kUserSuite
};

inline const std::vector<std::string> kSuites = {"pep371", "jit"};
inline constexpr const char* kUserSuite = "user";  ///< of the user's own files, which need no registration

/// The workloads of all suites in `folder`, suite by suite: every .py file that is no test and does not begin
/// with an underscore. PEP 371's come in its own order, others by name. Throws Error where there is none.
std::vector<Workload> find_workloads(const std::filesystem::path& folder);

/// Whether what was asked for is a file of the user's rather than a name: it has a `/`, or `.py` at its end.
bool is_path(const std::string& asked);

/// The workload in a file of the user's. Throws Error where there is no such file.
Workload user_workload(const std::filesystem::path& file);

/// The workloads in a folder of the user's, by name: every .py file that is no test and does not begin with
/// an underscore.
std::vector<Workload> user_workloads(const std::filesystem::path& folder);

/// What was asked for, each once: paths, and names among `known`. Throws Error for unknown names (with the
/// nearest one), files that are not there, and two workloads whose cells would have the same name.
std::vector<Workload> named_workloads(const std::vector<std::string>& asked,
                                      const std::vector<Workload>& known);

}  // namespace pepbench
