// pepbench gate: is the head slower than the base by a threshold?

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "cli/gate_explanation.h"
#include "cli/gate_options.h"
#include "cli/gate_report.h"
#include "cli/gate_run.h"
#include "cli/gate_sides.h"
#include "cli/gate_texts.h"
#include "cli/soak.h"
#include "cli/standard_output.h"
#include "cli/verb.h"
#include "error.h"
#include "measure/lock.h"
#include "plan/nearest.h"
#include "record/gate_file.h"
#include "record/soak_summary.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr const char* kExamples = R"(Examples:
  pepbench gate --base cpython-3.15 --head cpython-3.15+jit --workload primes
  pepbench gate --base ./before/python --head ./after/python --suite jit
  pepbench gate --base-ref main --head-ref HEAD --workload bench/parse.py --setup make
  pepbench gate --base-workloads old/parse.py --head-workloads new/parse.py
  pepbench gate --config ci/gate.json --markdown gate.md --junit gate.xml
  pepbench gate --continue pepbench-results/20261122T101500Z.json
  pepbench gate --soak 200 --neighbour

Exit codes: 0 every cell passes or is new, 1 some are slower by their threshold, 2 usage or harness error, 3 some are undecided or the
control did not pass, 4 cells are missing, failed or compute something else, 130 interrupted (what was measured is written).)";

void add_options(CLI::App& app, GateOptions& options) {
    RunOptions& run = options.run;
    app.add_option("--base", options.base,
                   "what was: a configuration, or an interpreter's path (with +SWITCH)");
    app.add_option("--head", options.head,
                   "what is to be judged; the same as --base measures the gate itself");
    app.add_option("--base-ref", options.base_ref,
                   "a commit of your repository, measured in a worktree of its own");
    app.add_option("--head-ref", options.head_ref, "the commit to be judged");
    app.add_option("--repository", options.repository, "where the repository is (default: here)");
    app.add_option(
        "--setup", options.setup,
        "a shell command that is run in both worktrees first, with PEPBENCH_SIDE=base or head and, where "
        "that side's Python is a program, its path as PEPBENCH_INTERPRETER");
    app.add_option("--base-workloads", options.base_workloads, "a workload's file, or a folder of them");
    app.add_option("--head-workloads", options.head_workloads, "the same to be judged (default: --workload)");
    app.add_option("--workload", run.workloads, "names (see pepbench list) or Python files of yours")
        ->delimiter(',');
    app.add_option("--suite", run.suite, "all workloads of pep371 (default) or jit, or all");
    app.add_option("--mode", run.modes, "linear (default), threaded, process, ...")->delimiter(',');
    app.add_option("--workers", run.workers, "numbers of workers (default: 1)")->delimiter(',');
    app.add_option("--start-method", run.start_methods, "of processes (default: fork)")->delimiter(',');
    app.add_option("--threshold", options.threshold, "by how much slower is too slow (default: 5%)");
    app.add_option("--alpha", options.alpha, "chance of any false alarm in the whole run (default: 0.001)");
    app.add_option("--beta", options.beta, "chance to miss a regression, of each cell (default: 0.001)");
    app.add_option("--max-rounds", options.max_rounds, "of a cell, before it is undecided (default: 120)");
    app.add_option("--max-seconds", options.max_seconds,
                   "the same in seconds (default: 20, or a third of the rounds if that is longer)");
    app.add_option("--keep-awake", options.keep_awake,
                   "threads that give way to anything else keep cores from sleeping between runs: yes, no or "
                   "auto (default: yes in a virtual machine without a quota whose cores are not shared)")
        ->check(CLI::IsMember({"auto", "yes", "no"}));
    app.add_option("--start-ahead", options.start_ahead,
                   "start the processes of a round on another core while the round before is measured: yes, "
                   "no or auto (default: yes with two usable cores that are not shared)")
        ->check(CLI::IsMember({"auto", "yes", "no"}));
    app.add_option("--budget", run.budget, "seconds of measuring, all cells together (default: none)");
    app.add_option("--config", options.config,
                   "JSON file with cells, and thresholds of their own (ci/README.md)");
    app.add_option(
        "--continue", options.continued,
        "go on with the undecided cells of this gate's file, or of its journal where it was cut off");
    app.add_option("--markdown", options.markdown,
                   "write the verdicts there too, for a pull request's comment");
    app.add_option("--junit", options.junit, "the same as JUnit's XML");
    app.add_option("--explain", options.explain, "say why this cell has its verdict, and draw its course");
    app.add_flag("--json", options.json, "print the verdicts as JSON instead of a table");
    app.add_option("--seed", run.seed, "of everything drawn (default: a fresh one; recorded)");
    app.add_option("--timeout", run.timeout,
                   "seconds without a word after which a runner is lost (default: 120)");
    app.add_option("--url", run.url, "page for url_fetch (default: a server of our own on loopback)");
    app.add_option("--output", run.output, "result file (default: pepbench-results/TIME.json)");
    app.add_flag("--force", run.force, "overwrite an existing output");
    add_wait_option(app, run.wait);
    app.add_flag("--test-parameters", run.test_parameters, "the workloads' small parameters");
    app.add_option("--interpreters", run.interpreters,
                   "list of interpreters (default: interpreters.json beside this program)");
    app.footer(kExamples);
}

