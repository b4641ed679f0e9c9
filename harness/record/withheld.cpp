#include "record/withheld.h"

#include "record/checked_json.h"
#include "record/row_reader.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr double kDisturbingShare = 0.05;  // as much as the smallest slow-down that people ask about
constexpr const char* kSteal = "steal_seconds";
constexpr const char* kThermal = "thermal_throttles";
constexpr const char* kThrottled = "throttled_seconds";
constexpr const char* kDisturbed = "disturbed";

/// Nothing where it is missing or null: files of earlier versions, and machines that do not tell.
template <typename Number>
std::optional<Number> at_least_0(const RowReader& read, const char* key) {
    if (!read.has_value(key)) {
        return std::nullopt;
    }
    const auto number = read.get<Number>(key);
    if (number < 0) {
        read.refuse(fmt::format("has a '{}' below 0", key));
    }
    return number;
}

}  // namespace

bool is_disturbed(const Withheld& withheld, double seconds) {
    const double share = kDisturbingShare * seconds;
    return withheld.thermal_throttles.value_or(0) > 0 || withheld.steal_seconds.value_or(0) > share ||
           withheld.throttled_seconds.value_or(0) > share;
}

void put_withheld(json& row, const Withheld& withheld, double seconds) {
    row[kSteal] = or_null(withheld.steal_seconds);
    row[kThermal] = or_null(withheld.thermal_throttles);
    row[kThrottled] = or_null(withheld.throttled_seconds);
    if (is_disturbed(withheld, seconds)) {
        row[kDisturbed] = true;
    }
}

Withheld withheld_of(const RowReader& read, double seconds) {
    const Withheld withheld{.steal_seconds = at_least_0<double>(read, kSteal),
                            .thermal_throttles = at_least_0<std::int64_t>(read, kThermal),
                            .throttled_seconds = at_least_0<double>(read, kThrottled)};
    if (read.get_or<bool>(kDisturbed, false) != is_disturbed(withheld, seconds)) {
        read.refuse("has a 'disturbed' that does not follow from its steal and throttles");
    }
    return withheld;
}

}  // namespace pepbench
