#include "cli/run_options.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <ctime>
#include <random>

#include "error.h"
#include "plan/nearest.h"
#include "plan/workloads.h"
#include "record/whole_file.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr double kMainJobBudget = 330;  // seconds; the main job may measure for six minutes
constexpr double kBudgetOfACell = 10;

const std::vector<std::string> kProfiles = {"default", "pep371"};
const std::vector<std::string> kPep371Modes = {"linear", "threaded", "process"};
const std::vector<std::string> kPep371Workers = {"1", "2", "4", "8"};

template <typename T>
std::vector<T> without_repeats(const std::vector<T>& items) {
    std::vector<T> unique;
    for (const T& item : items) {
        if (std::find(unique.begin(), unique.end(), item) == unique.end()) {
            unique.push_back(item);
        }
    }
    return unique;
}

std::vector<Mode> modes_of(const std::vector<std::string>& names, const RunOptions& options) {
    std::vector<Mode> modes;
    for (const std::string& method : options.start_methods) {
        require_known("start method", method, kStartMethods);
    }
    for (const std::string& name : without_repeats(names)) {
        require_known("mode", name, kModes);
        if (!has_start_method(name)) {
            modes.push_back({name, ""});
            continue;
        }
        for (const std::string& method : without_repeats(options.start_methods)) {
            modes.push_back({name, method});
        }
    }
    return modes;
}

std::vector<int> workers_of(const std::vector<std::string>& texts) {
    std::vector<int> workers;
    for (const std::string& text : texts) {
        workers.push_back(whole_number(text, "--workers", 1));
        if (workers.back() > kMostWorkers) {
            throw Error(fmt::format("--workers {} is more than pepbench starts; give at most {}", text,
                                    kMostWorkers));
        }
    }
    return without_repeats(workers);
}

double positive_seconds(const std::string& text, const char* what) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || !(seconds > 0) ||
        !std::isfinite(seconds)) {
        throw Error(fmt::format("{} '{}' is not a positive number of seconds", what, text));
    }
    return seconds;
}

std::uint64_t seed_of(const std::string& text) {
    if (text.empty()) {
        std::random_device device;
        return (static_cast<std::uint64_t>(device()) << 32U | device()) >>
               11U;  // 53 bits: any JSON reader keeps them
    }
    std::uint64_t seed = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error != std::errc() || end != text.data() + text.size() || seed >> 53U != 0) {
        throw Error(fmt::format("--seed '{}' is not a whole number below 2^53", text));
    }
    return seed;
}

fs::path output_of(const RunOptions& options) {
    fs::path output = options.output;
    std::error_code ignored;
    if (output.empty()) {
        const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
        output = fs::path("pepbench-results") / fmt::format("{:%Y%m%dT%H%M%SZ}.json", fmt::gmtime(now));
        fs::create_directories(output.parent_path(), ignored);
    }
    require_writable_output(output, options.force);
    if (!options.force && fs::exists(output.string() + ".journal", ignored)) {
        throw Error(fmt::format(
            "{0}.journal exists: a run to {0} goes on or was cut off; go on with it by pepbench run --resume "
            "{0} (a gate: pepbench gate --continue {0}; a warm-up begins anew), give another --output, or "
            "--force to overwrite what it measured",
            output.string()));
    }
    return output;
}

/// Named by the user, or those of the main job; all where every suite is to be measured.
std::vector<std::string> asked_configurations(const RunOptions& options,
                                              const std::vector<Configuration>& all,
                                              const std::vector<std::string>& known) {
    const std::vector<std::string>& named = options.configurations;
    if (std::find(named.begin(), named.end(), kAll) != named.end() ||
        (named.empty() && options.suite == kAll)) {
        return known;
    }
    return named.empty() ? main_job(all) : without_repeats(named);
}

void resolve_configurations(const RunOptions& options, const std::vector<Configuration>& all,
                            ResolvedRun& run) {
    std::vector<std::string> known;
    for (const Configuration& configuration : all) {
        known.push_back(configuration.name);
    }
    if (known.empty()) {
        throw Error("no interpreter was found; run ci/setup.sh", ExitCode::incomplete);
    }
    for (const std::string& name : asked_configurations(options, all, known)) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            if (const std::string reason = no_such_switch(name, all); !reason.empty()) {
                throw Error(fmt::format("unknown configuration '{}': {}", name, reason));
            }
        }
        require_known("configuration", name, known);
        const Configuration& configuration =
            all[static_cast<std::size_t>(std::find(known.begin(), known.end(), name) - known.begin())];
        if (configuration.available()) {
            run.settings.selection.configurations.push_back(name);
            run.settings.configurations.emplace(name, configuration);
        } else {
            run.unavailable.push_back(configuration);
        }
    }
    if (run.settings.selection.configurations.empty()) {
        throw Error(fmt::format("{} cannot be measured here: {}", run.unavailable.front().name,
                                run.unavailable.front().unavailable),
                    ExitCode::incomplete);
    }
}

