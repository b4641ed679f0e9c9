#include "cli/gate_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/draw.h"
#include "error.h"
#include "plan/nearest.h"
#include "record/checked_json.h"
#include "record/escaped.h"
#include "record/printable.h"

namespace pepbench {
namespace {

std::string ratio_text(const Judgement& judgement) {
    return judgement.ratio ? fmt::format("{:.3f}", *judgement.ratio) : "-";
}

std::string interval_text(const Judgement& judgement) {
    return judgement.interval
               ? fmt::format("[{:.3f}, {:.3f}]", judgement.interval->low, judgement.interval->high)
               : "-";
}

std::string percent(double share) { return fmt::format("{:.4g} %", share * 100); }

/// What is to be said of a cell beside its numbers.
std::string notes_of(const Judgement& judgement) {
    std::vector<std::string> notes;
    if (!judgement.reason.empty()) {
        notes.push_back(printable(judgement.reason));
    }
    if (judgement.improved) {
        notes.emplace_back("improved");
    }
    if (judgement.drifting) {
        notes.emplace_back("drifting: the ratio still changes while processes run, and holds for first runs");
    }
    if (judgement.failed_rounds > 0 && judgement.verdict != Verdict::failed) {
        notes.push_back(fmt::format("{} of its rounds failed", judgement.failed_rounds));
    }
    std::string text;
    for (const std::string& note : notes) {
        text += (text.empty() ? "" : "; ") + note;
    }
    return text;
}

const Judgement* control_of(const GateRecord& record, const std::vector<Judgement>& judgements) {
    for (std::size_t index = 0; index < record.cells.size(); ++index) {
        if (record.cells[index].cell.control) {
            return &judgements.at(index);
        }
    }
    return nullptr;
}

std::string side_text(const GateRecord& record, const char* side) {
    const nlohmann::json sides = record.header.value("sides", nlohmann::json::object());
    const nlohmann::json identity = sides.is_object() ? sides.value(side, nlohmann::json()) : sides;
    if (!identity.is_object()) {
        return side;
    }
    std::string text = printable(text_of(identity, "configuration"));
    if (const std::string commit = text_of(identity, "commit"); !commit.empty()) {
        text +=
            fmt::format(" at {} ({})", printable(commit.substr(0, 12)), printable(text_of(identity, "ref")));
    }
    return text;
}

/// What the whole comes to, in a sentence or two.
std::string conclusion(const GateRecord& record, const std::vector<Judgement>& judgements) {
    switch (outcome_of(record, judgements)) {
        case GateOutcome::pass:
            return "Pass: no cell is slower by its threshold.";
        case GateOutcome::regressed:
            return "Regressed. Running again until it passes proves nothing: the chance of a false alarm was "
                   "spent in this run; pepbench gate --explain CELL says why a cell has its verdict.";
        case GateOutcome::incomplete:
            return "Not all cells could be judged: see the notes.";
        case GateOutcome::undecided:
            return "Undecided: the rounds were not enough for some cells. pepbench gate --continue FILE goes "
                   "on with the evidence so far, which is valid; beginning anew until it passes is not.";
        case GateOutcome::not_trusted:
            return "The control, whose sides are both the base, did not pass: these verdicts are not to be "
                   "trusted.";
    }
    return {};
}

std::string head_line(const GateRecord& record) {
    const std::string sides =
        fmt::format("head: {}, base: {}", side_text(record, kHead), side_text(record, kBase));
    if (record.cells.empty()) {
        return sides + "; interrupted before a cell was looked at";
    }
    const GateRule& rule = record.cells.front().cell.rule;
    return fmt::format("{}; threshold {}, false alarms at most {} a run, misses at most {} a cell", sides,
                       percent(rule.threshold), percent(rule.alpha), percent(rule.beta));
}

std::string control_line(const GateRecord& record, const std::vector<Judgement>& judgements) {
    const Judgement* const control = control_of(record, judgements);
    return control == nullptr ? "no control was judged"
                              : fmt::format("control (the base against itself): {}, {} after {} rounds",
                                            name_of(control->verdict), ratio_text(*control), control->rounds);
}

template <typename Row>
void each_gated(const GateRecord& record, const std::vector<Judgement>& judgements, Row row) {
    for (std::size_t index = 0; index < record.cells.size(); ++index) {
        if (!record.cells[index].cell.control) {
            row(record.cells[index], judgements.at(index));
        }
    }
}

std::string odds(double log_wealth) {
    return log_wealth <= 0 ? "none" : fmt::format("1 : {:.3g}", std::exp(log_wealth));
}

}  // namespace

std::string gate_table(const GateRecord& record, const std::vector<Judgement>& judgements) {
    std::size_t widest = 4;
    each_gated(record, judgements, [&](const GateCellRow& cell, const Judgement&) {
        widest = std::max(widest, printable(cell.cell.name()).size());
    });
    std::string text = head_line(record) + "\n\n";
    text += fmt::format("{:<{}}  {:<12} {:>6}  {:<16} {:>6} {:>8}\n", "cell", widest, "verdict", "ratio",
                        "95 % interval", "rounds", "seconds");
    each_gated(record, judgements, [&](const GateCellRow& cell, const Judgement& judgement) {
        text += fmt::format("{:<{}}  {:<12} {:>6}  {:<16} {:>6} {:>8.1f}\n", printable(cell.cell.name()),
                            widest, name_of(judgement.verdict), ratio_text(judgement),
                            interval_text(judgement), judgement.rounds, judgement.seconds);
        if (const std::string notes = notes_of(judgement); !notes.empty()) {
            text += fmt::format("    {}\n", notes);
        }
    });
    return text + "\n" + control_line(record, judgements) + "\n" + conclusion(record, judgements) + "\n";
}

std::string gate_markdown(const GateRecord& record, const std::vector<Judgement>& judgements) {
    std::string text = fmt::format("### pepbench gate\n\n{}\n\n", escaped_for_markdown(head_line(record)));
    text +=
        "| cell | verdict | head ÷ base | 95 % interval | rounds | notes |\n| --- | --- | ---: | --- | ---: "
        "| --- |\n";
    each_gated(record, judgements, [&](const GateCellRow& cell, const Judgement& judgement) {
        const bool bad = judgement.verdict != Verdict::pass && judgement.verdict != Verdict::added;
        text +=
            fmt::format("| {} | {} | {} | {} | {} | {} |\n", escaped_for_markdown(cell.cell.name()),
                        bad ? fmt::format("**{}**", name_of(judgement.verdict)) : name_of(judgement.verdict),
                        ratio_text(judgement), interval_text(judgement), judgement.rounds,
                        escaped_for_markdown(notes_of(judgement)));
    });
    return text + fmt::format("\n{}. {}\n", escaped_for_markdown(control_line(record, judgements)),
                              escaped_for_markdown(conclusion(record, judgements)));
}

std::string gate_junit(const GateRecord& record, const std::vector<Judgement>& judgements) {
    int failures = 0;
    int errors = 0;
    int tests = 0;
    std::string cases;
    const bool trusted = outcome_of(record, judgements) != GateOutcome::not_trusted;
    each_gated(record, judgements, [&](const GateCellRow& cell, const Judgement& judgement) {
        ++tests;
        const bool failed = trusted && judgement.verdict == Verdict::regressed;
        const bool error = !trusted || (!failed && judgement.verdict != Verdict::pass &&
                                        judgement.verdict != Verdict::added);
        failures += failed ? 1 : 0;
        errors += error ? 1 : 0;
        const std::string message =
            escaped_for_xml(fmt::format("{}: ratio {} {} after {} rounds. {}", name_of(judgement.verdict),
                                        ratio_text(judgement), interval_text(judgement), judgement.rounds,
                                        trusted ? notes_of(judgement) : "the control did not pass"));
        cases += fmt::format("  <testcase classname=\"pepbench.gate\" name=\"{}\" time=\"{:.3f}\">",
                             escaped_for_xml(cell.cell.name()), judgement.seconds);
        if (failed || error) {
            cases += fmt::format("<{} type=\"{}\" message=\"{}\"/>", failed ? "failure" : "error",
                                 name_of(judgement.verdict), message);
        }
        cases += "</testcase>\n";
    });
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"pepbench gate\" tests=\"{}\" "
        "failures=\"{}\" errors=\"{}\">\n{}</testsuite>\n",
        tests, failures, errors, cases);
}

