#include "cli/gate_notes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "record/checked_json.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// Which interpreter a side runs: a configuration without its switches, and the path of a user's own.
std::string interpreter_of(const GateRecord& record, const char* side) {
    const json identity = value_at(record.header, json::json_pointer(fmt::format("/sides/{}", side)));
    if (!identity.is_object()) {
        return {};
    }
    const std::string configuration = text_of(identity, "configuration");
    return configuration.substr(0, configuration.find('+')) + text_of(identity, "interpreter");
}

/// Whether the sides run code that was compiled separately: then one may be slower for its addresses alone.
bool compiled_separately(const GateRecord& record) {
    const json setup = value_at(record.header, json::json_pointer("/settings/setup"));
    return interpreter_of(record, kBase) != interpreter_of(record, kHead) ||
           (setup.is_string() && !setup.get<std::string>().empty());
}

bool has_threshold_of_its_own(const GateRecord& record, const GateCellRow& cell) {
    return std::any_of(record.cells.begin(), record.cells.end(), [&](const GateCellRow& other) {
        return other.cell.rule.threshold != cell.cell.rule.threshold;
    });
}

template <typename Predicate>
std::ptrdiff_t rounds_that(const GateRecord& record, const GateCellRow& cell, Predicate holds) {
    const auto number = static_cast<std::size_t>(&cell - record.cells.data());
    return std::count_if(record.rounds.begin(), record.rounds.end(),
                         [&](const RoundRow& round) { return round.cell == number && holds(round); });
}

}  // namespace

std::string ratio_text(const Judgement& judgement) {
    return judgement.ratio ? fmt::format("{:.3f}", *judgement.ratio) : "-";
}

std::string interval_text(const Judgement& judgement) {
    return judgement.interval
               ? fmt::format("[{:.3f}, {:.3f}]", judgement.interval->low, judgement.interval->high)
               : "-";
}

std::string percent(double share) { return fmt::format("{:.4g} %", share * 100); }

std::string notes_of(const GateRecord& record, const GateCellRow& cell, const Judgement& judgement) {
    std::vector<std::string> notes;
    if (!judgement.reason.empty()) {
        notes.push_back(printable(judgement.reason));
    }
    if (has_threshold_of_its_own(record, cell)) {
        notes.push_back("threshold " + percent(cell.cell.rule.threshold));
    }
    if (judgement.verdict == Verdict::regressed && compiled_separately(record)) {
        notes.emplace_back(
            "or code layout: builds of the same source can differ as much by their addresses alone");
    }
    if (judgement.improved) {
        notes.emplace_back("improved");
    }
    if (judgement.drifting) {
        notes.push_back(fmt::format(
            "drifting: the ratio still changes while processes run, and holds for their first runs after {} "
            "warm-up{}; have the workload's setup() do some of the work first to judge later ones",
            cell.warmups, cell.warmups == 1 ? "" : "s"));
    }
    if (judgement.failed_rounds > 0 && judgement.verdict != Verdict::failed) {
        notes.push_back(fmt::format("{} of its rounds failed", judgement.failed_rounds));
    }
    if (const auto stopped = rounds_that(record, cell, [](const RoundRow& round) { return round.stopped; });
        stopped > 0) {
        notes.push_back(
            fmt::format("a signal may have stopped a runner during {} of its rounds, which count", stopped));
    }
    if (const auto disturbed = rounds_that(
            record, cell, [](const RoundRow& round) { return is_disturbed(round.withheld, round.seconds); });
        disturbed > 0) {
        notes.push_back(fmt::format(
            "the host, a quota or heat withheld CPU time during {} of its rounds, which count", disturbed));
    }
    return fmt::format("{}", fmt::join(notes, "; "));
}

}  // namespace pepbench
