// What one round of a comparison says, from its raw times.
#pragma once

#include <optional>
#include <vector>

namespace pepbench {

inline constexpr int kMostQuads = 8;  ///< of a round

/// The median over pairs of ln(head ÷ base); the i-th runs of both sides, which ran next to each other, are a
/// pair. Swapping the sides changes its sign, which is all that the gate's rule needs. A pair with a time of
/// 0 or less is void. Nothing where no pair is left.
std::optional<double> round_log_ratio(const std::vector<double>& base, const std::vector<double>& head);

/// The log ratio of a round's second half of pairs less that of its first half: what warming up that goes on
/// at different speeds would show. Nothing with fewer than two pairs.
std::optional<double> drift_within_round(const std::vector<double>& base, const std::vector<double>& head);

/// Whether the ratio still changes within rounds: half of the threshold or more in the median, and in one
/// direction more often than chance would have it (exact two-sided sign test at 1 %). `differences` are those
/// of the rounds.
bool is_drifting(const std::vector<double>& differences, double threshold);

/// How far each pair's log ratio lies from the round's. Swapping the sides changes nothing.
std::vector<double> scatter_within_round(const std::vector<double>& base, const std::vector<double>& head);

/// How many quads (ABBA or BAAB) the next round is to have: `fewest`, doubled, up to 8, until the noise of
/// runs moves a round's log ratio by no more than half the threshold (standard deviation, by the scatter of
/// pairs within the rounds so far; 1 or more). Noise between processes, which more runs do
/// not reduce, is left out. The choice does not change when the sides of a round are swapped, so that it
/// keeps the rule valid.
int quads_for_next_round(const std::vector<double>& scatter, double threshold, int fewest);

}  // namespace pepbench
