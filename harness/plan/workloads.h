// Which workloads there are.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pepbench {

struct Workload {
    std::string name;  ///< the file's, without its ending
    std::filesystem::path file;
};

/// The workloads of a folder: every .py file that is no test and does not begin with an underscore. PEP 371's
/// come in its own order, others after them by name. Throws Error where there is none.
std::vector<Workload> find_workloads(const std::filesystem::path& folder);

}  // namespace pepbench
