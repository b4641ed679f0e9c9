// Two stored runs side by side, as text.
#pragma once

#include <string>

#include "judge/comparability.h"
#include "record/between_files.h"

namespace pepbench {

/// To standard output: the verdict on the environments, and each difference with both values.
void print_environments(const EnvironmentComparison& environments);

/// To standard output: the common cells with their ratios, geometric means, and what only one run measured.
void print_between_files(const BetweenFiles& between);

/// The command line that decides whether a cell became slower. PATH_A and PATH_B stand for the two files'
/// interpreters; where the cell's workload differs, DIR_A and DIR_B for the folders of its two versions.
std::string gate_command(const Cell& cell, bool workload_differs);

/// The common cell that it is worth to look into: the one furthest from 1 among those whose interval leaves
/// out 1, else among all. There must be one.
const CellRatio& most_different(const std::vector<CellRatio>& common);

}  // namespace pepbench
