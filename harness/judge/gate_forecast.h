// How long a gate is likely to take.
#pragma once

#include <string>
#include <vector>

#include "judge/gate_rule.h"

namespace pepbench {

/// What rounds of a single-threaded cell are taken to scatter by where nothing is known yet: their robust
/// standard deviation as a share, measured on a shared virtual machine, not on this one.
inline constexpr double kUsualNoise = 0.012;

/// 1.4826 · median |d - median d|, which is the standard deviation of normal values (Hampel, "The influence
/// curve and its role in robust estimation", JASA 69, 1974). `log_ratios` must not be empty.
double noise_of(const std::vector<double>& log_ratios);

/// The number of rounds after which a cell that is exactly as fast on both sides has gained what a pass
/// needs, where its log ratios are normal around 0 with this standard deviation. Infinite beyond 10 000.
double expected_rounds_to_pass(const GateRule& rule, double noise);

/// A cell that is open, as far as it has come.
struct CellOutlook {
    std::string name;
    GateRule rule;
    double rounds_needed = 0;  ///< to pass, at the usual noise; may be infinite
    int rounds = 0;
    double seconds = 0;        ///< of its rounds
    double round_seconds = 0;  ///< of the next, as far as one knows
};

/// How long the cell is likely to take still, in seconds, until it passes or its limits are reached.
double expected_seconds(const CellOutlook& cell);
double expected_seconds(const std::vector<CellOutlook>& cells);  ///< of all together

/// The tightest threshold at which a cell that is as fast on both sides passes within the rounds of its rule
/// where rounds scatter by so much: rounded up to a thousandth. 1 where none does.
double tightest_threshold(const GateRule& rule, double noise);

/// Seconds that the rounds take without which none of these can pass, or be called regressed.
double least_seconds(const std::vector<CellOutlook>& cells);

/// Whether it needs more rounds at the usual noise than its rule allows.
bool likely_undecided(const CellOutlook& cell);

/// What is to be said before measuring of cells that are likely to stay undecided, as their thresholds are
/// tighter than noise allows: a sentence each, or one for all where they are many.
std::vector<std::string> doubts(const std::vector<CellOutlook>& cells);

/// A cell whose first rounds are in.
struct CellNoise {
    std::string name;
    GateRule rule;
    double noise = 0;  ///< of its rounds
};

/// The same by what was measured.
std::vector<std::string> measured_doubts(const std::vector<CellNoise>& cells);

}  // namespace pepbench
