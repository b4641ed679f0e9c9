// Which workloads there are.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pepbench {

struct Workload {
    std::string name;  ///< the file's, without its ending
    std::filesystem::path file;
    std::string suite;  ///< the folder's name
};

inline const std::vector<std::string> kSuites = {"pep371", "jit"};

/// The workloads of all suites in `folder`, suite by suite: every .py file that is no test and does not begin
/// with an underscore. PEP 371's come in its own order, others by name. Throws Error where there is none.
std::vector<Workload> find_workloads(const std::filesystem::path& folder);

}  // namespace pepbench
