#include "cli/gate_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/gate_notes.h"
#include "cli/gate_options.h"
#include "cli/gate_side_text.h"
#include "cli/own_command.h"
#include "record/escaped.h"
#include "record/printable.h"

namespace pepbench {
namespace {

const Judgement* control_of(const GateRecord& record, const std::vector<Judgement>& judgements) {
    for (std::size_t index = 0; index < record.cells.size(); ++index) {
        if (record.cells[index].cell.control) {
            return &judgements.at(index);
        }
    }
    return nullptr;
}

bool are_all(const GateRecord& record, const std::vector<Judgement>& judgements, Verdict verdict) {
    return !record.cells.empty() &&
           std::all_of(judgements.begin(), judgements.end(),
                       [&](const Judgement& judgement) { return judgement.verdict == verdict; });
}

std::string command_to_continue(const GateRecord& record, const std::string& file) {
    constexpr std::size_t kLongest = 4000;  // it is to be copied
    const nlohmann::json settings = record.header.value("settings", nlohmann::json());
    return printable(shell_text(words_to_continue(settings, file)), kLongest);
}

/// Of the first cell that is regressed.
std::string command_to_explain(const GateRecord& record, const std::vector<Judgement>& judgements,
                               const std::string& file) {
    const auto regressed = std::find_if(judgements.begin(), judgements.end(), [](const Judgement& judgement) {
        return judgement.verdict == Verdict::regressed;
    });
    const auto cell = static_cast<std::size_t>(regressed - judgements.begin());
    return printable(shell_text({"pepbench", "show", file, "--explain", record.cells.at(cell).cell.name()}));
}

/// Of a control that did not pass.
std::string distrust(const GateRecord& record, const Judgement& control, const std::string& file) {
    switch (control.verdict) {
        case Verdict::undecided:
            return fmt::format(
                "The control, whose sides are both the base, is not decided yet, so that no verdict counts "
                "so far; {} goes on with the evidence so far, which is valid.",
                command_to_continue(record, file));
        case Verdict::regressed:
            return "The control, whose sides are both the base, did not pass: these verdicts are not to be "
                   "trusted; measure anew on a quieter machine (pepbench doctor says what disturbs this "
                   "one).";
        default:
            return fmt::format(
                "The control, whose sides are both the base, did not pass: these verdicts are not to be "
                "trusted; see to it that the base can do the work ({}), and measure anew.",
                control.reason.empty() ? name_of(control.verdict) : printable(control.reason));
    }
}

/// What the whole comes to, in a sentence or two.
std::string conclusion(const GateRecord& record, const std::vector<Judgement>& judgements,
                       const std::string& file) {
    switch (outcome_of(record, judgements)) {
        case GateOutcome::pass:
            if (are_all(record, judgements, Verdict::added)) {
                return "Pass, but nothing was compared: every cell is new, and judged once the base has it.";
            }
            return "Pass: no cell is slower by its threshold.";
        case GateOutcome::regressed:
            return fmt::format(
                "Regressed. Running again until it passes proves nothing: the chance of a false alarm was "
                "spent in this run; {} says why a cell has its verdict.",
                command_to_explain(record, judgements, file));
        case GateOutcome::incomplete:
            return "Not all cells could be judged: see the notes.";
        case GateOutcome::undecided:
            return fmt::format(
                "Undecided: the rounds were not enough for some cells. {} goes on with the evidence so far, "
                "which is valid; beginning anew until it passes is not.",
                command_to_continue(record, file));
        case GateOutcome::not_trusted:
            return distrust(record, *control_of(record, judgements), file);
    }
    return {};
}

std::string thresholds_text(const GateRecord& record) {
    const auto [least, most] = std::minmax_element(
        record.cells.begin(), record.cells.end(), [](const GateCellRow& one, const GateCellRow& other) {
            return one.cell.rule.threshold < other.cell.rule.threshold;
        });
    const double low = least->cell.rule.threshold;
    const double high = most->cell.rule.threshold;
    return low == high ? "threshold " + percent(low)
                       : fmt::format("thresholds of {} to {}", percent(low), percent(high));
}

std::string head_line(const GateRecord& record) {
    const std::string sides = sides_text(record);
    if (record.cells.empty()) {
        return sides + "; interrupted before a cell was looked at";
    }
    const GateRule& rule = record.cells.front().cell.rule;
    return fmt::format("{}; {}, false alarms at most {} a run, misses at most {} a cell", sides,
                       thresholds_text(record), percent(rule.alpha), percent(rule.beta));
}

std::string control_line(const GateRecord& record, const std::vector<Judgement>& judgements) {
    const Judgement* const control = control_of(record, judgements);
    if (control == nullptr) {
        return record.rounds.empty() ? "no control was judged, as no round was made"
                                     : "no control was judged";
    }
    return fmt::format("control (the base against itself): {}, {} after {} round{}{}{}",
                       name_of(control->verdict), ratio_text(*control), control->rounds,
                       control->rounds == 1 ? "" : "s", control->reason.empty() ? "" : ": ",
                       printable(control->reason));
}

template <typename Row>
void each_gated(const GateRecord& record, const std::vector<Judgement>& judgements, Row row) {
    for (std::size_t index = 0; index < record.cells.size(); ++index) {
        if (!record.cells[index].cell.control) {
            row(record.cells[index], judgements.at(index));
        }
    }
}

}  // namespace

std::string gate_table(const GateRecord& record, const std::vector<Judgement>& judgements,
                       const std::string& file) {
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
        if (const std::string notes = notes_of(record, cell, judgement); !notes.empty()) {
            text += fmt::format("    {}\n", notes);
        }
    });
    return text + "\n" + control_line(record, judgements) + "\n" + conclusion(record, judgements, file) +
           "\n";
}

