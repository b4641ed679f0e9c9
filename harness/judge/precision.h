// When a cell has been measured well enough.
#pragma once

#include <vector>

namespace pepbench {

/// Why a cell ended that is.
inline constexpr const char* kPrecise = "precise";

/// True where the 95 % interval of the median exists and is within ±`share` of it.
bool is_precise(const std::vector<double>& values, double share = 0.01);

/// With this confidence median_interval covers the median of a precise cell in 95 % of cases. A cell ends
/// when its interval is narrow, and intervals that are narrow by chance miss more often (simulation
/// Coverage.OfAPreciseCell, table in stats/README.md).
inline constexpr double kPreciseConfidence = 0.965;

/// What one more process run of a cell costs.
struct CellCost {
    double sample_seconds = 0;  ///< one sample, all its iterations
    double slowest_seconds =
        0;  ///< the same in the configuration that is slowest at this workload, mode and workers
};

/// How many samples of `sample_seconds` are begun within `slice` seconds: at least one, at most
/// `most_samples`.
int samples_within(double slice, double sample_seconds, int most_samples);

/// The slice, in seconds, with which a pass over all cells that takes samples_within(slice, slowest_seconds)
/// of each, and `overhead_seconds` besides, lasts `allowance_seconds`. 0, with which each takes one sample,
/// where even that takes longer.
double slice_for(const std::vector<CellCost>& cells, double overhead_seconds, double allowance_seconds,
                 int most_samples);

}  // namespace pepbench
