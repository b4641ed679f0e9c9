#include "stats/bootstrap.h"

#include <algorithm>
#include <utility>

#include "plan/draw.h"

namespace pepbench {
namespace {

template <typename Item>
const Item& drawn(const std::vector<Item>& items, Generator& generator) {
    return items[draw_below(items.size(), generator())];
}

double resampled_median(const TimesByProcessRun& process_runs, Generator& generator) {
    std::vector<double> values(process_runs.size());
    for (double& value : values) {
        const std::vector<double>& process_run = drawn(process_runs, generator);
        std::vector<double> samples(process_run.size());
        for (double& sample : samples) {
            sample = drawn(process_run, generator);
        }
        value = median(std::move(samples));
    }
    return median(std::move(values));
}

}  // namespace

std::optional<Interval> bootstrap_ratio_interval(const TimesByProcessRun& numerator,
                                                 const TimesByProcessRun& denominator, int resamples) {
    if (std::min(numerator.size(), denominator.size()) < kLeastProcessRuns) {
        return std::nullopt;
    }
    Generator generator = generator_for(kBootstrapSeed, 0);
    std::vector<double> ratios(static_cast<std::size_t>(resamples));
    for (double& ratio : ratios) {
        const double top = resampled_median(numerator, generator);
        ratio = top / resampled_median(denominator, generator);
    }
    std::sort(ratios.begin(), ratios.end());
    const std::size_t rank = (ratios.size() + 1) / 40;  // of the 2.5th percentile, counted from 1
    return Interval{ratios[rank - 1], ratios[ratios.size() - rank]};
}

}  // namespace pepbench
