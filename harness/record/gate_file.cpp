#include "record/gate_file.h"

#include <fmt/format.h>

#include <cmath>

#include "error.h"
#include "record/checked_json.h"
#include "record/gate_rows.h"
#include "record/result_file.h"
#include "record/rows.h"
#include "stats/median.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

const char* name_of(GateOutcome outcome) {
    switch (outcome) {
        case GateOutcome::pass:
            return "pass";
        case GateOutcome::regressed:
            return "regressed";
        case GateOutcome::incomplete:
            return "incomplete";
        case GateOutcome::undecided:
            return "undecided";
        case GateOutcome::not_trusted:
            return "not trusted";
    }
    return "undecided";
}

json cells_json(const GateRecord& record, const std::vector<Judgement>& judgements) {
    json cells = json::array();
    for (std::size_t index = 0; index < record.cells.size(); ++index) {
        cells.push_back(to_json(record.cells[index]));
        cells.back().update(to_json(judgements.at(index)));
    }
    return cells;
}

double to_a_millionth(double value) { return std::round(value * 1e6) / 1e6; }

/// Each round with what was known after it.
json rounds_json(const GateRecord& record, const std::vector<Judgement>& judgements) {
    std::vector<std::size_t> next(record.cells.size());
    json rounds = json::array();
    for (const RoundRow& round : record.rounds) {
        const WealthPoint& point = judgements.at(round.cell).course.at(next[round.cell]++);
        json row = to_json(round);
        const bool finite = point.log_ratio && std::isfinite(*point.log_ratio);
        row["log_ratio"] = finite ? json(to_a_millionth(*point.log_ratio)) : json();
        row["log_flag_wealth"] = to_a_millionth(point.log_flag_wealth);
        row["log_pass_wealth"] = to_a_millionth(point.log_pass_wealth);
        rounds.push_back(std::move(row));
    }
    return rounds;
}

SampleRow side_row(const GateCellRow& cell, const RoundRow& round, const char* side, int process_run,
                   const std::vector<double>& nanoseconds) {
    const double seconds = median(nanoseconds) * 1e-9;
    return {.cell = {cell.cell.workload, cell.cell.mode, cell.cell.workers, side},
            .process_run = process_run,
            .iterations = cell.iterations,
            .seconds = seconds,
            .cpu_seconds = seconds,  // Google Benchmark's readers want one; a gate keeps wall time
            .started_seconds = round.start_seconds};
}

std::vector<SampleRow> google_benchmark_rows(const GateRecord& record) {
    std::vector<SampleRow> rows;
    int process_run = 0;
    for (const RoundRow& round : record.rounds) {
        const GateCellRow& cell = record.cells.at(round.cell);
        for (const auto& [side, times] : {std::pair(kBase, &round.base), std::pair(kHead, &round.head)}) {
            if (!times->empty() && !cell.cell.control) {
                rows.push_back(side_row(cell, round, side, process_run, *times));
            }
            ++process_run;
        }
    }
    return rows;
}

template <typename Row, typename Read>
std::vector<Row> read_rows(const json& gate, const char* key, Read read) {
    std::vector<Row> rows;
    if (!gate.contains(key) || !gate.at(key).is_array()) {
        throw Error(fmt::format("it has no list '{}' in its gate", key));
    }
    for (const json& row : gate.at(key)) {
        rows.push_back(read(row));
    }
    return rows;
}

/// Rounds must be those of cells that there are, numbered as they come.
void check_rounds(const GateRecord& record) {
    std::vector<int> next(record.cells.size());
    for (const RoundRow& round : record.rounds) {
        if (round.cell >= record.cells.size()) {
            throw Error(fmt::format("it has a round of cell {}, which it does not have", round.cell));
        }
        if (round.round != next[round.cell]++) {
            throw Error(fmt::format("the rounds of {} are not numbered as they come",
                                    record.cells[round.cell].cell.name()));
        }
    }
}

}  // namespace

json to_json(const Judgement& judgement) {
    return {{"verdict", name_of(judgement.verdict)},
            {"reason", judgement.reason},
            {"ratio", or_null(judgement.ratio)},
            {"low", judgement.interval ? json(judgement.interval->low) : json()},
            {"high", judgement.interval ? json(judgement.interval->high) : json()},
            {"rounds", judgement.rounds},
            {"failed_rounds", judgement.failed_rounds},
            {"seconds", judgement.seconds},
            {"improved", judgement.improved},
            {"drifting", judgement.drifting}};
}

json gate_document(const GateRecord& record, const std::vector<Judgement>& judgements, bool with_rows) {
    json own = record.header;
    own["format"] = kFormat;
    own["kind"] = kGateKind;
    own["gate"] = {{"outcome", name_of(outcome_of(record, judgements))},
                   {"cells", cells_json(record, judgements)},
                   {"rounds", rounds_json(record, judgements)}};
    return {{"context", record.context},
            {"benchmarks", with_rows ? numbered_rows(google_benchmark_rows(record)) : json::array()},
            {"pepbench", own}};
}

json gate_summary(const json& document) {
    json gate = document.at("pepbench").at("gate");
    gate.erase("rounds");
    return gate;
}

GateRecord gate_of(const json& document, const fs::path& path) {
    try {
        if (!is_gate(document) || !document.at("pepbench").value("gate", json()).is_object()) {
            throw Error("no gate wrote it");
        }
        GateRecord record{.context = document.value("context", json::object()),
                          .header = document.at("pepbench")};
        const json gate = record.header.at("gate");
        record.header.erase("gate");
        record.cells = read_rows<GateCellRow>(gate, "cells", gate_cell_row);
        record.rounds = read_rows<RoundRow>(gate, "rounds", round_row);
        check_rounds(record);
        return record;
    } catch (const std::runtime_error& error) {
        throw Error(
            fmt::format("{} is not a gate's result that pepbench can use: {}", path.string(), error.what()));
    }
}

GateRecord read_gate(const fs::path& path) { return gate_of(read_document(path), path); }

}  // namespace pepbench
