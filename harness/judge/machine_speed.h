// Whether the machine's speed changed while it was measured: a negative control. A yardstick, work that
// nothing under test can change, is timed at intervals (environment/yardstick.h); where it moves, all else
// moved too.
#pragma once

#include <optional>
#include <vector>

namespace pepbench {

/// One reading of the yardstick.
struct SpeedReading {
    double at_seconds = 0;  ///< since the run's start
    double seconds = 0;     ///< what it took
};

/// A time in which the machine kept its speed.
struct SpeedStretch {
    double from_seconds = 0;   ///< since the run's start, as all times here
    double to_seconds = 0;     ///< the next one's start, or the last reading
    double relative_time = 1;  ///< time of the yardstick ÷ its usual time: above 1 the machine was slower
};

struct MachineSpeed {
    double usual_seconds = 0;             ///< of the yardstick, at the level that it kept longest
    double noise = 0;                     ///< spread of the readings around their levels ÷ the usual time
    std::vector<SpeedStretch> stretches;  ///< adjacent, in their order; a single one where nothing moved

    [[nodiscard]] bool moved() const { return stretches.size() > 1; }
};

/// Levels (judge/levels.h) that lie further from the usual one than the noise are other speeds, the rest is
/// the usual one. Nothing with fewer than kLeastOfLevels readings, or where not all their times are positive.
std::optional<MachineSpeed> judge_speed(const std::vector<SpeedReading>& readings);

/// The stretch of a moment: the first or the last one where it lies before or after them all.
const SpeedStretch& stretch_at(const MachineSpeed& speed, double at_seconds);

/// The usual time in `b` ÷ that in `a`, where it differs by more than the noise of either; otherwise nothing.
std::optional<double> speed_between(const MachineSpeed& a, const MachineSpeed& b);

}  // namespace pepbench
