#include "judge/warm_up.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "stats/median.h"

namespace pepbench {
namespace {

constexpr std::size_t kSteadyShare = 4;  // the paper's last 500 of 2000 calls

std::vector<double> part(const std::vector<double>& values, std::size_t from, std::size_t to) {
    return {values.begin() + static_cast<std::ptrdiff_t>(from),
            values.begin() + static_cast<std::ptrdiff_t>(to)};
}

}  // namespace

WarmUp judge_warm_up(const std::vector<double>& call_seconds) {
    WarmUp result{.levels = levels_of(call_seconds), .classification = "flat"};
    const Level& last = result.levels.back();
    const double same = std::max(kSameLevel * last.seconds, spread(part(call_seconds, last.from, last.to)));
    const std::size_t steady_by = call_seconds.size() - call_seconds.size() / kSteadyShare;
    std::size_t steady_from = 0;
    for (const Level& level : result.levels) {
        if (std::abs(level.seconds - last.seconds) <= same) {
            continue;
        }
        steady_from = level.to;
        if (result.classification != "slow-down") {
            result.classification = level.seconds < last.seconds ? "slow-down" : "warm-up";
        }
    }
    if (steady_from > steady_by) {
        result.classification = "no steady state";
        return result;
    }
    result.steady_from = steady_from;
    result.steady_seconds = median(part(call_seconds, steady_from, call_seconds.size()));
    return result;
}

std::string majority(const std::vector<std::string>& classifications) {
    std::map<std::string, std::size_t> votes;
    for (const std::string& classification : classifications) {
        if (++votes[classification] * 2 > classifications.size()) {
            return classification;
        }
    }
    return "inconsistent";
}

std::vector<double> median_by_call(const std::vector<std::vector<double>>& process_runs) {
    std::vector<double> medians;
    const auto has_call = [&](const std::vector<double>& run) { return medians.size() < run.size(); };
    while (!process_runs.empty() && std::all_of(process_runs.begin(), process_runs.end(), has_call)) {
        std::vector<double> of_call;
        for (const std::vector<double>& run : process_runs) {
            of_call.push_back(run[medians.size()]);
        }
        medians.push_back(median(of_call));
    }
    return medians;
}

BreakEven break_even(const std::vector<double>& base, const std::vector<double>& head, double base_start,
                     double head_start) {
    BreakEven result{.within = std::min(base.size(), head.size())};
    double base_seconds = base_start;
    double head_seconds = head_start;
    for (std::size_t call = 0; call < result.within; ++call) {
        base_seconds += base[call];
        head_seconds += head[call];
        if (head_seconds >= base_seconds) {
            result.calls.reset();
            result.seconds.reset();
        } else if (!result.calls) {
            result.calls = call + 1;
            result.seconds = head_seconds;
        }
    }
    return result;
}

}  // namespace pepbench
