// Whether a stored gate is what follows from its own rounds.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "judge/verification.h"
#include "record/gate_record.h"

namespace pepbench {

/// Checks a gate's document. `record` is what was read from it, `derived` the document that pepbench makes of
/// that record now. Verdicts, wealth and rows must follow from its rounds, each round be as it was drawn from
/// the recorded seed, and each verdict that no round gave be justified by what the file records; there must
/// be one control, but in a soak and in what pepbench selfcheck measures.
std::vector<Check> verify_gate(const nlohmann::json& document, const GateRecord& record,
                               const nlohmann::json& derived);

}  // namespace pepbench
