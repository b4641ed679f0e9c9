#include "stats/bootstrap.h"

#include <algorithm>

namespace pepbench {

RatioBootstrap::RatioBootstrap(int resamples)
    : resamples_(static_cast<std::size_t>(resamples)), generator_(generator_for(kBootstrapSeed, 0)) {}

std::optional<Interval> RatioBootstrap::interval(const TimesByProcessRun& numerator,
                                                 const TimesByProcessRun& denominator) {
    if (std::min(numerator.size(), denominator.size()) < kLeastProcessRuns) {
        return std::nullopt;
    }
    const std::size_t in_resample = numerator.size() + denominator.size();
    const std::size_t draws = resamples_ * in_resample;
    while (words_.size() < draws) {
        words_.push_back(generator_());
    }
    const std::vector<ProcessRun> top = prepared(numerator, draws);
    const std::vector<ProcessRun> bottom = prepared(denominator, draws);
    std::vector<double> ratios(resamples_);
    for (std::size_t index = 0; index < resamples_; ++index) {
        const std::size_t first_draw = index * in_resample;
        ratios[index] = resampled_median(top, first_draw) / resampled_median(bottom, first_draw + top.size());
    }
    std::sort(ratios.begin(), ratios.end());
    const std::size_t rank = (ratios.size() + 1) / 40;  // of the 2.5th percentile, counted from 1
    return Interval{ratios[rank - 1], ratios[ratios.size() - rank]};
}

std::vector<RatioBootstrap::ProcessRun> RatioBootstrap::prepared(const TimesByProcessRun& times,
                                                                 std::size_t draws) {
    std::vector<ProcessRun> process_runs;
    process_runs.reserve(times.size());
    for (const std::vector<double>& samples : times) {
        process_runs.push_back({samples, &middles(samples.size(), draws)});
        std::sort(process_runs.back().sorted.begin(), process_runs.back().sorted.end());
    }
    return process_runs;
}

/// At least so many draws of as many samples as there are.
const std::vector<RatioBootstrap::Middle>& RatioBootstrap::middles(std::size_t samples, std::size_t draws) {
    auto found = middles_.find(samples);
    if (found == middles_.end()) {
        found = middles_.emplace(samples, Middles{generator_for(kBootstrapSeed, samples), {}}).first;
    }
    auto& [generator, drawn] = found->second;
    std::vector<std::uint32_t> ranks(samples);
    while (drawn.size() < draws) {
        for (std::uint32_t& rank : ranks) {
            rank = static_cast<std::uint32_t>(draw_below(samples, generator()));
        }
        drawn.push_back(middle_of(ranks));
    }
    return drawn;
}

double RatioBootstrap::resampled_median(const std::vector<ProcessRun>& process_runs, std::size_t first_draw) {
    values_.resize(process_runs.size());
    std::size_t draw = first_draw;
    for (double& value : values_) {
        const ProcessRun& process_run = process_runs[draw_below(process_runs.size(), words_[draw])];
        const auto& [low, high] = (*process_run.drawn)[draw];
        value = halfway(process_run.sorted[low], process_run.sorted[high]);
        ++draw;
    }
    const auto [low, high] = middle_of(values_);
    return halfway(low, high);
}

std::optional<Interval> bootstrap_ratio_interval(const TimesByProcessRun& numerator,
                                                 const TimesByProcessRun& denominator, int resamples) {
    return RatioBootstrap(resamples).interval(numerator, denominator);
}

}  // namespace pepbench
