// What a gate's texts say of a cell.
#pragma once

#include <string>

#include "judge/gate_verdict.h"

namespace pepbench {

/// The median of the rounds' ratios, `1.013`, or `-`.
std::string ratio_text(const Judgement& judgement);

/// `[0.998, 1.021]`, or `-`.
std::string interval_text(const Judgement& judgement);

/// `5 %`
std::string percent(double share);

/// What is to be said of a cell of that record beside its numbers, fit for a terminal; empty where there is
/// nothing.
std::string notes_of(const GateRecord& record, const GateCellRow& cell, const Judgement& judgement);

}  // namespace pepbench
