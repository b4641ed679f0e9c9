// A gate's verdicts as text.
#pragma once

#include <string>
#include <vector>

#include "judge/gate_verdict.h"
#include "record/gate_record.h"

namespace pepbench {

/// Table, notes, the control's state and what to do next, for a terminal; commands name the `file` that holds
/// the gate.
std::string gate_table(const GateRecord& record, const std::vector<Judgement>& judgements,
                       const std::string& file);

/// The same for a pull request's comment or a job's summary.
std::string gate_markdown(const GateRecord& record, const std::vector<Judgement>& judgements,
                          const std::string& file);

/// JUnit's XML: a test case a cell; a regression is a failure, an undecided or failed cell an error.
std::string gate_junit(const GateRecord& record, const std::vector<Judgement>& judgements);

}  // namespace pepbench
