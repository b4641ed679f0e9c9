#include "cli/run_header.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "cli/own_command.h"
#include "cli/run_settings.h"
#include "environment/build.h"
#include "environment/environment_json.h"
#include "environment/google_benchmark_context.h"
#include "error.h"
#include "judge/environment.h"
#include "measure/runner.h"
#include "plan/places.h"
#include "plan/workloads.h"
#include "record/printable.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

json workloads_json(const Settings& settings, const json& description) {
    json workloads = json::object();
    for (json entry : description.value("workloads", json::array())) {
        const fs::path told = entry.value("path", std::string());
        const std::string name = entry.value("name", told.stem().string());
        if (!settings.suites.contains(name)) {
            continue;  // nobody asked for it
        }
        const bool is_users = settings.suites.at(name) == kUserSuite;
        const auto known = settings.workload_files.find(name);
        const fs::path file = known == settings.workload_files.end() ? told : known->second;
        entry["path"] = fs::relative(file, is_users ? fs::current_path() : source_directory()).string();
        for (const char* key : {"name", "path", "shows", "parameters", "sha256", "error"}) {
            if (entry.contains(key)) {  // what else a runner may say is not known
                workloads[name][key] = entry.at(key);
            }
        }
    }
    for (const std::string& name : settings.selection.workloads) {
        workloads.emplace(name, json::object());
        workloads[name].emplace("parameters", nullptr);
        const Shape shape = settings.selection.shape_of(name);
        workloads[name]["suite"] = settings.suites.at(name);
        workloads[name]["modes"] = labels_of(shape.modes);
        workloads[name]["workers"] = shape.workers;
    }
    return workloads;
}

/// A runner that was lost before it had described itself.
struct Undescribed : RunnerLost {
    Undescribed(const std::string& reason, std::string last)
        : RunnerLost(reason), stderr_tail(std::move(last)) {}
    std::string stderr_tail;
};

json describe_in_one(const Configuration& configuration, const std::vector<std::string>& paths,
                     double timeout_seconds) {
    Runner runner(configuration, 0, timeout_seconds);
    try {
        runner.await_hello();
        json description = runner.describe(paths);
        description["runner"] = runner.hello().value("runner", std::string());
        description["library_version"] = runner.hello().value("library_version", std::string());
        runner.finish();
        return description;
    } catch (const RunnerLost& lost) {
        throw Undescribed(lost.what(), runner.stderr_tail());
    }
}

/// The interpreter and those of the files that do not take their runner along: a runner each. Those that do
/// will fail again when they are measured, and be told as failed cells then.
json describe_one_by_one(const Configuration& configuration, const std::vector<std::string>& paths,
                         double timeout_seconds) {
    json description = describe_in_one(configuration, {}, timeout_seconds);
    for (const std::string& path : paths) {
        try {
            const json alone = describe_in_one(configuration, {path}, timeout_seconds);
            for (const json& entry : alone.value("workloads", json::array())) {
                description["workloads"].push_back(entry);
            }
        } catch (const Interrupted&) {
            throw;
        } catch (const std::runtime_error&) {
            continue;
        }
    }
    return description;
}

json describe_configuration(const Configuration& configuration, const Settings& settings) {
    std::vector<std::string> paths;
    for (const std::string& workload : settings.selection.workloads) {
        paths.push_back(settings.workload_files.at(workload).string());
    }
    try {
        return describe_in_one(configuration, paths, settings.timeout_seconds);
    } catch (const Interrupted&) {
        throw;
    } catch (const std::runtime_error&) {
        return describe_one_by_one(configuration, paths, settings.timeout_seconds);
    }
}

/// The modes that the runner found unable to work when it described itself.
void note_unsupported(const std::string& configuration, const json& description, Settings& settings) {
    const json unavailable = description.value("unavailable", json::object());
    for (const Mode& mode : settings.selection.modes) {
        for (const std::string& name : {mode.name, mode.start_method}) {
            if (const json reason = unavailable.value(name, json()); reason.is_string()) {
                settings.unsupported.emplace(std::pair(configuration, mode.label()), reason);
            }
        }
    }
}

