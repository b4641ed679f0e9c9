#include "measure/gate_cell_state.h"

#include "judge/gate_verdict.h"
#include "judge/round_statistic.h"

namespace pepbench {

void GateCellState::take_in(const RoundRow& round, const GateRule& rule, bool to_the_limits) {
    ++rounds;
    seconds += round.seconds;
    round_seconds = round.seconds;
    failed_rounds += round.base_failure.empty() && round.head_failure.empty() ? 0 : 1;
    if (const std::optional<double> log_ratio = log_ratio_of(round)) {
        wealth.add(*log_ratio);
        log_ratios.push_back(*log_ratio);
    }
    const std::vector<double> distances = scatter_within_round(round.base, round.head);
    scatter.insert(scatter.end(), distances.begin(), distances.end());
    quads = quads_for_next_round(scatter, rule.threshold, fewest_quads);
    const bool decided = wealth.decision() != Decision::undecided && !to_the_limits;
    open = open && !decided && failed_rounds < kMostFailedRounds;
}

}  // namespace pepbench
