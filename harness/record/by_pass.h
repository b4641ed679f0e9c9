// A run's rows as one value a pass, the form in which they are compared.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "plan/cell.h"
#include "record/run_record.h"
#include "record/run_speed.h"
#include "stats/median.h"

namespace pepbench {

/// The samples of each cell, in the order in which they were measured. Points into the record.
std::map<Cell, std::vector<const SampleRow*>> samples_by_cell(const RunRecord& record);

/// Throws Error where a sample names a process run that is not listed.
void require_listed_process_runs(const RunRecord& record);

/// One value in each pass that has one. Values are compared where their keys are the same: the pass and,
/// where comparisons across shifts are refused, the speed that the machine had then.
using ValuesByPass = std::map<std::int64_t, double>;

/// A cell's values in seconds: the median of its samples in a pass, or their minimum in the profile `pep371`,
/// as in the PEP; where they are normalised, at the machine's usual speed. Throws Error where a sample names
/// a process run that is not listed.
std::map<Cell, ValuesByPass> values_by_pass(const RunRecord& record, AcrossShifts across_shifts);

/// As the run's own settings ask for.
std::map<Cell, ValuesByPass> values_by_pass(const RunRecord& record);

std::vector<double> values_of(const ValuesByPass& by_pass);

/// first ÷ second over the passes that have both; nothing where none has.
std::optional<Ratio> ratio_by_pass(const ValuesByPass& first, const ValuesByPass& second);

/// The geometric mean over several pairs of first ÷ second, in each pass that has all of them.
std::optional<Ratio> mean_ratio_by_pass(
    const std::vector<std::pair<const ValuesByPass*, const ValuesByPass*>>& pairs);

/// A factor of a product: values, and the power to which they enter it.
struct Factor {
    const ValuesByPass* values;
    double power = 1;
};

/// The natural logarithm of the product, in each pass that has all factors. All values must be positive.
std::vector<double> log_products_by_pass(const std::vector<Factor>& factors);

}  // namespace pepbench
