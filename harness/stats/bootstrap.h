// Hierarchical bootstrap: what a ratio of two cells could have been with other process runs and other
// samples.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "stats/median.h"

namespace pepbench {

/// A cell's times in seconds: for each process run its samples, at least one, all positive.
using TimesByProcessRun = std::vector<std::vector<double>>;

/// Everything is drawn from this seed, so that the same times always give the same interval.
inline constexpr std::uint64_t kBootstrapSeed = 371;

/// With fewer process runs on a side there is no interval. Process runs drawn again from n lie between the
/// least and the greatest of them, and so does their median, but for the little that drawing samples adds;
/// the true median lies outside of that with a chance of 2 / 2^n, which is more than 5 % below six. As much
/// holds for `median_interval`.
inline constexpr std::size_t kLeastProcessRuns = 6;

/// How often is drawn. One less than a round number makes the 2.5th percentile one of the values drawn; where
/// it falls then varies by a seventh of those 2.5 %.
inline constexpr int kResamples = 1999;

/// The 95 % percentile interval of the ratio of two medians over process runs of the run's median sample.
/// Each resample draws, with replacement, as many process runs as a side has, and from each of them as many
/// samples as it has (Davison and Hinkley, "Bootstrap Methods and their Application", Cambridge 1997,
/// sections 3.8 and 5.3; for benchmarks Kalibera and Jones, "Rigorous benchmarking in reasonable time", ISMM
/// 2013). Nothing below kLeastProcessRuns. `resamples` + 1 must be a multiple of 40.
std::optional<Interval> bootstrap_ratio_interval(const TimesByProcessRun& numerator,
                                                 const TimesByProcessRun& denominator,
                                                 int resamples = kResamples);

}  // namespace pepbench