std::string gate_markdown(const GateRecord& record, const std::vector<Judgement>& judgements,
                          const std::string& file) {
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
                        escaped_for_markdown(notes_of(record, cell, judgement)));
    });
    return text + fmt::format("\n{}. {}\n", escaped_for_markdown(control_line(record, judgements)),
                              escaped_for_markdown(conclusion(record, judgements, file)));
}

std::string gate_junit(const GateRecord& record, const std::vector<Judgement>& judgements) {
    int failures = 0;
    int errors = 0;
    int tests = 0;
    std::string cases;
    const bool trusted = outcome_of(record, judgements) != GateOutcome::not_trusted;
    const bool open = !trusted && control_of(record, judgements)->verdict == Verdict::undecided;
    const std::string doubt =
        fmt::format("{}: {}", open ? "the control is not decided yet" : "the control did not pass",
                    control_line(record, judgements));
    each_gated(record, judgements, [&](const GateCellRow& cell, const Judgement& judgement) {
        ++tests;
        const bool failed = trusted && judgement.verdict == Verdict::regressed;
        const bool error = !trusted || (!failed && judgement.verdict != Verdict::pass &&
                                        judgement.verdict != Verdict::added);
        failures += failed ? 1 : 0;
        errors += error ? 1 : 0;
        const std::string message = escaped_for_xml(fmt::format(
            "{}: ratio {} {} after {} rounds. {}", name_of(judgement.verdict), ratio_text(judgement),
            interval_text(judgement), judgement.rounds, trusted ? notes_of(record, cell, judgement) : doubt));
        cases += fmt::format("  <testcase classname=\"pepbench.gate\" name=\"{}\" time=\"{:.3f}\">",
                             escaped_for_xml(cell.cell.name()), judgement.seconds);
        if (failed || error) {
            cases += fmt::format("<{} type=\"{}\" message=\"{}\"/>", failed ? "failure" : "error",
                                 name_of(judgement.verdict), message);
        }
        cases += "</testcase>\n";
    });
    if (tests == 0) {  // a suite without tests would be taken for one that passed
        tests = errors = 1;
        cases =
            "  <testcase classname=\"pepbench.gate\" name=\"gate\"><error type=\"undecided\" "
            "message=\"interrupted before a cell was looked at\"/></testcase>\n";
    }
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"pepbench gate\" tests=\"{}\" "
        "failures=\"{}\" errors=\"{}\">\n  <properties><property name=\"sides\" "
        "value=\"{}\"/></properties>\n{}</testsuite>\n",
        tests, failures, errors, escaped_for_xml(sides_text(record)), cases);
}

}  // namespace pepbench
