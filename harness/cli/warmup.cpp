// pepbench warmup: measure the first calls of fresh processes.

#include <fmt/format.h>

#include <memory>

#include "cli/clock_note.h"
#include "cli/measurement.h"
#include "cli/run_options.h"
#include "cli/tables.h"
#include "cli/verb.h"
#include "cli/warm_up_tables.h"
#include "error.h"
#include "measure/lock.h"
#include "measure/warm_up_session.h"
#include "plan/places.h"
#include "record/warm_up_summary.h"

namespace pepbench {
namespace {

constexpr const char* kExamples = R"(Examples:
  pepbench warmup --workload primes --configuration cpython-3.15,cpython-3.15+jit
  pepbench warmup --workload primes,fibonacci --calls 500 --process-runs 10
  pepbench warmup --suite jit --budget 600 --output warm-up.json

Exit codes: 0 done, 2 usage or harness error, 4 cells failed or nothing measured, 130 interrupted (what was measured is written).)";

struct WarmUpOptions {
    RunOptions run;
    std::string calls = "200";
    std::string process_runs = std::to_string(kEnoughProcessRuns);
};

void add_options(CLI::App& app, WarmUpOptions& options) {
    app.add_option("--workload", options.run.workloads, "which ones (see pepbench list), or files of yours")
        ->delimiter(',');
    app.add_option("--suite", options.run.suite, "all workloads of pep371, jit, or all");
    app.add_option("--configuration", options.run.configurations,
                   "interpreters with their switches, or all (default: those of pepbench run)")
        ->delimiter(',');
    app.add_option("--python", options.run.pythons, "an interpreter of yours, PATH or NAME=PATH");
    app.add_option("--calls", options.calls,
                   fmt::format("of each process, {} to {} (default: 200)", kLeastCalls, kMostCalls));
    app.add_option(
        "--process-runs", options.process_runs,
        fmt::format("fresh processes of each workload and configuration (default: {}; fewer give no "
                    "interval)",
                    kEnoughProcessRuns));
    app.add_option("--budget", options.run.budget,
                   "seconds of measuring: begin no process that would exceed it, after the first of each");
    app.add_option("--seed", options.run.seed,
                   "of everything drawn: order, hash seeds (default: a fresh one; recorded)");
    app.add_option("--timeout", options.run.timeout,
                   "seconds without a word after which a runner is lost (default: 120)");
    app.add_option("--output", options.run.output, "result file (default: pepbench-results/TIME.json)");
    app.add_flag("--force", options.run.force, "overwrite an existing output");
    add_wait_option(app, options.run.wait);
    app.add_flag("--test-parameters", options.run.test_parameters,
                 "the workloads' small parameters: quick, and no PEP's numbers");
    app.add_option("--interpreters", options.run.interpreters,
                   "list of interpreters (default: interpreters.json beside this program)");
    app.footer(kExamples);
}

WarmUpPlan plan_of(const WarmUpOptions& options) {
    if (options.run.workloads.empty() && options.run.suite.empty()) {
        throw Error("say what to measure with --workload or --suite; pepbench list names the workloads");
    }
    const WarmUpPlan plan{.calls = whole_number(options.calls, "--calls", kLeastCalls),
                          .process_runs = whole_number(options.process_runs, "--process-runs", 1),
                          .budgeted = !options.run.budget.empty()};
    if (plan.calls > kMostCalls) {
        throw Error(
            fmt::format("--calls {} is more than are judged; give at most {}", plan.calls, kMostCalls));
    }
    if (plan.process_runs > kMostProcessRuns) {
        throw Error(fmt::format("--process-runs {} is more than pepbench makes; give at most {}",
                                plan.process_runs, kMostProcessRuns));
    }
    return plan;
}

ResolvedRun resolve_warm_up(RunOptions options, const WarmUpPlan& plan) {
    options.modes = {"linear"};
    options.workers = {"1"};
    ResolvedRun resolved = resolve(options, known_configurations(options), source_directory() / "workloads");
    resolved.settings.samples = plan.calls;
    return resolved;
}

/// What is different from a run's header.
void describe_plan(nlohmann::json& header, const Settings& settings, const WarmUpPlan& plan) {
    header["profile"] = kWarmUpProfile;
    header["settings"]["process_runs"] = plan.process_runs;
    header["settings"]["budget_seconds"] =
        plan.budgeted ? nlohmann::json(settings.budget_seconds) : nlohmann::json();
    header["settings"]["minimum_sample_seconds"] = 0.0;
}

ExitCode warm_up(const WarmUpOptions& options) {
    const WarmUpPlan plan = plan_of(options);
    const MachineLock alone(options.run.wait);
    ResolvedRun resolved = resolve_warm_up(options.run, plan);
    return measure_and_write(
        resolved, names_configurations(options.run),
        {.describe = [&](nlohmann::json& header) { describe_plan(header, resolved.settings, plan); },
         .measure =
             [&](const Bench& bench) {
                 return measure_warm_up(bench.settings, plan, bench.scratch, bench.page, bench.recorder,
                                        bench.progress);
             },
         .add_to_summary = [](const RunRecord& record,
                              nlohmann::json& summary) { add_warm_up(summary, summarize_warm_up(record)); },
         .print =
             [](const RunRecord& record, const Summary&) {
                 print_warm_up(summarize_warm_up(record));
                 fmt::print("{}", clock_note(record));
                 print_missing(record);
             }});
}

}  // namespace

Verb warmup_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand(
        "warmup", "Measure how the first calls of fresh processes settle, and when a JIT has paid back.");
    const auto options = std::make_shared<WarmUpOptions>();
    add_options(*app, *options);
    return {app, [options] { return warm_up(*options); }};
}

}  // namespace pepbench
