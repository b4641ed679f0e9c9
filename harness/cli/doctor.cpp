// pepbench doctor: whether this machine is fit to measure on, and what would make it fitter.

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <thread>

#include "cli/standard_output.h"
#include "cli/verb.h"
#include "environment/tuning.h"
#include "judge/environment.h"
#include "record/printable.h"

namespace pepbench {
namespace {

/// A hundred of the kernel's ticks on each core.
constexpr std::chrono::seconds kObserved{1};

struct DoctorOptions {
    bool json = false;
    bool tune = false;
    bool restore = false;
};

void print_finding(const Finding& finding) {
    fmt::print("{:<8} {:<19} {}\n", to_string(finding.fitness), finding.what, printable(finding.found));
    fmt::print("{:<28} {}\n", "", finding.meaning);
    if (!finding.remedy.empty()) {
        fmt::print("{:<28} -> {}\n", "", finding.remedy);
    }
}

void print_verdict(const EnvironmentVerdict& judged) {
    for (const Finding& finding : judged.findings) {
        print_finding(finding);
    }
    fmt::print("\nThis machine is {}.\n", judged.word());
}

ExitCode examine(bool as_json) {
    const Machine machine = read_machine();
    Watch watch;
    std::this_thread::sleep_for(kObserved);
    const EnvironmentVerdict judged = judge_environment(machine, watch.observe(), Moment::before);
    print_out([&] {
        if (as_json) {
            print_json(to_json(judged));
        } else {
            print_verdict(judged);
        }
    });
    return judged.worst == Fitness::unfit ? ExitCode::cannot_tell : ExitCode::done;
}

ExitCode report(const std::vector<TuningStep>& steps) {
    bool is_done = true;
    print_out([&] {
        for (const TuningStep& step : steps) {
            fmt::print("{:<12} {}\n", step.what, step.sentence);
            is_done = is_done && !step.failed;
        }
        if (steps.empty()) {
            fmt::print("nothing to restore: no setting is remembered as changed by pepbench doctor --tune\n");
        }
    });
    return is_done ? ExitCode::done : ExitCode::incomplete;
}

ExitCode doctor(const DoctorOptions& options) {
    return options.tune      ? report(tune_machine())
           : options.restore ? report(restore_machine())
                             : examine(options.json);
}

}  // namespace

Verb doctor_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand(
        "doctor", "Say whether this machine is fit to measure on, why, and what mends it.");
    const auto options = std::make_shared<DoctorOptions>();
    CLI::Option* const json =
        app->add_flag("--json", options->json, "the verdict as JSON (results/README.md) instead of text");
    CLI::Option* const tune = app->add_flag(
        "--tune", options->tune,
        "as root: governor performance, turbo off, ASLR on, perf at its slowest; remembers what it changes");
    app->add_flag("--restore", options->restore, "put back what --tune changed")
        ->excludes(tune)
        ->excludes(json);
    tune->excludes(json);
    app->footer(
        "Examples:\n  pepbench doctor\n  sudo pepbench doctor --tune\n  sudo pepbench doctor --restore\n\n"
        "Exit codes: 0 quiet or usable with care, 3 not fit, 4 a setting could not be changed.");
    return {app, [options] { return doctor(*options); }};
}

}  // namespace pepbench
