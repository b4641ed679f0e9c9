#include "judge/gate_verification.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "judge/gate_verdict.h"
#include "plan/round_draw.h"
#include "record/checked_json.h"

using nlohmann::json;

namespace pepbench {
namespace {

Check check_draws(const GateRecord& record) {
    Check check{.what = "rounds are as the recorded seed draws them"};
    const std::optional<std::uint64_t> seed = whole<std::uint64_t>(record.header.value("seed", json()));
    if (!seed) {
        check.problems.emplace_back("the file has no seed");
        return check;
    }
    for (const RoundRow& round : record.rounds) {
        ++check.checked;
        const RoundDraw draw =
            draw_round(*seed, round.cell, round.round, static_cast<int>(round.quads.size()));
        if (draw.head_starts_first != round.head_started_first || draw.quads != round.quads ||
            draw.padding_bytes != round.padding_bytes || draw.hash_seed != round.hash_seed) {
            check.problems.push_back(fmt::format("round {} of {} is not the one that was drawn", round.round,
                                                 record.cells[round.cell].cell.name()));
        }
    }
    return check;
}

/// Whether the file lists the workload among those of a side.
bool has_workload(const GateRecord& record, const char* side, const std::string& workload) {
    return value_at(record.header, json::json_pointer(fmt::format("/sides/{}/workloads", side)))
        .contains(workload);
}

/// Whether the file says why the cell has a verdict that no round gave: one side lacks its file, or what a
/// runner answered.
bool is_justified(const GateRecord& record, const GateCellRow& row) {
    const bool base = has_workload(record, kBase, row.cell.workload);
    const bool head = has_workload(record, row.cell.control ? kBase : kHead, row.cell.workload);
    const auto cannot = [&](const std::string& prefix) {
        return base && head && row.reason.starts_with(prefix) && row.reason.size() > prefix.size();
    };
    switch (*row.settled) {
        case Verdict::missing:
            return (base && !head) || cannot("the head cannot do it: ");
        case Verdict::added:
            return (head && !base) || cannot("the base cannot do it: ");
        default:
            return !row.reason.empty();
    }
}

/// What speaks against the verdict that the cell is said to have whatever its rounds are.
std::string against_settled(const GateRecord& record, const GateCellRow& row,
                            const std::vector<RoundRow>& rounds) {
    if (lacks_a_side(*row.settled) && !rounds.empty()) {
        return fmt::format(", but has {} rounds of both sides", rounds.size());
    }
    GateCellRow open = row;
    open.settled.reset();
    const Verdict verdict = judge_cell(open, rounds).verdict;
    if (verdict == Verdict::pass || verdict == Verdict::regressed) {  // no round would have followed
        return fmt::format(", but is {} by its rounds", name_of(verdict));
    }
    return is_justified(record, row) ? ""
                                     : ", which neither the files of its sides nor a runner's reason justify";
}

Check check_settled(const GateRecord& record) {
    Check check{.what = "verdicts that no round gave are justified by what the file records",
                .checked = record.cells.size()};
    std::vector<std::vector<RoundRow>> rounds(record.cells.size());
    for (const RoundRow& round : record.rounds) {
        rounds.at(round.cell).push_back(round);
    }
    for (std::size_t index = 0; index < record.cells.size(); ++index) {
        const GateCellRow& row = record.cells[index];
        const std::string against = row.settled ? against_settled(record, row, rounds[index]) : "";
        if (!against.empty()) {
            check.problems.push_back(
                fmt::format("{} is called {}{}", row.cell.name(), name_of(*row.settled), against));
        }
    }
    return check;
}

/// A gate that was interrupted while it looked at its cells may not have come to its control, which is the
/// last, and has no round; one that found nothing to judge has none.
Check check_control(const GateRecord& record, bool of_gate) {
    Check check{.what = "cells have one control among them", .checked = record.cells.size()};
    const auto controls = std::count_if(record.cells.begin(), record.cells.end(),
                                        [](const GateCellRow& row) { return row.cell.control; });
    const bool cut_off = record.rounds.empty() && text_of(record.header, "outcome") == "interrupted";
    const bool none_is_right = cut_off || record.cells.empty() || needs_no_control(record);
    if (controls != 1 && of_gate && !(controls == 0 && none_is_right)) {
        check.problems.push_back(
            fmt::format("the gate has {} controls instead of one, whose sides are both the base", controls));
    }
    return check;
}

}  // namespace

std::vector<Check> verify_gate(const json& document, const GateRecord& record, const json& derived) {
    const json::json_pointer gate("/pepbench/gate");
    return {compare_documents("values of verdicts and wealth follow from the rounds", "pepbench/gate",
                              document.at(gate), derived.at(gate)),
            compare_documents("values of the rows follow from the rounds", "benchmarks",
                              document.value("benchmarks", json()), derived.at("benchmarks")),
            check_draws(record), check_settled(record),
            check_control(record, !document.at(gate).contains("soak") &&
                                      text_of(record.header, "profile") != kSelfcheckProfile)};
}

}  // namespace pepbench
