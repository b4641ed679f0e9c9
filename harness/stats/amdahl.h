// Amdahl's law, fitted.
#pragma once

#include <optional>
#include <vector>

namespace pepbench {

/// How much faster `cores` cores do the work than one.
struct ScalingPoint {
    double cores = 1;
    double speedup = 1;
};

/// The share s of the work that does not spread over cores, by least squares on Amdahl's law ("Validity of
/// the single processor approach to achieving large scale computing capabilities", AFIPS 1967), which is
/// linear in s as 1 / speedup = s + (1 - s) / cores. 0 is perfect scaling, 1 none; below 0 it scaled better
/// than perfectly, above 1 more cores made it slower. Nothing where no point has more than one core.
/// Speed-ups must be positive.
std::optional<double> serial_fraction(const std::vector<ScalingPoint>& points);

}  // namespace pepbench
