// pepbench run: measure cells and write a result file.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>

#include "cli/run_header.h"
#include "cli/run_options.h"
#include "cli/standard_output.h"
#include "cli/tables.h"
#include "cli/verb.h"
#include "environment/load.h"
#include "environment/machine.h"
#include "error.h"
#include "measure/interrupt.h"
#include "measure/progress.h"
#include "measure/scratch.h"
#include "measure/session.h"
#include "plan/places.h"
#include "record/journal.h"
#include "record/published.h"
#include "record/result_file.h"
#include "record/summary.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr const char* kExamples = R"(Examples:
  pepbench run                                      the main job: every workload, mode and configuration, 1 to 8 workers
  pepbench run --workload primes --mode linear --workers 1 --configuration cpython-3.15,cpython-3.15+jit
  pepbench run --mode process --start-method fork,forkserver,spawn --workload empty
  pepbench run --profile pep371 --configuration cpython-3.11      the original's protocol: minimum of 100
  pepbench run --workload url_fetch --url http://192.0.2.1/page   a server of your own
  pepbench run --samples 2 --seed 7 --output quick.json

Exit codes: 0 done, 2 usage or harness error, 4 cells failed or nothing measured, 130 interrupted (what was measured is written).)";

void add_options(CLI::App& app, RunOptions& options) {
    app.add_option("--workload", options.workloads, "which ones (default: all; see pepbench list)")
        ->delimiter(',');
    app.add_option("--mode", options.modes, "linear, threaded, process (default: all)")->delimiter(',');
    app.add_option("--workers", options.workers,
                   "numbers of workers; each does the whole work (default: 1,2,4,8)")
        ->delimiter(',');
    app.add_option("--configuration", options.configurations,
                   "interpreters with their switches (default: all)")
        ->delimiter(',');
    app.add_option("--start-method", options.start_methods,
                   "of process cells: fork, forkserver, spawn (default: fork)")
        ->delimiter(',');
    app.add_option("--profile", options.profile,
                   "default (fresh processes, median) or pep371 (one process, minimum of 100)");
    app.add_option("--samples", options.samples, "exactly so many samples of each cell");
    app.add_option("--budget", options.budget,
                   "seconds of measuring, all cells together (default: 10 a cell, at most 330)");
    app.add_option("--seed", options.seed,
                   "of everything drawn: order, hash seeds (default: a fresh one; recorded)");
    app.add_option("--timeout", options.timeout,
                   "seconds without a word after which a runner is lost (default: 120)");
    app.add_option("--url", options.url, "page for url_fetch (default: a server of our own on loopback)");
    app.add_option("--url-port", options.url_port, "of our own server (default: any free one)")
        ->check(CLI::Range(0, 65535));
    app.add_option("--url-latency-ms", options.url_latency_ms,
                   "that our own server adds to each answer (default: 0)")
        ->check(CLI::Range(0, 10000));
    app.add_option("--output", options.output, "result file (default: pepbench-results/TIME.json)");
    app.add_flag("--force", options.force, "overwrite an existing output");
    app.add_flag("--test-parameters", options.test_parameters,
                 "the workloads' small parameters: quick, and no PEP's numbers");
    app.add_option("--interpreters", options.interpreters,
                   "list of interpreters (default: interpreters.json beside this program)");
    app.footer(kExamples);
}

/// The page that url_fetch needs, and the server behind it where it is ours.
struct PageSource {
    std::unique_ptr<UrlServer> server;
    std::optional<UrlPage> page;
};

PageSource find_page(const Settings& settings) {
    PageSource source;
    const auto& workloads = settings.selection.workloads;
    if (!settings.url.empty()) {
        source.page = probe_url(settings.url);
    } else if (std::find(workloads.begin(), workloads.end(), "url_fetch") != workloads.end()) {
        source.server = std::make_unique<UrlServer>(settings.url_port, settings.url_latency_ms);
        source.page = source.server->page();
    }
    return source;
}

void announce(const Settings& settings, const Machine& machine, const fs::path& scratch, const UrlPage* page,
              Progress& progress) {
    const Selection& selection = settings.selection;
    progress.say(fmt::format(
        "{} workloads x {} modes x {} numbers of workers x {} configurations; {} usable cores ({})",
        selection.workloads.size(), selection.modes.size(), selection.workers.size(),
        selection.configurations.size(), machine.usable_cores, machine.usable_cores_reason));
    if (settings.profile == Profile::pep371) {
        progress.say(fmt::format("the original's protocol will take about {}",
                                 clock_text(forecast_pep371(settings, scratch, page, machine.usable_cores))));
    } else if (!settings.samples) {
        progress.say(fmt::format("measuring takes about {}, or as long as one pass over all cells",
                                 clock_text(settings.budget_seconds)));
    }
}

ExitCode exit_code_of(const RunRecord& record, bool interrupted, const RunOptions& options) {
    if (interrupted) {
        return ExitCode::interrupted;
    }
    // What the user did not name may be unavailable here; what was named was to be measured.
    const bool lacks_named = !options.configurations.empty() && !record.unavailable.empty();
    return record.samples.empty() || !record.failures.empty() || lacks_named ? ExitCode::incomplete
                                                                             : ExitCode::done;
}

ExitCode run(const RunOptions& options) {
    const fs::path interpreters = options.interpreters.empty() ? program_directory() / "interpreters.json"
                                                               : fs::path(options.interpreters);
    ResolvedRun resolved =
        resolve(options, read_configurations(interpreters), source_directory() / "workloads" / "pep371");
    const Settings& settings = resolved.settings;
    const PublishedTables published =
        PublishedTables::read(source_directory() / "results" / "published" / "pep371.json");
    Journal journal(resolved.output);
    catch_interrupts();

    RunRecord record;
    try {
        const Machine machine = read_machine();
        const LoadSnapshot before = read_load();
        const Scratch scratch;
        Progress progress;
        const PageSource source = find_page(settings);
        const UrlPage* const page = source.page ? &*source.page : nullptr;
        const nlohmann::json descriptions = describe_configurations(resolved);
        describe_run(record, resolved, descriptions, machine, before, page);
        Recorder recorder(record, journal);
        recorder.header();
        for (const Configuration& configuration : resolved.unavailable) {
            recorder.unavailable(
                {Cell{.workload = "", .mode = {}, .workers = 1, .configuration = configuration.name},
                 configuration.unavailable});
        }
        announce(settings, machine, scratch.path(), page, progress);
        const SessionResult session = measure_session(settings, scratch.path(), page, recorder, progress);
        describe_outcome(record, session, before, read_load());
        const Summary summary = summarize(record, published);
        write_result(resolved.output, result_document(record, summary));
        journal.discard();
        print_out([&] {
            print_tables(record, summary);
            fmt::print("\nresult file: {}\n", resolved.output.string());
        });
        return exit_code_of(record, session.interrupted, options);
    } catch (...) {
        if (record.samples.empty()) {
            journal.discard();  // nothing is in it
        }
        throw;
    }
}

}  // namespace

Verb run_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand("run", "Measure cells and write a result file.");
    const auto options = std::make_shared<RunOptions>();
    add_options(*app, *options);
    return {app, [options] { return run(*options); }};
}

}  // namespace pepbench