/// Of Google Benchmark, which only some runners use.
std::string library_version(const json& descriptions) {
    for (const json& description : descriptions) {
        if (const std::string version = description.value("library_version", std::string());
            !version.empty()) {
            return version;
        }
    }
    return {};
}

void leave_out(Configuration& configuration, const char* reason, ResolvedRun& run) {
    configuration.unavailable = reason;
    run.unavailable.push_back(configuration);
    std::erase(run.settings.selection.configurations, configuration.name);
}

}  // namespace

json describe_configurations(ResolvedRun& run) {
    json descriptions = json::object();
    for (const std::string& name : std::vector<std::string>(run.settings.selection.configurations)) {
        Configuration& configuration = run.settings.configurations.at(name);
        try {
            descriptions[name] = describe_configuration(configuration, run.settings);
            note_unsupported(name, descriptions[name], run.settings);
        } catch (const Interrupted&) {
            throw Error("interrupted before anything was measured", ExitCode::interrupted);
        } catch (const Undescribed& lost) {
            configuration.stderr_tail = lost.stderr_tail;
            leave_out(configuration, lost.what(), run);
        } catch (const std::runtime_error& error) {
            leave_out(configuration, error.what(), run);
        }
    }
    if (run.settings.selection.configurations.empty()) {
        throw Error(fmt::format("{} cannot be measured: {}", run.unavailable.back().name,
                                printable(run.unavailable.back().unavailable)),
                    ExitCode::incomplete);
    }
    return descriptions;
}

void describe_run(RunRecord& record, const ResolvedRun& run, const json& descriptions, const Machine& machine,
                  const Observation& before, const UrlPage* page) {
    const Settings& settings = run.settings;
    const json& first = descriptions.at(settings.selection.configurations.front());
    const BuildFacts build = build_facts();
    record.context = to_json(google_benchmark_context(machine, before.load, library_version(descriptions)));
    json configurations = json::object();
    for (const std::string& name : settings.selection.configurations) {
        const Configuration& configuration = settings.configurations.at(name);
        const json& description = descriptions.at(name);
        configurations[name] = {
            {"interpreter", configuration.interpreter},
            {"runner", description.value("runner", std::string())},
            {"not_embedded", configuration.not_embedded.empty() ? json() : json(configuration.not_embedded)},
            {"command", fs::path(configuration.command.front()).filename().string()},
            {"environment", configuration.environment},
            {"facts", description.value("facts", json::object())},
            {"clock", description.value("clock", json())},
            {"start_methods", description.value("start_methods", json::array())},
            {"unavailable", description.value("unavailable", json::object())}};
    }
    record.header = {{"version", build.version},
                     {"commit", build.commit},
                     {"command", own_command()},
                     {"profile", settings.profile == Profile::pep371 ? "pep371" : "default"},
                     {"seed", settings.seed},
                     {"settings", settings_json(settings)},
                     {"started", format_utc(std::chrono::system_clock::now())},
                     {"machine", json(to_json(machine))},
                     {"before", json(to_json(before.load))},
                     {"configurations", configurations},
                     {"workloads", workloads_json(settings, first)},
                     {"url", page != nullptr ? to_json(*page) : json()}};
    record.header["machine"]["build"] = json(to_json(build));
    record.header["environment_verdict"]["before"] =
        json(to_json(judge_environment(machine, before, Moment::before)));
}

void describe_outcome(RunRecord& record, const SessionResult& session, const Machine& machine,
                      const Observation& after) {
    json& header = record.header;
    header["finished"] = format_utc(std::chrono::system_clock::now());
    header["outcome"] = session.interrupted ? "interrupted" : "complete";
    header["measuring_seconds"] = session.measuring_seconds;
    header["timed_seconds"] = session.timed_seconds;
    header["stopped_by"] = session.stopped_by;
    header["after"] = json(to_json(after.load));
    header["change"] = json(to_json(after.change));
    header["environment_verdict"]["after"] = json(to_json(judge_environment(machine, after, Moment::after)));
    for (auto& [workload, entry] : header["workloads"].items()) {
        entry["expected"] = session.known_answers.value(workload, json());
    }
}

}  // namespace pepbench
