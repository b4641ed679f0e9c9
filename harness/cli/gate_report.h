// A gate's verdicts as text.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "judge/gate_verdict.h"
#include "record/gate_record.h"

namespace pepbench {

/// Table, notes, the control's state and what to do next, for a terminal.
std::string gate_table(const GateRecord& record, const std::vector<Judgement>& judgements);

/// The same for a pull request's comment or a job's summary.
std::string gate_markdown(const GateRecord& record, const std::vector<Judgement>& judgements);

/// JUnit's XML: a test case a cell; a regression is a failure, an undecided or failed cell an error.
std::string gate_junit(const GateRecord& record, const std::vector<Judgement>& judgements);

/// Three sentences on why the cell of that name has its verdict. Throws Error for an unknown name.
std::string gate_explanation(const GateRecord& record, const std::vector<Judgement>& judgements,
                             const std::string& cell);

/// Prints that explanation and has the gate's courses drawn from its file.
void print_explanation(const GateRecord& record, const std::vector<Judgement>& judgements,
                       const std::string& cell, const std::filesystem::path& file);

}  // namespace pepbench