/// The workloads of the suite asked for, or those named among them, and files of the user's.
void resolve_workloads(const RunOptions& options, const fs::path& folder, Settings& settings) {
    const std::string suite = !options.suite.empty()      ? options.suite
                              : options.workloads.empty() ? kSuites.front()
                                                          : kAll;
    std::vector<std::string> suites = kSuites;
    suites.emplace_back(kAll);
    require_known("suite", suite, suites);
    std::vector<Workload> known = find_workloads(folder);
    std::erase_if(known, [&](const Workload& workload) { return suite != kAll && suite != workload.suite; });
    for (const Workload& workload :
         options.workloads.empty() ? known : named_workloads(options.workloads, known)) {
        settings.selection.workloads.push_back(workload.name);
        settings.workload_files[workload.name] = workload.file;
        settings.suites[workload.name] = workload.suite;
    }
}

/// PEP 371's workloads run in its modes at its numbers of workers, and in sub-interpreters too where all
/// suites are measured; the others show the interpreter, not the spreading of work, and run linear with one
/// worker. What the user names holds for all.
Shape shape_for(const std::string& suite, const RunOptions& options) {
    const bool spread = suite == "pep371";
    std::vector<std::string> modes = options.modes;
    if (modes.empty()) {
        modes = spread ? kPep371Modes : std::vector<std::string>{"linear"};
        if (spread && options.suite == kAll) {
            modes.emplace_back("subinterpreter");
        }
    }
    const std::vector<std::string> one_worker = {"1"};
    return {modes_of(modes, options), workers_of(!options.workers.empty() ? options.workers
                                                 : spread                 ? kPep371Workers
                                                                          : one_worker)};
}

void resolve_shapes(const RunOptions& options, Settings& settings) {
    Selection& selection = settings.selection;
    std::vector<Mode> modes;
    std::vector<int> workers;
    for (const std::string& workload : selection.workloads) {
        const Shape shape = shape_for(settings.suites.at(workload), options);
        selection.shapes[workload] = shape;
        modes.insert(modes.end(), shape.modes.begin(), shape.modes.end());
        workers.insert(workers.end(), shape.workers.begin(), shape.workers.end());
    }
    selection.modes = without_repeats(modes);
    selection.workers = without_repeats(workers);
}

}  // namespace

/// The main job's limit, and something for each cell beyond its 216: enough for six passes, slow starters
/// included.
double default_budget(const Selection& selection) {
    constexpr double kMainJobCells = 216;
    constexpr double kBudgetOfAFurtherCell = 2.2;
    const auto cells = static_cast<double>(number_of_cells(selection));
    const double most = kMainJobBudget + kBudgetOfAFurtherCell * std::max(0.0, cells - kMainJobCells);
    return std::min(most, kBudgetOfACell * cells);
}

int whole_number(const std::string& text, const char* what, int least) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size() || number < least) {
        throw Error(fmt::format("{} '{}' is not a whole number of at least {}", what, text, least));
    }
    return number;
}

ResolvedRun resolve(const RunOptions& options, const std::vector<Configuration>& configurations,
                    const fs::path& workload_folder) {
    ResolvedRun run;
    Settings& settings = run.settings;
    require_known("profile", options.profile, kProfiles);
    settings.profile = options.profile == "pep371" ? Profile::pep371 : Profile::sound;
    resolve_workloads(options, workload_folder, settings);
    resolve_shapes(options, settings);
    resolve_configurations(options, configurations, run);
    if (!options.samples.empty() && !options.budget.empty()) {
        throw Error(
            "--samples and --budget exclude each other: the one fixes how many samples, the other how long");
    }
    if (!options.samples.empty()) {
        settings.samples = whole_number(options.samples, "--samples", 1);
    }
    settings.budget_seconds = options.budget.empty() ? default_budget(settings.selection)
                                                     : positive_seconds(options.budget, "--budget");
    settings.seed = seed_of(options.seed);
    if (!(options.timeout > 0) || !std::isfinite(options.timeout)) {
        throw Error(fmt::format("--timeout {} is not a positive number of seconds", options.timeout));
    }
    settings.timeout_seconds = options.timeout;
    settings.across_shifts = across_shifts_from(options.across_shifts);
    settings.url = options.url;
    settings.url_port = options.url_port;
    settings.url_latency_ms = options.url_latency_ms;
    settings.test_parameters = options.test_parameters;
    run.output = output_of(options);
    return run;
}

}  // namespace pepbench
