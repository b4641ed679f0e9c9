// The texts that a gate writes besides its result file: --markdown and --junit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/gate_options.h"
#include "error.h"
#include "judge/gate_verdict.h"

namespace pepbench {

/// To be asked before anything is measured; makes and changes nothing. Throws Error for a place that is a
/// folder, in none, that must not be written, or is that of another of the gate's files.
void require_places_for_texts(const GateOptions& options);

/// Writes those that are asked for; commands in them name the `result_file`. Returns what went wrong with the
/// first that cannot be written.
std::optional<Error> write_gate_texts(const GateOptions& options, const GateRecord& record,
                                      const std::vector<Judgement>& judgements,
                                      const std::string& result_file);

}  // namespace pepbench
