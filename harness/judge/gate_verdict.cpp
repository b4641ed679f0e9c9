#include "judge/gate_verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "judge/round_statistic.h"
#include "record/checked_json.h"

namespace pepbench {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Follows a cell from round to round.
class CellCourse {
  public:
    explicit CellCourse(const GateRule& rule) : rule_(rule), wealth_(rule) {}

    void add(const RoundRow& round) {
        ++judgement_.rounds;
        judgement_.seconds += round.seconds;
        if (!round.base_failure.empty() || !round.head_failure.empty()) {
            ++judgement_.failed_rounds;
            last_failure_ = round.head_failure.empty() ? "the base: " + round.base_failure
                                                       : "the head: " + round.head_failure;
        }
        const std::optional<double> log_ratio = log_ratio_of(round);
        if (log_ratio) {
            wealth_.add(*log_ratio);
            log_ratios_.push_back(*log_ratio);
        }
        if (const auto drift = drift_within_round(round.base, round.head)) {
            drifts_.push_back(*drift);
        }
        judgement_.course.push_back(
            {round.round, log_ratio, wealth_.log_flag_wealth(), wealth_.log_pass_wealth()});
    }

    Judgement judgement() {
        judgement_.verdict = judgement_.failed_rounds >= kMostFailedRounds ? Verdict::failed : verdict();
        if (judgement_.verdict == Verdict::failed) {
            judgement_.reason = fmt::format("{} rounds failed, the last because of {}",
                                            judgement_.failed_rounds, last_failure_);
        }
        describe_ratio();
        judgement_.drifting = is_drifting(drifts_, rule_.threshold);
        return std::move(judgement_);
    }

  private:
    [[nodiscard]] Verdict verdict() const {
        switch (wealth_.decision()) {
            case Decision::pass:
                return Verdict::pass;
            case Decision::regressed:
                return Verdict::regressed;
            case Decision::undecided:
                break;
        }
        return Verdict::undecided;
    }

    void describe_ratio() {
        if (log_ratios_.empty()) {
            return;
        }
        if (const double ratio = std::exp(median(log_ratios_)); std::isfinite(ratio) && ratio > 0) {
            judgement_.ratio = ratio;
        }
        if (const auto interval = anytime_interval(log_ratios_, rule_.threshold)) {
            judgement_.interval = Interval{std::exp(interval->low), std::exp(interval->high)};
            judgement_.improved = interval->high < -rule_.flag_boundary();
        }
    }

    GateRule rule_;
    GateWealth wealth_;
    Judgement judgement_;
    std::vector<double> log_ratios_;
    std::vector<double> drifts_;
    std::string last_failure_;
};

bool any_of_verdict(const GateRecord& record, const std::vector<Judgement>& judgements,
                    std::initializer_list<Verdict> verdicts) {
    for (std::size_t index = 0; index < judgements.size(); ++index) {
        if (!record.cells[index].cell.control &&
            std::find(verdicts.begin(), verdicts.end(), judgements[index].verdict) != verdicts.end()) {
            return true;
        }
    }
    return false;
}

}  // namespace

std::optional<double> log_ratio_of(const RoundRow& round) {
    const bool base_failed = !round.base_failure.empty();
    const bool head_failed = !round.head_failure.empty();
    if (base_failed && head_failed) {
        return std::nullopt;
    }
    if (base_failed || head_failed) {
        return head_failed ? kInfinity : -kInfinity;
    }
    return round_log_ratio(round.base, round.head);
}

bool has_control(const GateRecord& record) {
    return std::any_of(record.cells.begin(), record.cells.end(),
                       [](const GateCellRow& row) { return row.cell.control; });
}

bool needs_no_control(const GateRecord& record) {
    return record.rounds.empty() && !record.cells.empty() &&
           text_of(record.header, "outcome") != "interrupted" &&
           std::all_of(record.cells.begin(), record.cells.end(),
                       [](const GateCellRow& row) { return row.settled.has_value(); });
}

bool lacks_a_side(Verdict verdict) { return verdict == Verdict::missing || verdict == Verdict::added; }

Judgement judge_cell(const GateCellRow& cell, const std::vector<RoundRow>& rounds) {
    CellCourse course(cell.cell.rule);
    for (const RoundRow& round : rounds) {
        course.add(round);
    }
    Judgement judgement = course.judgement();
    if (cell.settled && (rounds.empty() || !lacks_a_side(*cell.settled))) {
        judgement.verdict = *cell.settled;
    }
    if (judgement.reason.empty()) {
        judgement.reason = cell.reason;
    }
    return judgement;
}

std::vector<Judgement> judge_gate(const GateRecord& record) {
    std::vector<std::vector<RoundRow>> rounds(record.cells.size());
    for (const RoundRow& round : record.rounds) {
        rounds.at(round.cell).push_back(round);
    }
    std::vector<Judgement> judgements;
    for (std::size_t cell = 0; cell < record.cells.size(); ++cell) {
        judgements.push_back(judge_cell(record.cells[cell], rounds[cell]));
    }
    return judgements;
}

GateOutcome outcome_of(const GateRecord& record, const std::vector<Judgement>& judgements) {
    if (record.rounds.empty() && !has_control(record) && !needs_no_control(record)) {
        return GateOutcome::undecided;
    }
    for (std::size_t index = 0; index < judgements.size(); ++index) {
        if (record.cells[index].cell.control && judgements[index].verdict != Verdict::pass) {
            return GateOutcome::not_trusted;
        }
    }
    if (any_of_verdict(record, judgements, {Verdict::regressed})) {
        return GateOutcome::regressed;
    }
    if (any_of_verdict(record, judgements, {Verdict::failed, Verdict::missing, Verdict::wrong_answer})) {
        return GateOutcome::incomplete;
    }
    return any_of_verdict(record, judgements, {Verdict::undecided}) ? GateOutcome::undecided
                                                                    : GateOutcome::pass;
}

}  // namespace pepbench
