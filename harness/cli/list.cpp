// pepbench list: what can be measured here.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "cli/standard_output.h"
#include "cli/verb.h"
#include "measure/runner.h"
#include "plan/cell.h"
#include "plan/configuration.h"
#include "plan/places.h"
#include "plan/workloads.h"
#include "record/checked_json.h"
#include "record/printable.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

constexpr double kTimeout = 30;

/// `on`, `off`, or `none` where there is no such thing.
std::string state(const json& facts, const char* available, const char* enabled) {
    if (facts.value(available, json()) == json(false) || facts.value(enabled, json()).is_null()) {
        return "none";
    }
    return facts.value(enabled, json()) == json(true) ? "on" : "off";
}

std::vector<std::string> working_modes(const json& description) {
    std::vector<std::string> modes = description.value("modes", std::vector<std::string>());
    std::erase_if(modes, [&](const std::string& mode) {
        return description.value("unavailable", json::object()).contains(mode);
    });
    return modes;
}

/// Modes that do not work in it, each with its reason; start methods only where the mode works by another.
void list_unavailable(const json& description) {
    const json unavailable = description.value("unavailable", json::object());
    for (const auto& [name, reason] : unavailable.items()) {
        const bool is_mode = std::find(kModes.begin(), kModes.end(), name) != kModes.end();
        if (is_mode || !unavailable.contains("process")) {
            fmt::print("  {:<20}   no {}: {}\n", "", printable(name), printable(reason.get<std::string>()));
        }
    }
}

void list_configuration(const Configuration& configuration, const std::vector<std::string>& paths,
                        json& workloads) {
    if (!configuration.available()) {
        fmt::print("  {:<20} unavailable: {}\n", printable(configuration.name),
                   printable(configuration.unavailable));
        return;
    }
    try {
        Runner runner(configuration, 0, kTimeout);
        runner.await_hello();
        const json description = runner.describe(paths);
        const json facts = description.value("facts", json::object());
        const auto start_methods = description.value("start_methods", std::vector<std::string>());
        fmt::print("  {:<20} {} {}, JIT {}, GIL {}, {}, modes {}, start methods {}\n", configuration.name,
                   printable(text_of(facts, "implementation")), printable(text_of(facts, "version")),
                   state(facts, "jit_available", "jit_enabled"),
                   facts.value("gil_enabled", json()) == json(false) ? "off" : "on",
                   printable(text_of(facts.value("build", json::object()), "compiler")),
                   printable(fmt::format("{}", fmt::join(working_modes(description), ", "))),
                   printable(fmt::format("{}", fmt::join(start_methods, ", "))));
        list_unavailable(description);
        if (workloads.empty()) {
            workloads = description.value("workloads", json::array());
        }
        runner.finish();
    } catch (const std::runtime_error& error) {
        fmt::print("  {:<20} unavailable: {}\n", configuration.name, printable(error.what()));
    }
}

void list(const std::string& interpreters) {
    const fs::path file =
        interpreters.empty() ? program_directory() / "interpreters.json" : fs::path(interpreters);
    std::vector<std::string> paths;
    for (const Workload& workload : find_workloads(source_directory() / "workloads")) {
        paths.push_back(workload.file.string());
    }
    const std::vector<Configuration> configurations = read_configurations(file);
    json workloads = json::array();
    fmt::print("configurations\n");
    for (const Configuration& configuration : configurations) {
        list_configuration(configuration, paths, workloads);
    }
    fmt::print("modes\n  {}\n  (process and process-pool with --start-method {})\nworkloads\n",
               fmt::join(kModes, ", "), fmt::join(kStartMethods, ", "));
    for (const json& workload : workloads) {
        const std::string name = printable(workload.value("name", std::string()));
        if (workload.contains("error")) {
            fmt::print("  {:<14} unusable: {}\n", name, printable(workload.value("error", std::string())));
        } else {
            fmt::print("  {:<14} {} {}\n", name, printable(workload.value("shows", std::string())),
                       printable(workload.value("parameters", json::object()).dump()));
        }
    }
}

}  // namespace

Verb list_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand(
        "list", "List workloads, modes and configurations, and why one is unavailable.");
    const auto interpreters = std::make_shared<std::string>();
    app->add_option("--interpreters", *interpreters,
                    "list of interpreters (default: interpreters.json beside this program)");
    app->footer("Example:\n  pepbench list");
    return {app, [interpreters] {
                print_out([&] { list(*interpreters); });
                return ExitCode::done;
            }};
}

}  // namespace pepbench