ExitCode exit_code_of(GateOutcome outcome) {
    switch (outcome) {
        case GateOutcome::pass:
            return ExitCode::done;
        case GateOutcome::regressed:
            return ExitCode::regression;
        case GateOutcome::incomplete:
            return ExitCode::incomplete;
        case GateOutcome::undecided:
        case GateOutcome::not_trusted:
            return ExitCode::cannot_tell;
    }
    return ExitCode::error;
}

void report(const GateRecord& record, const MeasuredGate& measured, const GateOptions& options,
            const std::string& output) {
    const std::vector<Judgement>& judgements = measured.judgements;
    const std::optional<Error> unwritten = write_gate_texts(options, record, judgements, output);
    print_out([&] {
        if (options.json) {
            print_json(gate_summary(measured.document));
        } else {
            fmt::print("{}\nresult file: {}\n", gate_table(record, judgements, output), output);
        }
    });
    if (unwritten) {
        throw *unwritten;
    }
    if (!options.explain.empty()) {
        print_out([&] {
            // What is printed as JSON stays JSON.
            print_explanation(record, judgements, options.explain, output, options.json ? stderr : stdout);
        });
    }
}

/// Said before anything is measured.
void require_cell_to_explain(const GateOptions& options, const std::vector<GatedCell>& cells) {
    std::vector<std::string> names;
    for (GatedCell cell : cells) {
        names.push_back(cell.name());
        cell.control = true;  // any of them may become it
        names.push_back(cell.name());
    }
    if (!options.explain.empty()) {
        require_known("cell", options.explain, names);
    }
}

ExitCode gate(GateOptions options) {
    require_places_for_texts(options);
    const MachineLock alone(options.run.wait);
    GateRecord record;
    const bool continues = !options.continued.empty();
    if (continues) {
        const json document = document_to_continue(options.continued);
        if (is_soak(document)) {
            throw Error(fmt::format("{} is of a soak; say with --soak N how many verdicts are to be added",
                                    options.continued));
        }
        record = continued_gate(document, options);
    }
    ResolvedGate resolved = resolve_gate(options);
    require_cell_to_explain(options, resolved.cells);
    if (continues) {
        require_same_sides(record, resolved, options.continued);
        reopen(record, rule_of(options, 1), options.max_seconds.empty());
    }
    const MeasuredGate measured = measure_and_write_gate(
        record, resolved, options, {.measure = [&](const Bench& bench, const GateFeed& feed) {
            GateView view;
            for (const std::string& note : resolved.notes) {
                view.say(note);
            }
            GatePlan plan = plan_of(resolved, options, bench);
            plan.with_control = true;
            return measure_gate(plan, record, feed, view);
        }});
    report(record, measured, options, resolved.run.output.string());
    return measured.interrupted ? ExitCode::interrupted
                                : exit_code_of(outcome_of(record, measured.judgements));
}

}  // namespace

Verb gate_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand(
        "gate", "Judge whether one side is slower than the other by a threshold, for CI.");
    const auto options = std::make_shared<GateOptions>();
    add_options(*app, *options);
    const auto soak_options = std::make_shared<SoakOptions>();
    add_soak_options(*app, *soak_options);
    return {app, [app, options, soak_options] {
                require_honoured(*app, *soak_options);
                return soak_options->verdicts.empty() ? gate(*options) : soak(*options, *soak_options);
            }};
}

}  // namespace pepbench
