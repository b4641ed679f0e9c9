#include "cli/gate_run.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/clock_note.h"
#include "cli/side_identity.h"
#include "error.h"
#include "measure/gate_control.h"
#include "measure/interrupt.h"
#include "measure/standard_error.h"
#include "measure/visits.h"
#include "record/checked_json.h"
#include "record/gate_file.h"
#include "record/gate_journal.h"
#include "record/gate_rows.h"
#include "record/journal.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr const char* kGoOn = ", from which pepbench gate --continue goes on";

void describe_gate(json& header, const GateOptions& options, const ResolvedGate& gate,
                   const GateMeasuring& measuring) {
    header["profile"] = measuring.profile;
    header["settings"] = to_json(options);
    if (measuring.soak) {
        header["settings"]["soak"] = true;  // its journal must not go on as an ordinary gate
    }
    header["settings"]["seed"] = std::to_string(gate.run.settings.seed);  // whoever continues draws on
    header["sides"] = {{kBase, gate.base.identity}, {kHead, gate.head.identity}};
    header["continues"] = options.continued.empty() ? json() : json(options.continued);
}

void require_available(const Bench& bench, const std::string& name) {
    if (const Configuration& configuration = bench.settings.configurations.at(name);
        !configuration.available()) {
        throw Error(fmt::format("{} cannot be measured: {}", name, configuration.unavailable),
                    ExitCode::incomplete);
    }
}

/// Its step in seconds; a nanosecond, as clocks are read, where none is told.
double coarsest_clock(const json& header) {
    double coarsest = 1e-9;
    for (const auto& [configuration, step] : clock_steps(header)) {
        coarsest = std::max(coarsest, step);
    }
    return coarsest;
}

}  // namespace

GatePlan plan_of(const ResolvedGate& gate, const GateOptions& options, const Bench& bench) {
    require_available(bench, gate.base.configuration.name);
    require_available(bench, gate.head.configuration.name);
    return {.base = gate.base,
            .head = gate.head,
            .cells = gate.cells,
            .seed = bench.settings.seed,
            .timeout_seconds = bench.settings.timeout_seconds,
            .budget_seconds = gate.budget_seconds,
            .stretch_seconds = options.max_seconds.empty(),
            .test_parameters = bench.settings.test_parameters,
            .resources = resources_of(bench.scratch, bench.page),
            .cores = bench.machine.affinity,
            .clock_step_seconds = coarsest_clock(bench.recorder.record().header),
            .keep_awake = keeps_awake(options.keep_awake, bench.machine),
            .start_ahead = starts_ahead(options.start_ahead, bench.machine)};
}

GateRecord continued_gate(const json& document, GateOptions& options) {
    const GateRecord record = gate_of(document, options.continued);
    if (text_of(record.header, "profile") == kSelfcheckProfile) {
        throw Error(
            fmt::format("{} is of pepbench selfcheck, which begins anew each time", options.continued));
    }
    const GateOptions given = options;
    restore(record.header.value("settings", json::object()), options);
    if (const std::vector<OptionText> foreign = foreign_options(options, given); !foreign.empty()) {
        std::vector<std::string> texts;
        for (const auto& [option, text] : foreign) {
            texts.push_back(fmt::format("{} '{}'", option, printable(text)));
        }
        throw Error(fmt::format(
            "{} would run what is not pepbench's own; a file does not decide what is run here, so give "
            "these options again: {}",
            options.continued, fmt::join(texts, " ")));
    }
    if (const std::vector<std::string> other = differing_options(options, given); !other.empty()) {
        throw Error(
            fmt::format("a gate that goes on keeps what it began with; leave out what differs from {}: {}",
                        options.continued, fmt::join(other, " ")));
    }
    options.run.budget = given.run.budget;
    options.run.output = given.run.output;
    options.max_rounds = given.max_rounds;
    options.max_seconds = given.max_seconds;
    return record;
}

json document_to_continue(const std::string& file) {
    std::error_code unknown;
    if (const std::string journal = journal_of(file).string();
        std::filesystem::exists(file, unknown) && std::filesystem::exists(journal, unknown)) {
        print_err(
            fmt::format("{0} holds what was measured last, and is gone on with; to go on from {1} alone, "
                        "remove {0}\n",
                        printable(journal), printable(file)));
    }
    return read_gate_to_continue(file);
}

void require_same_sides(const GateRecord& record, const ResolvedGate& gate, const std::string& file) {
    for (const auto& [name, side] : {std::pair(kBase, &gate.base), std::pair(kHead, &gate.head)}) {
        const json then = value_at(record.header, json::json_pointer("/sides") / name);
        if (const std::string change = change_of_side(then, side->identity); !change.empty()) {
            throw Error(
                fmt::format("the {} of {} is not what it was then, as {}; begin anew", name, file, change));
        }
    }
}

void reopen(GateRecord& record, const GateRule& limits, bool may_be_longer) {
    std::vector<int> rounds(record.cells.size());
    std::vector<double> seconds(record.cells.size());
    for (const RoundRow& round : record.rounds) {
        ++rounds.at(round.cell);
        seconds.at(round.cell) += round.seconds;
    }
    for (std::size_t cell = 0; cell < record.cells.size(); ++cell) {
        GateCellRow& row = record.cells[cell];
        if (!row.settled) {
            row.reason.clear();  // why it stopped then
        }
        GateRule& rule = row.cell.rule;
        const int patience = row.cell.control ? kControlPatience : 1;
        rule.max_rounds = rounds[cell] + patience * limits.max_rounds;
        const double more = patience * limits.max_seconds;
        rule.max_seconds = seconds[cell] + (may_be_longer ? std::max(rule.max_seconds, more) : more);
    }
}

MeasuredGate measure_and_write_gate(GateRecord& record, ResolvedGate& gate, const GateOptions& options,
                                    const GateMeasuring& measuring) {
    Journal journal = record.cells.empty() ? Journal(gate.run.output) : Journal(gate.run.output, record);
    catch_interrupts();
    MeasuredGate measured;
    const GateFeed feed = {
        .cell =
            [&](std::size_t number, const GateCellRow& row) {
                journal.append(journal_line::kCell, numbered_cell(number, row));
            },
        .round = [&](const RoundRow& round) { journal.append(journal_line::kRound, to_json(round)); },
        .driver_cpu =
            [&](double seconds) { journal.append(journal_line::kDriver, {{"cpu_seconds", seconds}}); }};
    RunRecord surroundings;
    try {
        measured.interrupted =
            measure_into(surroundings, gate.run,
                         {.describe = [&](json& header) { describe_gate(header, options, gate, measuring); },
                          .measure =
                              [&](const Bench& bench) {
                                  const GateResult result = measuring.measure(bench, feed);
                                  return SessionResult{.interrupted = result.interrupted,
                                                       .measuring_seconds = result.measuring_seconds};
                              }},
                         journal);
        record.context = surroundings.context;
        record.header = surroundings.header;
        measured.judgements = judge_gate(record);
        measured.document = gate_document(record, measured.judgements, !measuring.compact);
        if (measuring.add) {
            measuring.add(measured.judgements, measured.document.at("pepbench").at("gate"));
        }
        write_measured(gate.run.output, measured.document, measuring.compact ? -1 : 1);
        journal.discard();
    } catch (...) {
        end_measurement(journal, gate.run.output, !record.rounds.empty(), kGoOn);
    }
    return measured;
}

}  // namespace pepbench
