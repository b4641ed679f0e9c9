// Time that was withheld from what is measured, though nobody here used its CPU.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>

namespace pepbench {

class RowReader;

/// Over a stretch of time; nothing where the system does not tell.
struct Withheld {
    std::optional<double> steal_seconds;  ///< CPU time that the host gave to others, all CPUs together
    std::optional<std::int64_t> thermal_throttles;  ///< how often a CPU was slowed because it was hot
    std::optional<double> throttled_seconds;        ///< stopped because a control group's quota was used up
};

/// Whether the host or a quota withheld more than 5 % of so many seconds, or a CPU that was hot was slowed.
/// What was measured meanwhile is marked, and may be too long.
bool is_disturbed(const Withheld& withheld, double seconds);

/// Its keys into a row, null where nothing is told, and `disturbed` where it was.
void put_withheld(nlohmann::json& row, const Withheld& withheld, double seconds);

/// Of a row that lasted so many seconds, whose keys may be missing. Throws Error where they cannot be, or
/// where `disturbed` does not follow from them.
Withheld withheld_of(const RowReader& read, double seconds);

}  // namespace pepbench
