#include "cli/resume.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/run_settings.h"
#include "environment/google_benchmark_context.h"
#include "error.h"
#include "judge/comparability.h"
#include "plan/workloads.h"
#include "record/checked_json.h"
#include "record/printable.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

Error cannot_go_on(const Unfinished& unfinished, const std::string& why, ExitCode code = ExitCode::error) {
    return Error(fmt::format("{} cannot be resumed: {}", unfinished.result.string(), why), code);
}

Settings settings_of_unfinished(const Unfinished& unfinished) {
    try {
        return settings_of(unfinished.record.header);
    } catch (const Error& error) {
        throw cannot_go_on(unfinished, printable(error.what()));
    }
}

void find_workload_files(const RunOptions& options, const fs::path& folder, const Unfinished& unfinished,
                         Settings& settings) {
    std::vector<Workload> known = find_workloads(folder);
    for (const std::string& asked : options.workloads) {
        if (!is_path(asked)) {
            throw Error(
                fmt::format("--workload {} is no file of yours; which workloads a resumed run has, {} "
                            "says",
                            asked, unfinished.result.string()));
        }
        known.push_back(user_workload(asked));
    }
    for (const std::string& name : settings.selection.workloads) {
        const auto found = std::find_if(known.begin(), known.end(), [&](const Workload& workload) {
            return workload.name == name && workload.suite == settings.suites.at(name);
        });
        if (found == known.end()) {
            throw cannot_go_on(unfinished, fmt::format("it measured the workload '{0}', which is not here; "
                                                       "name its file with --workload PATH/{0}.py",
                                                       printable(name, 60)));
        }
        settings.workload_files[name] = found->file;
    }
}

void find_configurations(const std::vector<Configuration>& configurations, const Unfinished& unfinished,
                         Settings& settings) {
    for (const std::string& name : settings.selection.configurations) {
        const auto found = std::find_if(configurations.begin(), configurations.end(),
                                        [&](const Configuration& known) { return known.name == name; });
        if (found == configurations.end()) {
            throw cannot_go_on(unfinished,
                               fmt::format("it measured the configuration '{}', which is not here; name its "
                                           "interpreter again with --python or --interpreters",
                                           printable(name, 60)),
                               ExitCode::incomplete);
        }
        if (!found->available()) {
            throw cannot_go_on(
                unfinished,
                fmt::format("{} cannot be measured here: {}", name, printable(found->unavailable)),
                ExitCode::incomplete);
        }
        settings.configurations.emplace(name, *found);
    }
}

void find_url(const RunOptions& options, const Unfinished& unfinished, Settings& settings) {
    const json page = unfinished.record.header.value("url", json());
    if (page.is_object() && page.value("own_server", json(true)) != json(true)) {
        const std::string url = text_of(page, "url");
        if (options.url != url) {
            throw cannot_go_on(unfinished,
                               fmt::format("it fetched {0}; give --url {0} again", printable(url)));
        }
    } else if (!options.url.empty()) {
        throw cannot_go_on(unfinished, "it fetched no page of yours; leave --url out");
    }
    settings.url = options.url;
    if (page.is_object()) {
        const auto latency = whole<int>(page.value("latency_ms", json(0)));
        settings.url_latency_ms = std::clamp(latency.value_or(0), 0, kMostLatencyMs);
    }
}

/// What compare_environments() is to compare: not what a part of a run has no say in.
json environment_of(json header) {
    for (const char* key : {"outcome", "change", "settings", "profile", "url"}) {
        header.erase(key);
    }
    return header;
}

/// Workloads are the same, or the run does not go on.
InCommon configurations_of(const Selection& selection) {
    return {.workloads = {},
            .configurations = {selection.configurations.begin(), selection.configurations.end()}};
}

/// Samples of other work than before may not go into the same cells.
void require_same_workloads(const Unfinished& unfinished, const json& header, const json& here) {
    const json then = header.value("workloads", json::object());
    for (const auto& [name, entry] : here.at("workloads").items()) {
        const json before = then.value(name, json::object());
        if (before.contains("sha256") && before.at("sha256") != entry.value("sha256", json())) {
            throw cannot_go_on(unfinished,
                               fmt::format("the workload '{}' has changed since; begin anew", name));
        }
    }
}

std::string end_of(const Unfinished& unfinished, const json& header) {
    return unfinished.last_sign ? format_utc(*unfinished.last_sign) : text_of(header, "finished");
}

std::string short_text(const json& value) {
    const std::string text = value.is_string() ? value.get<std::string>()
                                               : value.dump(-1, ' ', false, json::error_handler_t::replace);
    return printable(text, 60);
}

}  // namespace

ResolvedRun resolve_resumed(const RunOptions& options, const std::vector<Configuration>& configurations,
                            const fs::path& workload_folder) {
    ResolvedRun run;
    run.resumed = read_unfinished(options.resume);
    run.output = run.resumed->result;
    run.settings = settings_of_unfinished(*run.resumed);
    find_workload_files(options, workload_folder, *run.resumed, run.settings);
    find_configurations(configurations, *run.resumed, run.settings);
    find_url(options, *run.resumed, run.settings);
    return run;
}

std::vector<std::string> add_resumption(const Unfinished& unfinished, const RunRecord& here,
                                        RunRecord& record) {
    require_same_workloads(unfinished, record.header, here.header);
    json changed = json::array();
    std::vector<std::string> texts;
    const Selection selection = settings_of(here.header).selection;
    // Each part against the one before it, which the newest entry or, without one, the header describes.
    const json entries = record.header.value("resumed", json::array());
    json then = environment_of(record.header);
    if (!entries.empty()) {
        then.update(entries.back().value("environment", json::object()));
    }
    for (const Difference& difference :
         compare_environments(then, environment_of(here.header), configurations_of(selection)).differences) {
        changed.push_back({{"what", difference.what}, {"before", difference.in_a}, {"now", difference.in_b}});
        texts.push_back(fmt::format("{}: {} before, {} now", printable(difference.what),
                                    short_text(difference.in_a), short_text(difference.in_b)));
    }
    json environment = json::object();
    for (const char* key : {"version", "commit", "command", "machine", "before", "configurations"}) {
        environment[key] = here.header.at(key);
    }
    environment["verdict"] = here.header.at("environment_verdict").at("before");
    int next = 0;
    for (const ProcessRunRow& row : record.process_runs) {
        next = std::max(next, row.process_run + 1);
    }
    record.header["resumed"].push_back({{"ended", end_of(unfinished, record.header)},
                                        {"started", here.header.at("started")},
                                        {"first_process_run", next},
                                        {"environment", std::move(environment)},
                                        {"changed", std::move(changed)}});
    return texts;
}

}  // namespace pepbench
