#include "cli/clock_note.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "record/checked_json.h"

using nlohmann::json;

namespace pepbench {
std::map<std::string, double> clock_steps(const json& header) {
    std::map<std::string, double> found;
    const json configurations = header.value("configurations", json::object());
    for (const auto& [name, configuration] : configurations.items()) {
        const json clock = configuration.value("clock", json());
        const json resolution = clock.is_object() ? clock.value("resolution_seconds", json()) : json();
        if (resolution.is_number() && resolution.get<double>() > 0) {
            found[name] = resolution.get<double>();
        }
    }
    return found;
}

std::string clock_note(const RunRecord& record) {
    const json least = value_at(record.header, json::json_pointer("/settings/minimum_sample_seconds"));
    if (least.is_number() && least.get<double>() > 0) {
        return {};  // each process repeats by its own measurement of the step
    }
    const std::map<std::string, double> known = clock_steps(record.header);
    std::size_t short_ones = 0;
    double fewest = std::numeric_limits<double>::max();
    for (const SampleRow& row : record.samples) {
        const auto resolution = known.find(row.cell.configuration);
        if (resolution == known.end()) {
            continue;
        }
        const double steps = row.seconds * static_cast<double>(row.iterations) / resolution->second;
        if (steps < kEnoughResolutions) {
            ++short_ones;
            fewest = std::min(fewest, steps);
        }
    }
    if (short_ones == 0) {
        return {};
    }
    return fmt::format(
        "\n{} of {} samples took less than {:.0f} resolutions of their clock, the shortest {:.0f}: single "
        "calls are\n"
        "timed here, and none is repeated. The default profile of pepbench run repeats them within a "
        "sample.\n",
        short_ones, record.samples.size(), kEnoughResolutions, fewest);
}

}  // namespace pepbench
