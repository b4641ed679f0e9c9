// When a cell has been measured well enough.
#pragma once

#include <vector>

namespace pepbench {

/// True where the 95 % interval of the median exists and is within ±`share` of it.
bool is_precise(const std::vector<double>& values, double share = 0.01);

/// What one more process run of a cell costs.
struct CellCost {
    double sample_seconds = 0;  ///< one sample, all its iterations
};

/// How long each cell may take samples in its next process run, in seconds, so that a pass over all cells
/// with `overhead_seconds` besides samples takes `allowance_seconds`. A cell takes at least one sample and at
/// most `most_samples`, whatever the slice. 0 where even single samples take longer.
double slice_for(const std::vector<CellCost>& cells, double overhead_seconds, double allowance_seconds,
                 int most_samples);

}  // namespace pepbench
