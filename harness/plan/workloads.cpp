#include "plan/workloads.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>

#include "error.h"
#include "plan/nearest.h"

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

Workload known_workload(const std::string& name, const std::vector<Workload>& known) {
    std::vector<std::string> names;
    for (const Workload& workload : known) {
        names.push_back(workload.name);
    }
    require_known("workload", name, names);
    return known[static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin())];
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

bool is_path(const std::string& asked) {
    return asked.find('/') != std::string::npos || asked.ends_with(".py");
}

Workload user_workload(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        throw Error(
            fmt::format("there is no workload file {}; a workload of pepbench's is named without / and .py",
                        file.string()));
    }
    return {file.stem().string(), fs::absolute(file).lexically_normal(), kUserSuite};
}

std::vector<Workload> user_workloads(const fs::path& folder) {
    return workloads_of(kUserSuite, fs::absolute(folder).lexically_normal());
}

std::vector<Workload> named_workloads(const std::vector<std::string>& asked,
                                      const std::vector<Workload>& known) {
    std::vector<Workload> workloads;
    for (const std::string& one : asked) {
        const Workload workload = is_path(one) ? user_workload(one) : known_workload(one, known);
        const auto same = std::find_if(workloads.begin(), workloads.end(),
                                       [&](const Workload& other) { return other.name == workload.name; });
        if (same == workloads.end()) {
            workloads.push_back(workload);
        } else if (same->file != workload.file) {
            throw Error(
                fmt::format("two workloads are called {}: {} and {}; measure them one at a time, or "
                            "rename a file",
                            workload.name, same->file.string(), workload.file.string()));
        }
    }
    return workloads;
}

}  // namespace pepbench
