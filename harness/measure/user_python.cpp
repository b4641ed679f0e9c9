#include "measure/user_python.h"

#include <fmt/format.h>

#include <algorithm>

#include "error.h"
#include "measure/script.h"
#include "measure/standard_error.h"
#include "plan/places.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr double kLongestBuild = 1200;  // seconds

bool is_taken(const std::string& name, const std::vector<Configuration>& taken) {
    return std::any_of(taken.begin(), taken.end(),
                       [&](const Configuration& one) { return one.interpreter == name; });
}

std::string free_name(const std::string& name, const std::vector<Configuration>& taken) {
    std::string candidate = name;
    for (int number = 2; is_taken(candidate, taken); ++number) {
        candidate = fmt::format("{}-{}", name, number);
    }
    return candidate;
}

/// Names are parts of cells' names, `workload/mode/workers/configuration`, and `+` parts off a switch.
void require_usable(const std::string& name, const std::vector<Configuration>& taken) {
    if (name.empty() || name.find_first_of("/+, ") != std::string::npos) {
        throw Error(
            fmt::format("'{}' cannot name an interpreter: no name is empty or holds / + , or a space", name));
    }
    if (is_taken(name, taken)) {
        throw Error(
            fmt::format("there is an interpreter '{}' already; give --python another NAME=PATH", name));
    }
}

}  // namespace

std::vector<Configuration> configurations_of_python(const std::string& asked,
                                                    const std::vector<Configuration>& taken) {
    const std::size_t equals = asked.find('=');
    const std::string path = equals == std::string::npos ? asked : asked.substr(equals + 1);
    print_err(fmt::format("preparing a runner for {} (half a minute, the first time)\n", path));
    std::string complaint;
    json entry = json_line_of({(source_directory() / "ci" / "runner_for.sh").string(), path}, kLongestBuild,
                              complaint);
    if (!entry.is_object() || !entry.contains("name")) {
        throw Error(fmt::format("--python {}: {}", path, complaint.empty() ? "it is no Python" : complaint));
    }
    if (equals == std::string::npos) {
        entry["name"] = free_name(entry.at("name"), taken);
    } else {
        require_usable(asked.substr(0, equals), taken);
        entry["name"] = asked.substr(0, equals);
    }
    std::vector<Configuration> configurations = configurations_of(entry, "/");
    for (Configuration& configuration : configurations) {
        configuration.named_by_path = true;
    }
    if (const std::string& reason = configurations.front().not_embedded; !reason.empty()) {
        print_err(
            fmt::format("{} is measured by the script runner: {}\n", configurations.front().name, reason));
    }
    print_err(fmt::format("{} is measured as {}\n", path, configurations.front().name));
    return configurations;
}

}  // namespace pepbench
