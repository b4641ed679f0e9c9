// pepbench selfcheck: is what pepbench measures what it says?

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "cli/gate_run.h"
#include "cli/measurement.h"
#include "cli/run_options.h"
#include "cli/standard_output.h"
#include "cli/tables.h"
#include "cli/verb.h"
#include "error.h"
#include "measure/lock.h"
#include "plan/places.h"
#include "record/printable.h"

namespace pepbench {
namespace {

constexpr int kMostRounds = 1000;
constexpr double kAgreement = 0.02;  // runners that are further apart do not measure the same
constexpr const char* kScriptSuffix = "-script";
constexpr const char* kExamples = R"(Examples:
  pepbench selfcheck runners
  pepbench selfcheck runners --configuration cpython-3.15 --budget 120

Exit codes: 0 the runners agree within 2 %, 1 they do not, 2 usage or harness error, 3 the machine was too noisy to tell, 4 cells
failed or nothing was measured.)";

/// The same program acting as Python, which then runs the script runner: same libpython, another way to
/// measure.
Configuration by_script(const Configuration& embedded) {
    Configuration script = embedded;
    script.name += kScriptSuffix;
    script.interpreter += kScriptSuffix;
    script.runner = "script";
    const std::string runner = (source_directory() / "runners" / "script" / "runner.py").string();
    script.command = {embedded.command.front(), "-c",
                      "import runpy, sys; runpy.run_path(sys.argv.pop(1), run_name='__main__')", runner,
                      "--protocol"};
    return script;
}

Configuration checked_configuration(const RunOptions& options, const std::vector<Configuration>& known) {
    if (options.configurations.size() > 1) {
        throw Error("selfcheck runners checks one configuration at a time");
    }
    const auto found = std::find_if(known.begin(), known.end(), [&](const Configuration& one) {
        return options.configurations.empty() ? one.available() && one.runner == "embedded"
                                              : one.name == options.configurations.front();
    });
    if (found == known.end()) {
        throw Error(options.configurations.empty()
                        ? "no embedded runner was found; run ci/setup.sh"
                        : fmt::format("unknown configuration '{}'; see pepbench list",
                                      options.configurations.front()));
    }
    if (!found->available()) {
        throw Error(fmt::format("{} cannot be measured here: {}", found->name, found->unavailable),
                    ExitCode::incomplete);
    }
    if (found->runner != "embedded") {
        throw Error(fmt::format("{} has no embedded runner to check against", found->name));
    }
    return *found;
}

/// Whether every ratio is within the agreement, one surely is not, or the intervals are too wide to tell.
ExitCode verdict(const std::vector<Ratio>& ratios) {
    const double low = 1 / (1 + kAgreement);
    const double high = 1 + kAgreement;
    ExitCode code = ratios.empty() ? ExitCode::incomplete : ExitCode::done;
    for (const Ratio& ratio : ratios) {
        if (ratio.interval && (ratio.interval->low > high || ratio.interval->high < low)) {
            return ExitCode::regression;
        }
        if (!ratio.interval || ratio.interval->low < low || ratio.interval->high > high) {
            code = std::max(code, ExitCode::cannot_tell);
        }
    }
    return code;
}

const char* sentence_of(ExitCode verdict) {
    switch (verdict) {
        case ExitCode::done:
            return "The runners agree within 2 %.";
        case ExitCode::regression:
            return "The runners do NOT agree within 2 %.";
        case ExitCode::cannot_tell:
            return "The machine was too noisy to tell 2 %; give a larger --budget, or a quieter machine.";
        default:
            return "Nothing was measured by both runners.";
    }
}

GateSide side_of(const Configuration& configuration, const Settings& settings) {
    return {.configuration = configuration,
            .workload_files = settings.workload_files,
            .identity = {{"configuration", configuration.name}, {"workloads", nlohmann::json::object()}}};
}

/// The script runner against the embedded one, in rounds until the budget is spent, whatever the evidence.
ResolvedGate resolve_check(GateOptions& options) {
    const Configuration embedded = checked_configuration(options.run, known_configurations(options.run));
    const Configuration script = by_script(embedded);
    options.base = script.name;
    options.head = embedded.name;
    options.run.configurations = {script.name, embedded.name};
    options.run.modes = {"linear"};
    options.run.workers = {"1"};
    ResolvedGate gate{.run = resolve(options.run, {script, embedded}, source_directory() / "workloads")};
    const Settings& settings = gate.run.settings;
    gate.base = side_of(script, settings);
    gate.head = side_of(embedded, settings);
    gate.budget_seconds = settings.budget_seconds;
    for (const std::string& workload : settings.selection.workloads) {
        gate.cells.push_back({.workload = workload,
                              .mode = {"linear", ""},
                              .rule = {.threshold = kAgreement,
                                       .cells = static_cast<int>(settings.selection.workloads.size()),
                                       .max_rounds = kMostRounds,
                                       .max_seconds = settings.budget_seconds}});
    }
    return gate;
}

/// Prints each ratio and returns those that there are.
std::vector<Ratio> print_ratios(const GateRecord& record, const std::vector<Judgement>& judgements) {
    std::vector<Ratio> ratios;
    for (std::size_t cell = 0; cell < record.cells.size(); ++cell) {
        const Judgement& judgement = judgements[cell];
        if (judgement.ratio && judgement.verdict != Verdict::failed) {
            ratios.push_back({*judgement.ratio, judgement.interval, judgement.rounds});
            fmt::print("  {:<14} {}\n", record.cells[cell].cell.workload, ratio_text(ratios.back(), 3));
        } else {
            fmt::print("  {:<14} {}\n", record.cells[cell].cell.workload, printable(judgement.reason));
        }
    }
    return ratios;
}

ExitCode check_runners(GateOptions options) {
    const MachineLock alone(options.run.wait);
    ResolvedGate gate = resolve_check(options);
    GateRecord record;
    const MeasuredGate measured =
        measure_and_write_gate(record, gate, options,
                               {.measure =
                                    [&](const Bench& bench, const GateFeed& feed) {
                                        GatePlan plan = plan_of(gate, options, bench);
                                        plan.to_the_limits = true;
                                        GateView view;
                                        return measure_gate(plan, record, feed, view);
                                    },
                                .profile = kSelfcheckProfile});
    ExitCode agreement = ExitCode::incomplete;
    print_out([&] {
        fmt::print(
            "Time by the embedded runner / by the script runner in the same {}. [95 % interval over rounds "
            "of "
            "fresh pairs]\n",
            options.head);
        const std::vector<Ratio> ratios = print_ratios(record, measured.judgements);
        agreement = ratios.size() == gate.cells.size() ? verdict(ratios) : ExitCode::incomplete;
        fmt::print("\n{}\n\nresult file: {}\n", sentence_of(agreement), gate.run.output.string());
    });
    return measured.interrupted ? ExitCode::interrupted : agreement;
}

}  // namespace

