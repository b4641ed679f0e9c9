// What every verb that measures does around its session: environment, journal, result file.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

#include "cli/run_options.h"
#include "environment/machine.h"
#include "exit_code.h"
#include "measure/session.h"
#include "record/journal.h"
#include "record/run_record.h"
#include "record/summary.h"

namespace pepbench {

/// What a session is handed.
struct Bench {
    const Settings& settings;
    const Machine& machine;
    const std::filesystem::path& scratch;
    const UrlPage* page;
    Recorder& recorder;
    Progress& progress;
};

/// The parts that differ between verbs.
struct MeasuringVerb {
    std::function<void(nlohmann::json& header)>
        describe;  ///< changes a run's header, where there is something to change
    std::function<SessionResult(const Bench&)> measure;
    std::function<void(const RunRecord&, nlohmann::json& summary)>
        add_to_summary;                                           ///< where there is something to add
    std::function<void(const RunRecord&, const Summary&)> print;  ///< where there is something to print
};

/// Describes what was resolved, measures it and fills `record`, journalling as it goes. Returns whether it
/// was interrupted. Throws Error.
bool measure_into(RunRecord& record, ResolvedRun& resolved, const MeasuringVerb& verb, Journal& journal);

/// Measures what was resolved, journalling as it goes, writes the result file and prints it. Returns
/// `interrupted` or `incomplete` where it was or is: cells failed, nothing was measured, or what the user
/// `named` cannot be. Throws Error; what had been measured is then in the journal.
ExitCode measure_and_write(ResolvedRun& resolved, bool named, const MeasuringVerb& verb);

/// Writes the result file of a measurement. Throws Error where that fails; where the journal is gone, too,
/// with its folder, it says which of the temporary files holds what was measured.
void write_measured(const std::filesystem::path& output, const nlohmann::json& document, int indent = 1);

/// Ends a measurement with the exception that is being handled. The journal goes where nothing was measured;
/// else the Error says where it is, and how to go on from there (`way_on`, a clause).
[[noreturn]] void end_measurement(Journal& journal, const std::filesystem::path& output, bool has_measured,
                                  const char* way_on);

/// `--wait`, of every verb that takes the MachineLock.
CLI::Option* add_wait_option(CLI::App& app, bool& wait);

/// Whether the user named configurations that are to be measured, rather than all that there are.
bool names_configurations(const RunOptions& options);

/// The interpreters that the options name by list, those of --python included.
std::vector<Configuration> known_configurations(const RunOptions& options);

}  // namespace pepbench
