#include "plan/workloads.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "error.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

std::ptrdiff_t rank_in_pep(const std::string& name) {
    static const std::array<std::string, 6> order = {"empty",   "fibonacci", "primes",
                                                     "file_io", "url_fetch", "queue"};
    return std::find(order.begin(), order.end(), name) - order.begin();
}

std::vector<Workload> workloads_of(const std::string& suite, const fs::path& folder) {
    std::vector<Workload> workloads;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().stem().string();
        if (entry.path().extension() == ".py" && entry.is_regular_file(error) && !name.ends_with("_test") &&
            !name.starts_with('_') && name != "conftest") {
            workloads.push_back({name, fs::absolute(entry.path()), suite});
        }
    }
    std::sort(workloads.begin(), workloads.end(), [](const Workload& a, const Workload& b) {
        return std::tuple(rank_in_pep(a.name), a.name) < std::tuple(rank_in_pep(b.name), b.name);
    });
    return workloads;
}

}  // namespace

std::vector<Workload> find_workloads(const fs::path& folder) {
    std::vector<Workload> workloads;
    for (const std::string& suite : kSuites) {
        const std::vector<Workload> of_suite = workloads_of(suite, folder / suite);
        workloads.insert(workloads.end(), of_suite.begin(), of_suite.end());
    }
    if (workloads.empty()) {
        throw Error(
            fmt::format("no workload in {}; set PEPBENCH_HOME to pepbench's source tree", folder.string()));
    }
    return workloads;
}

}  // namespace pepbench
