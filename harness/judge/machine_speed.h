// Whether the machine's speed changed while it was measured: a negative control. A yardstick, work that
// nothing under test can change, is timed at intervals (environment/yardstick.h); where it moves, all else
// moved too.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace pepbench {

/// One reading of the yardstick.
struct SpeedReading {
    double at_seconds = 0;  ///< since the run's start
    double seconds = 0;     ///< what it took
};

/// Readings, one after the other, at one speed. Between two stretches the speed changed, nobody knows when.
struct SpeedStretch {
    double from_seconds = 0;  ///< its first reading, since the run's start, as all times here
    double to_seconds = 0;    ///< its last one
    double relative_time =
        1;  ///< time of the yardstick at its speed ÷ the usual time: above 1 the machine was slower
    std::size_t speed = 0;  ///< number of its speed; 0 is the usual one
};

struct MachineSpeed {
    double usual_seconds = 0;  ///< of the yardstick, at the speed that the machine had for the longest time
    double noise = 0;  ///< spread of the readings around their levels, as a share of these; at least 1 %
    std::vector<SpeedStretch> stretches;  ///< in their order; a single one where nothing moved

    [[nodiscard]] bool moved() const { return stretches.size() > 1; }
};

/// Levels (judge/levels.h) within the noise of one another are one speed. Nothing with fewer than
/// kLeastOfLevels readings, or where not all their times are positive. Of more than 4000 readings it takes
/// the medians of equal blocks.
std::optional<MachineSpeed> judge_speed(const std::vector<SpeedReading>& readings);

/// The speed that the machine had in a part of the run.
struct SpeedThen {
    double relative_time = 1;          ///< where it changed meanwhile, the mean of before and after
    std::optional<std::size_t> speed;  ///< its number; nothing where it changed meanwhile
};

/// From `from_seconds` to `to_seconds`; what lies before all readings or after them is taken for the nearest
/// stretch.
SpeedThen speed_during(const MachineSpeed& speed, double from_seconds, double to_seconds);

/// The usual time in `b` ÷ that in `a`, where it differs by more than the noise of either; otherwise nothing.
std::optional<double> speed_between(const MachineSpeed& a, const MachineSpeed& b);

}  // namespace pepbench