std::string gate_explanation(const GateRecord& record, const std::vector<Judgement>& judgements,
                             const std::string& cell) {
    std::vector<std::string> names;
    for (const GateCellRow& row : record.cells) {
        names.push_back(row.cell.name());
    }
    require_known("cell", cell, names);
    const auto index = static_cast<std::size_t>(std::find(names.begin(), names.end(), cell) - names.begin());
    const GateRule& rule = record.cells[index].cell.rule;
    const Judgement& judgement = judgements.at(index);
    const double flag = judgement.course.empty() ? 0 : judgement.course.back().log_flag_wealth;
    const double pass = judgement.course.empty() ? 0 : judgement.course.back().log_pass_wealth;
    const std::string notes = notes_of(judgement);
    return fmt::format(
        "{} is {}: over {} rounds, each a fresh process of either side run alternately, the head took {} "
        "times as long as the base, with a 95 % interval of {} that holds whenever one stops{}.\n"
        "It counts as regressed once the odds against being at most {} slower reach 1 : {:.3g} ({} a run "
        "over {} cells), and they reached {}; it passes once the odds against being {} slower or more reach "
        "1 : "
        "{:.3g}, and they reached {}.\n"
        "A round can move these odds by a factor of at most 1.95 in favour and 20 against, so that no "
        "outlier decides, and at least {} rounds are needed to pass and {} to be called regressed.\n",
        printable(cell), name_of(judgement.verdict), judgement.rounds, ratio_text(judgement),
        interval_text(judgement), notes.empty() ? "" : " (" + notes + ")",
        percent(std::expm1(rule.flag_boundary())), std::exp(rule.flag_bar()), percent(rule.alpha), rule.cells,
        odds(flag), percent(rule.threshold), std::exp(rule.pass_bar()), odds(pass),
        rule.least_rounds_to_pass(), rule.least_rounds_to_flag());
}

void print_explanation(const GateRecord& record, const std::vector<Judgement>& judgements,
                       const std::string& cell, const std::filesystem::path& file) {
    fmt::print("\n{}", gate_explanation(record, judgements, cell));
    for (const std::string& chart : draw_charts(file)) {
        fmt::print("chart: {}\n", chart);
    }
}

}  // namespace pepbench
