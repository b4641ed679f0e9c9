// pepbench selfcheck: is what pepbench measures what it says?

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "cli/measurement.h"
#include "cli/run_options.h"
#include "cli/tables.h"
#include "cli/verb.h"
#include "error.h"
#include "plan/places.h"

namespace pepbench {
namespace {

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

ExitCode check_runners(RunOptions options) {
    const Configuration embedded = checked_configuration(options, known_configurations(options));
    const Configuration script = by_script(embedded);
    options.configurations = {script.name, embedded.name};  // the first is what the other is compared with
    options.modes = {"linear"};
    options.workers = {"1"};
    ResolvedRun resolved = resolve(options, {script, embedded}, source_directory() / "workloads");
    ExitCode agreement = ExitCode::incomplete;
    const ExitCode code = measure_and_write(
        resolved, true,
        {.measure =
             [](const Bench& bench) {
                 return measure_session(bench.settings, bench.scratch, bench.page, bench.recorder,
                                        bench.progress);
             },
         .print =
             [&](const RunRecord& record, const Summary& summary) {
                 std::vector<Ratio> ratios;
                 fmt::print(
                     "Time by the embedded runner / by the script runner in the same {}. [95 % interval over "
                     "paired process runs]\n",
                     embedded.name);
                 for (const CellSummary& cell : summary.cells) {
                     if (cell.cell.configuration == embedded.name && cell.ratio_to_reference) {
                         ratios.push_back(*cell.ratio_to_reference);
                         fmt::print("  {:<14} {}\n", cell.cell.workload, ratio_text(ratios.back()));
                     }
                 }
                 agreement = verdict(ratios);
                 fmt::print("\n{}\n", sentence_of(agreement));
                 print_missing(record);
             }});
    return code == ExitCode::done ? agreement : code;
}

}  // namespace

Verb selfcheck_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand("selfcheck", "Check pepbench itself on this machine.");
    const auto options = std::make_shared<RunOptions>();
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
    runners->add_flag("--test-parameters", options->test_parameters, "the workloads' small parameters");
    runners->add_option("--interpreters", options->interpreters,
                        "list of interpreters (default: interpreters.json beside this program)");
    app->require_subcommand(1);
    runners->footer(kExamples);
    return {app, [options] { return check_runners(*options); }};
}

}  // namespace pepbench
