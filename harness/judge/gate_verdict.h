// A cell's verdict, from its rounds alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/gate_rule.h"
#include "record/gate_record.h"
#include "stats/median.h"

namespace pepbench {

/// So many rounds in which a side did not do its work, and the cell has failed.
inline constexpr int kMostFailedRounds = 3;

/// ln(head ÷ base) of a round; +infinity where only the head failed, -infinity where only the base did: a
/// round is never dropped because of one side. Nothing where both failed, or no pair of times is valid.
std::optional<double> log_ratio_of(const RoundRow& round);

/// The state after a round.
struct WealthPoint {
    int round = 0;
    std::optional<double> log_ratio;
    double log_flag_wealth = 0;
    double log_pass_wealth = 0;
};

struct Judgement {
    Verdict verdict = Verdict::undecided;
    std::string reason;                ///< where rounds alone do not say it
    std::optional<double> ratio;       ///< head ÷ base: exp of the median log ratio
    std::optional<Interval> interval;  ///< of the ratio, 95 %, valid whenever it was decided to stop
    int rounds = 0;
    int failed_rounds = 0;
    double seconds = 0;     ///< of all its rounds
    bool improved = false;  ///< the interval lies below 1 ÷ (1 + 0.4 · threshold)
    bool drifting = false;  ///< the ratio still changes while processes run
    std::vector<WealthPoint> course;
};

/// Whether one of its cells has the base on both sides.
bool has_control(const GateRecord& record);

/// Whether it is complete though it has none: each of its cells was settled without a round.
bool needs_no_control(const GateRecord& record);

/// Whether it says that one side cannot do the cell, so that there can be no round of it.
bool lacks_a_side(Verdict verdict);

/// `rounds` are the cell's, in order. What was settled beside them holds, but not against their existence.
Judgement judge_cell(const GateCellRow& cell, const std::vector<RoundRow>& rounds);

/// The judgements of all cells of a gate, in its order.
std::vector<Judgement> judge_gate(const GateRecord& record);

/// What a gate comes to.
enum class GateOutcome { pass, regressed, incomplete, undecided, not_trusted };

/// A control that did not pass makes the rest worthless; a regression counts more than cells that could not
/// be judged, and those more than undecided ones.
/// A gate that was interrupted before it had looked at its control, the last of its cells, is undecided.
GateOutcome outcome_of(const GateRecord& record, const std::vector<Judgement>& judgements);

}  // namespace pepbench
