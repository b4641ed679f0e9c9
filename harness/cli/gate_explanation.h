// Why a cell of a gate has its verdict: --explain of gate and show.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "judge/gate_verdict.h"

namespace pepbench {

/// Three sentences on why the cell of that name has its verdict. Throws Error for an unknown name.
std::string gate_explanation(const GateRecord& record, const std::vector<Judgement>& judgements,
                             const std::string& cell);

/// Prints that explanation and has the gate's courses drawn from its file. Throws Error.
void print_explanation(const GateRecord& record, const std::vector<Judgement>& judgements,
                       const std::string& cell, const std::filesystem::path& file,
                       std::FILE* stream = stdout);

}  // namespace pepbench
