#include "record/time_text.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace pepbench {

std::string time_text(double seconds) {
    static constexpr std::array<std::pair<double, const char*>, 4> kUnits = {
        {{1, "s"}, {1e-3, "ms"}, {1e-6, "us"}, {1e-9, "ns"}}};
    for (const auto& [size, unit] : kUnits) {
        if (seconds >= size * 0.9995 || size == kUnits.back().first) {
            const double value = seconds / size;
            return fmt::format("{:.{}f} {}", value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0, unit);
        }
    }
    return {};
}

}  // namespace pepbench
