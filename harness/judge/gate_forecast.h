// How long a gate is likely to take.
#pragma once

#include <vector>

#include "judge/gate_rule.h"

namespace pepbench {

/// What rounds of a single-threaded cell usually scatter by where nothing is known yet: their robust standard
/// deviation on a shared virtual machine, as a share.
inline constexpr double kUsualNoise = 0.012;

/// 1.4826 · median |d - median d|, which is the standard deviation of normal values (Hampel, "The influence
/// curve and its role in robust estimation", JASA 69, 1974). `log_ratios` must not be empty.
double noise_of(const std::vector<double>& log_ratios);

/// The number of rounds after which a cell that is exactly as fast on both sides has gained what a pass
/// needs, where its log ratios are normal around 0 with this standard deviation. Infinite beyond 10 000.
double expected_rounds_to_pass(const GateRule& rule, double noise);

}  // namespace pepbench
