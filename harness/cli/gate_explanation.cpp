#include "cli/gate_explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/draw.h"
#include "cli/gate_notes.h"
#include "measure/standard_error.h"
#include "plan/nearest.h"
#include "record/printable.h"

namespace pepbench {
namespace {

/// `1 : 1000`, `1 : 2.5e+09`
std::string odds_of(double log_odds) {
    constexpr double kMostWritten = 690;  // below the largest double
    const double odds = std::exp(std::min(log_odds, kMostWritten));
    if (odds < 10 || odds >= 1e6) {
        return fmt::format("1 : {:.2g}", odds);
    }
    return fmt::format("1 : {:.0f}", odds);
}

std::string reached(double log_wealth) { return log_wealth <= 0 ? "none" : odds_of(log_wealth); }

std::string explanation_of_no_round(const GateCellRow& cell, const Judgement& judgement,
                                    const std::string& notes) {
    const bool settled = cell.settled.has_value();
    return fmt::format(
        "{} is {}{}.\n"
        "{}\n"
        "Once there are rounds, each a fresh process of either side run alternately, at least {} are needed "
        "to "
        "pass and {} to be called regressed.\n",
        printable(cell.cell.name()), name_of(judgement.verdict), notes.empty() ? "" : ": " + notes,
        settled ? "This was found before any round, when both sides did the work for the first time, so that "
                  "there are no times to be judged."
                : "No round of it was made yet, so that there are no times to be judged.",
        cell.cell.rule.least_rounds_to_pass(), cell.cell.rule.least_rounds_to_flag());
}

}  // namespace

std::string gate_explanation(const GateRecord& record, const std::vector<Judgement>& judgements,
                             const std::string& cell) {
    std::vector<std::string> names;
    for (const GateCellRow& row : record.cells) {
        names.push_back(row.cell.name());
    }
    require_known("cell", cell, names);
    const auto index = static_cast<std::size_t>(std::find(names.begin(), names.end(), cell) - names.begin());
    const GateCellRow& row = record.cells[index];
    const GateRule& rule = row.cell.rule;
    const Judgement& judgement = judgements.at(index);
    const std::string notes = notes_of(record, row, judgement);
    if (judgement.course.empty()) {
        return explanation_of_no_round(row, judgement, notes);
    }
    return fmt::format(
        "{} is {}: over {} round{}, each a fresh process of either side run alternately, the head took {} "
        "times as long as the base, with a 95 % interval of {} that holds whenever one stops{}.\n"
        "It counts as regressed once the odds against being at most {} slower reach {} ({} a run "
        "over {} cell{}), and they reached {}; it passes once the odds against being {} slower or more reach "
        "{}, and they reached {}.\n"
        "A round can move these odds by a factor of at most 1.95 in favour and 20 against, so that no "
        "outlier decides, and at least {} rounds are needed to pass and {} to be called regressed.\n",
        printable(cell), name_of(judgement.verdict), judgement.rounds, judgement.rounds == 1 ? "" : "s",
        ratio_text(judgement), interval_text(judgement), notes.empty() ? "" : " (" + notes + ")",
        percent(std::expm1(rule.flag_boundary())), odds_of(rule.flag_bar()), percent(rule.alpha), rule.cells,
        rule.cells == 1 ? "" : "s", reached(judgement.course.back().log_flag_wealth), percent(rule.threshold),
        odds_of(rule.pass_bar()), reached(judgement.course.back().log_pass_wealth),
        rule.least_rounds_to_pass(), rule.least_rounds_to_flag());
}

void print_explanation(const GateRecord& record, const std::vector<Judgement>& judgements,
                       const std::string& cell, const std::filesystem::path& file, std::FILE* stream) {
    std::string text = "\n" + gate_explanation(record, judgements, cell);
    for (const std::string& chart : draw_charts(file)) {
        text += fmt::format("chart: {}\n", chart);
    }
    if (stream == stderr) {
        print_err(text);
    } else {
        fmt::print(stream, "{}", text);
    }
}

}  // namespace pepbench
