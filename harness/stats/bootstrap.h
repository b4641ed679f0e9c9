// Hierarchical bootstrap: what a ratio of two cells could have been with other process runs and other
// samples.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "plan/draw.h"
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
/// 2013).
///
/// What is drawn depends on how many process runs and samples there are, not on their times. So it is kept
/// from one ratio to the next: for thousands of cells drawing would take most of the time.
class RatioBootstrap {
  public:
    /// `resamples` + 1 must be a multiple of 40.
    explicit RatioBootstrap(int resamples = kResamples);

    /// Nothing below kLeastProcessRuns. Depends on these times alone, whatever was asked before.
    std::optional<Interval> interval(const TimesByProcessRun& numerator,
                                     const TimesByProcessRun& denominator);

  private:
    /// Ranks, from 0, of the samples in the middle of those drawn from a process run.
    using Middle = std::pair<std::uint32_t, std::uint32_t>;

    /// A process run with its samples sorted, and what is drawn from it where it is drawn.
    struct ProcessRun {
        std::vector<double> sorted;
        const std::vector<Middle>* drawn;
    };

    std::vector<ProcessRun> prepared(const TimesByProcessRun& times, std::size_t draws);
    const std::vector<Middle>& middles(std::size_t samples, std::size_t draws);
    double resampled_median(const std::vector<ProcessRun>& process_runs, std::size_t first_draw);

    std::size_t resamples_;
    Generator generator_;
    std::vector<std::uint64_t> words_;  ///< with which process runs are drawn, one a draw

    /// By the number of a process run's samples.
    struct Middles {
        Generator generator;
        std::vector<Middle> drawn;
    };
    std::map<std::size_t, Middles> middles_;
    std::vector<double> values_;  ///< of the process runs of one resample
};

/// The same for a single ratio.
std::optional<Interval> bootstrap_ratio_interval(const TimesByProcessRun& numerator,
                                                 const TimesByProcessRun& denominator,
                                                 int resamples = kResamples);

}  // namespace pepbench
