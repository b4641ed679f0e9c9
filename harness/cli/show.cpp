// pepbench show: the tables again, derived anew from a result file's rows.

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/clock_note.h"
#include "cli/environment_line.h"
#include "cli/gate_explanation.h"
#include "cli/gate_report.h"
#include "cli/soak_table.h"
#include "cli/standard_output.h"
#include "cli/tables.h"
#include "cli/verb.h"
#include "cli/warm_up_tables.h"
#include "error.h"
#include "judge/gate_verdict.h"
#include "plan/places.h"
#include "record/gate_file.h"
#include "record/published.h"
#include "record/result_file.h"
#include "record/soak_summary.h"
#include "record/summary.h"
#include "record/warm_up_summary.h"

namespace pepbench {
namespace {

struct ShowOptions {
    std::string file;
    std::string explain;
    std::string across_shifts;
    bool json = false;
};

nlohmann::json derived_soak(const nlohmann::json& document, const GateRecord& record,
                            const std::vector<Judgement>& judgements) {
    const SoakNotes notes = soak_notes(document);
    return soak_json(record, judgements, notes.neighbours, notes.driver_cpu_seconds);
}

void show_gate(const nlohmann::json& document, const ShowOptions& options) {
    const GateRecord record = gate_of(document, options.file);
    const std::vector<Judgement> judgements = judge_gate(record);
    const bool of_soak = is_soak(document);
    const nlohmann::json soak = of_soak ? derived_soak(document, record, judgements) : nlohmann::json();
    print_out([&] {
        if (options.json) {
            print_json(gate_summary(gate_document(record, judgements)));
        } else if (of_soak) {
            fmt::print("{}", soak_table(soak));
        } else {
            fmt::print("{}{}", gate_table(record, judgements, options.file), environment_line(record.header));
        }
        if (!options.explain.empty()) {
            print_explanation(record, judgements, options.explain, options.file,
                              options.json ? stderr : stdout);
        }
    });
}

void refuse_across_shifts(const ShowOptions& options, const std::string& why) {
    throw Error(fmt::format("{} cannot be shown with --across-shifts {}: {}", options.file,
                            options.across_shifts, why));
}

/// The record is summed up as the options ask.
void ask(RunRecord& record, const ShowOptions& options) {
    if (options.across_shifts.empty()) {
        return;
    }
    if (record.header.value("profile", "") == kWarmUpProfile) {
        refuse_across_shifts(options, "a warm-up has no yardstick");
    }
    if (across_shifts_from(options.across_shifts) != AcrossShifts::tell && !speed_of(record)) {
        refuse_across_shifts(options, "it has too few readings of the yardstick to tell its machine's speed");
    }
    record.header["settings"]["across_shifts"] = options.across_shifts;
}

void show_run(RunRecord record, const ShowOptions& options) {
    ask(record, options);
    const Summary summary = summarize(
        record, PublishedTables::read(source_directory() / "results" / "published" / "pep371.json"));
    const bool of_warm_up = record.header.value("profile", "") == kWarmUpProfile;
    print_out([&] {
        if (options.json) {
            nlohmann::json document = to_json(summary);
            if (of_warm_up) {
                add_warm_up(document, summarize_warm_up(record));
            }
            print_json(document);
        } else if (of_warm_up) {
            print_warm_up(summarize_warm_up(record));
            fmt::print("{}", clock_note(record));
            print_missing(record);
        } else {
            print_tables(record, summary);
        }
        if (!options.json) {
            fmt::print("{}", environment_line(record.header));
        }
    });
}

ExitCode show(const ShowOptions& options) {
    std::variant<RunRecord, nlohmann::json> result = read_run_or_gate(options.file);
    if (auto* const run = std::get_if<RunRecord>(&result)) {
        show_run(std::move(*run), options);
    } else {
        if (!options.across_shifts.empty()) {
            refuse_across_shifts(options, "a gate has no yardstick, and pairs its sides in rounds instead");
        }
        show_gate(std::get<nlohmann::json>(result), options);
    }
    return ExitCode::done;
}

}  // namespace

Verb show_verb(CLI::App& program) {
    CLI::App* const app =
        program.add_subcommand("show", "Print the tables of a result file again, derived from its rows.");
    const auto options = std::make_shared<ShowOptions>();
    app->add_option("FILE", options->file, "result file")->required();
    app->add_flag("--json", options->json, "the summary as JSON (results/README.md) instead of tables");
    app->add_option("--explain", options->explain,
                    "of a gate: say why this cell has its verdict, and draw its course");
    app->add_option(
        "--across-shifts", options->across_shifts,
        "of a run: tell, refuse or normalise where the machine's speed changed (default: as the run was "
        "asked to)");
    app->footer(
        "Examples:\n  pepbench show pepbench-results/20261122T101500Z.json\n  pepbench show result.json "
        "--json");
    return {app, [options] { return show(*options); }};
}

}  // namespace pepbench
