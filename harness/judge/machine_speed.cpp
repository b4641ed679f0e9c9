#include "judge/machine_speed.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "judge/levels.h"
#include "stats/median.h"

namespace pepbench {
namespace {

constexpr double kLeastNoise = 0.01;         // less than what any comparison here can tell
constexpr std::size_t kMostReadings = 4000;  // finding levels takes quadratic time

/// Levels of one speed.
struct Speed {
    double level_seconds = 0;  ///< of the first of them, to which the others are close
    double lasted_seconds = 0;
    std::vector<double> readings;
};

std::vector<SpeedReading> thinned(const std::vector<SpeedReading>& readings) {
    const std::size_t block = (readings.size() + kMostReadings - 1) / kMostReadings;
    if (block <= 1) {
        return readings;
    }
    std::vector<SpeedReading> few;
    for (std::size_t from = 0; from < readings.size(); from += block) {
        std::vector<double> seconds;
        for (std::size_t index = from; index < std::min(from + block, readings.size()); ++index) {
            seconds.push_back(readings[index].seconds);
        }
        few.push_back({readings[from].at_seconds, median(seconds)});
    }
    return few;
}

double noise_of(const std::vector<SpeedReading>& readings, const std::vector<Level>& levels) {
    std::vector<double> around_levels;
    for (const Level& level : levels) {
        for (std::size_t index = level.from; index < level.to; ++index) {
            around_levels.push_back(readings[index].seconds / level.seconds);
        }
    }
    return std::max(kLeastNoise, spread(std::move(around_levels)));
}

/// The numbers of the levels' speeds, in the order of the levels, and these speeds.
std::vector<std::size_t> speeds_of(const std::vector<SpeedReading>& readings,
                                   const std::vector<Level>& levels, double noise,
                                   std::vector<Speed>& speeds) {
    std::vector<std::size_t> numbers;
    for (const Level& level : levels) {
        const auto same = std::find_if(speeds.begin(), speeds.end(), [&](const Speed& speed) {
            return std::abs(level.seconds / speed.level_seconds - 1) <= noise;
        });
        numbers.push_back(static_cast<std::size_t>(same - speeds.begin()));
        if (same == speeds.end()) {
            speeds.push_back({.level_seconds = level.seconds});
        }
        Speed& speed = speeds[numbers.back()];
        for (std::size_t index = level.from; index < level.to; ++index) {
            speed.readings.push_back(readings[index].seconds);
        }
        speed.lasted_seconds +=
            readings[std::min(level.to, readings.size() - 1)].at_seconds - readings[level.from].at_seconds;
    }
    return numbers;
}

}  // namespace

std::optional<MachineSpeed> judge_speed(const std::vector<SpeedReading>& all) {
    const std::vector<SpeedReading> readings = thinned(all);
    std::vector<double> seconds;
    for (const SpeedReading& reading : readings) {
        seconds.push_back(reading.seconds);
    }
    if (seconds.size() < kLeastOfLevels ||
        !std::all_of(seconds.begin(), seconds.end(), [](double time) { return time > 0; })) {
        return std::nullopt;
    }
    const std::vector<Level> levels = levels_of(seconds);
    MachineSpeed result{.noise = noise_of(readings, levels)};
    std::vector<Speed> speeds;
    const std::vector<std::size_t> numbers = speeds_of(readings, levels, result.noise, speeds);
    const auto usual = static_cast<std::size_t>(
        std::max_element(speeds.begin(), speeds.end(),
                         [](const Speed& a, const Speed& b) { return a.lasted_seconds < b.lasted_seconds; }) -
        speeds.begin());
    result.usual_seconds = median(speeds[usual].readings);
    for (std::size_t index = 0; index < levels.size(); ++index) {
        const double to = readings[levels[index].to - 1].at_seconds;
        if (index > 0 && numbers[index] == numbers[index - 1]) {
            result.stretches.back().to_seconds = to;
            continue;
        }
        // The usual speed changes places with the first one.
        const std::size_t number = numbers[index] == usual ? 0 : numbers[index] == 0 ? usual : numbers[index];
        result.stretches.push_back({readings[levels[index].from].at_seconds, to,
                                    median(speeds[numbers[index]].readings) / result.usual_seconds, number});
    }
    return result;
}

SpeedThen speed_during(const MachineSpeed& speed, double from_seconds, double to_seconds) {
    const std::vector<SpeedStretch>& stretches = speed.stretches;
    // The last stretch that had begun, and the first that had not ended.
    const auto begun = [](double at, const SpeedStretch& one) { return at < one.from_seconds; };
    const auto later = std::upper_bound(std::next(stretches.begin()), stretches.end(), from_seconds, begun);
    const SpeedStretch& before = *std::prev(later);
    const auto ended = [](const SpeedStretch& one, double at) { return one.to_seconds < at; };
    const auto after = std::lower_bound(stretches.begin(), std::prev(stretches.end()), to_seconds, ended);
    if (&before == &*after) {
        return {before.relative_time, before.speed};
    }
    return {(before.relative_time + after->relative_time) / 2, std::nullopt};
}

std::optional<double> speed_between(const MachineSpeed& a, const MachineSpeed& b) {
    const double ratio = b.usual_seconds / a.usual_seconds;
    return std::abs(ratio - 1) > std::max(a.noise, b.noise) ? std::optional(ratio) : std::nullopt;
}

}  // namespace pepbench