Verb selfcheck_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand("selfcheck", "Check pepbench itself on this machine.");
    const auto gate_options = std::make_shared<GateOptions>();
    RunOptions* const options = &gate_options->run;
    CLI::App* const runners = app->add_subcommand(
        "runners", "Measure the same interpreter with the embedded and the script runner, side by side.");
    options->workloads = {"fibonacci", "primes"};
    options->budget = "60";
    runners->add_option("--configuration", options->configurations,
                        "which one (default: the first embedded one)");
    runners->add_option("--workload", options->workloads, "which ones (default: fibonacci,primes)")
        ->delimiter(',');
    runners->add_option("--budget", options->budget, "seconds of measuring (default: 60)");
    runners->add_option("--seed", options->seed, "of everything drawn (default: a fresh one; recorded)");
    runners->add_option("--output", options->output, "result file (default: pepbench-results/TIME.json)");
    runners->add_flag("--force", options->force, "overwrite an existing output");
    add_wait_option(*runners, options->wait);
    runners->add_flag("--test-parameters", options->test_parameters, "the workloads' small parameters");
    runners->add_option("--interpreters", options->interpreters,
                        "list of interpreters (default: interpreters.json beside this program)");
    app->require_subcommand(1);
    runners->footer(kExamples);
    return {app, [gate_options] { return check_runners(*gate_options); }};
}

}  // namespace pepbench
