#include "stats/amdahl.h"

namespace pepbench {

std::optional<double> serial_fraction(const std::vector<ScalingPoint>& points) {
    // With x = 1 / cores and y = 1 / speedup the law is y - x = s (1 - x), a line through the origin.
    double products = 0;
    double squares = 0;
    for (const ScalingPoint& point : points) {
        const double x = 1 / point.cores;
        products += (1 / point.speedup - x) * (1 - x);
        squares += (1 - x) * (1 - x);
    }
    if (squares == 0) {
        return std::nullopt;
    }
    return products / squares;
}

}  // namespace pepbench
