// pepbench run: measure cells and write a result file.

#include "cli/run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "cli/measurement.h"
#include "cli/resume.h"
#include "cli/run_options.h"
#include "cli/tables.h"
#include "cli/verb.h"
#include "measure/forecast.h"
#include "measure/lock.h"
#include "plan/places.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr const char* kExamples = R"(Examples:
  pepbench run                                      the main job: every workload, mode and configuration, 1 to 8 workers
  pepbench run --workload primes --mode linear --workers 1 --configuration cpython-3.15,cpython-3.15+jit
  pepbench run --suite jit                          workloads that a JIT can change, in the same interpreters
  pepbench run --suite all                          everything, in every interpreter that is installed
  pepbench run --mode process --start-method fork,forkserver,spawn --workload empty
  pepbench run --profile pep371 --configuration cpython-3.11      the original's protocol: minimum of 100
  pepbench run --workload url_fetch --url http://192.0.2.1/page   a server of your own
  pepbench run --samples 2 --seed 7 --output quick.json
  pepbench run --resume quick.json                  what is missing of a run that was interrupted or killed

Exit codes: 0 done, 2 usage or harness error, 4 cells failed, nothing was measured, or what was
named cannot be had, 130 interrupted (what was measured is written).)";

const std::vector<std::string> kGivenAgain = {"help", "workload", "python", "interpreters", "url", "wait"};

/// The file says what is measured and where it is written. Programs, workloads and pages of the user's are to
/// be named again, for nothing that a file names is executed.
void add_resume_option(CLI::App& app, RunOptions& options) {
    CLI::Option* const resume = app.add_option(
        "--resume", options.resume,
        "go on with the interrupted or killed run of this result file or journal (give --python, "
        "--interpreters, --url and workloads of yours again)");
    for (CLI::Option* const option : app.get_options()) {
        const bool again =
            std::find(kGivenAgain.begin(), kGivenAgain.end(), option->get_single_name()) != kGivenAgain.end();
        if (option != resume && !again) {
            resume->excludes(option);
        }
    }
}

void add_options(CLI::App& app, RunOptions& options) {
    app.add_option("--workload", options.workloads,
                   "which ones (default: all; see pepbench list), and files of yours by their path")
        ->delimiter(',');
    app.add_option("--suite", options.suite,
                   "pep371 (default), jit, or all: both suites in every configuration");
    app.add_option(
           "--mode", options.modes,
           fmt::format("{} (default: the first three, in the suite jit the first)", fmt::join(kModes, ", ")))
        ->delimiter(',');
    app.add_option("--workers", options.workers,
                   "numbers of workers; each does the whole work (default: 1,2,4,8; in the suite jit 1)")
        ->delimiter(',');
    app.add_option(
           "--configuration", options.configurations,
           "interpreters with their switches, or all (default: the system's CPython, cpython-3.15 and "
           "cpython-3.15+jit)")
        ->delimiter(',');
    app.add_option("--python", options.pythons,
                   "an interpreter of yours, PATH or NAME=PATH, measured beside the others; its runner is "
                   "built on demand");
    app.add_option("--start-method", options.start_methods,
                   "of workers that are processes: fork, forkserver, spawn (default: fork)")
        ->delimiter(',');
    app.add_option("--profile", options.profile,
                   "default (fresh processes, median) or pep371 (one process, minimum of 100)");
    app.add_option("--samples", options.samples, "exactly so many samples of each cell");
    app.add_option(
        "--budget", options.budget,
        "seconds of measuring, all cells together (default: 10 a cell, at most 330 for the main job's "
        "216 and 2.2 for each further one)");
    app.add_option("--seed", options.seed,
                   "of everything drawn: order, hash seeds (default: a fresh one; recorded)");
    app.add_option("--timeout", options.timeout,
                   "seconds without a word after which a runner is lost (default: 120)");
    app.add_option(
        "--across-shifts", options.across_shifts,
        "where the machine's speed changed meanwhile: tell it (default), refuse ratios across the change, "
        "or normalise times");
    app.add_option("--url", options.url, "page for url_fetch (default: a server of our own on loopback)");
    app.add_option("--url-port", options.url_port, "of our own server (default: any free one)")
        ->check(CLI::Range(0, 65535));
    app.add_option("--url-latency-ms", options.url_latency_ms,
                   "that our own server adds to each answer (default: 0)")
        ->check(CLI::Range(0, kMostLatencyMs));
    app.add_option("--output", options.output, "result file (default: pepbench-results/TIME.json)");
    app.add_flag("--force", options.force, "overwrite an existing output");
    add_wait_option(app, options.wait);
    app.add_flag("--test-parameters", options.test_parameters,
                 "the workloads' small parameters: quick, and no PEP's numbers");
    app.add_option("--interpreters", options.interpreters,
                   "list of interpreters (default: interpreters.json beside this program)");
    add_resume_option(app, options);
    app.footer(kExamples);
}

void announce(const Bench& bench) {
    const auto& [settings, machine, scratch, page, recorder, progress] = bench;
    const Selection& selection = settings.selection;
    progress.say(fmt::format(
        "{} cells: {} workloads, {} modes, up to {} workers, {} configurations; {} usable cores ({})",
        number_of_cells(selection), selection.workloads.size(), selection.modes.size(),
        *std::max_element(selection.workers.begin(), selection.workers.end()),
        selection.configurations.size(), machine.usable_cores, machine.usable_cores_reason));
    if (settings.profile == Profile::pep371) {
        progress.say(fmt::format("the original's protocol will take about {}",
                                 clock_text(forecast_pep371(settings, scratch, page, machine.usable_cores))));
    } else if (!settings.samples) {
        progress.say(fmt::format("measuring takes about {}, or as long as one pass over all cells",
                                 clock_text(settings.budget_seconds)));
    }
}

ResolvedRun resolved_run(const RunOptions& options) {
    const std::vector<Configuration> known = known_configurations(options);
    const fs::path workloads = source_directory() / "workloads";
    return options.resume.empty() ? resolve(options, known, workloads)
                                  : resolve_resumed(options, known, workloads);
}

ExitCode run(const RunOptions& options) {
    if (options.wait && options.pythons.empty() && options.resume.empty()) {
        (void)resolved_run(options);  // tells mistakes before the wait; to build a runner would disturb
    }
    const MachineLock alone(options.wait);
    ResolvedRun resolved = resolved_run(options);
    return measure_cells(resolved, names_configurations(options), print_tables);
}

}  // namespace

ExitCode measure_cells(ResolvedRun& resolved, bool named,
                       const std::function<void(const RunRecord&, const Summary&)>& print) {
    return measure_and_write(resolved, named,
                             {.measure =
                                  [](const Bench& bench) {
                                      announce(bench);
                                      return measure_session(bench.settings, bench.scratch, bench.page,
                                                             bench.recorder, bench.progress);
                                  },
                              .print = print});
}

Verb run_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand("run", "Measure cells and write a result file.");
    const auto options = std::make_shared<RunOptions>();
    add_options(*app, *options);
    return {app, [options] { return run(*options); }};
}

}  // namespace pepbench
