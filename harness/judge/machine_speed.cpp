#include "judge/machine_speed.h"

#include <algorithm>
#include <cmath>

#include "judge/levels.h"

namespace pepbench {
namespace {

constexpr double kLeastNoise = 0.01;  // less than what any comparison here can tell

/// The median of all values at the level that most of them have.
double usual_seconds_of(const std::vector<Level>& levels) {
    return std::max_element(levels.begin(), levels.end(),
                            [](const Level& a, const Level& b) { return a.to - a.from < b.to - b.from; })
        ->seconds;
}

/// How far the readings scatter around their levels, as a share of these.
double noise_of(const std::vector<SpeedReading>& readings, const std::vector<Level>& levels) {
    std::vector<double> around_levels;
    for (const Level& level : levels) {
        for (std::size_t index = level.from; index < level.to; ++index) {
            around_levels.push_back(readings[index].seconds / level.seconds);
        }
    }
    return std::max(kLeastNoise, spread(std::move(around_levels)));
}

}  // namespace

std::optional<MachineSpeed> judge_speed(const std::vector<SpeedReading>& readings) {
    std::vector<double> seconds;
    for (const SpeedReading& reading : readings) {
        seconds.push_back(reading.seconds);
    }
    if (seconds.size() < kLeastOfLevels ||
        !std::all_of(seconds.begin(), seconds.end(), [](double time) { return time > 0; })) {
        return std::nullopt;
    }
    const std::vector<Level> levels = levels_of(seconds);
    MachineSpeed speed{.usual_seconds = usual_seconds_of(levels), .noise = noise_of(readings, levels)};
    for (const Level& level : levels) {
        const double relative = level.seconds / speed.usual_seconds;
        const double relative_time = std::abs(relative - 1) > speed.noise ? relative : 1;
        const double to = readings[std::min(level.to, readings.size() - 1)].at_seconds;
        if (relative_time == 1 && !speed.stretches.empty() && speed.stretches.back().relative_time == 1) {
            speed.stretches.back().to_seconds = to;
        } else {
            speed.stretches.push_back({readings[level.from].at_seconds, to, relative_time});
        }
    }
    return speed;
}

const SpeedStretch& stretch_at(const MachineSpeed& speed, double at_seconds) {
    const auto found = std::find_if(speed.stretches.begin(), std::prev(speed.stretches.end()),
                                    [&](const SpeedStretch& one) { return at_seconds < one.to_seconds; });
    return *found;
}

std::optional<double> speed_between(const MachineSpeed& a, const MachineSpeed& b) {
    const double ratio = b.usual_seconds / a.usual_seconds;
    return std::abs(ratio - 1) > std::max(a.noise, b.noise) ? std::optional(ratio) : std::nullopt;
}

}  // namespace pepbench
