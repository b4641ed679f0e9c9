#include "record/run_speed.h"

#include <algorithm>
#include <unordered_map>

#include "plan/nearest.h"
#include "record/checked_json.h"
#include "record/printable.h"
#include "stats/median.h"

using nlohmann::json;

namespace pepbench {

AcrossShifts across_shifts_from(const std::string& name) {
    require_known("way across shifts", printable(name, 40), kAcrossShifts);
    return static_cast<AcrossShifts>(std::find(kAcrossShifts.begin(), kAcrossShifts.end(), name) -
                                     kAcrossShifts.begin());
}

AcrossShifts across_shifts_of(const RunRecord& record) {
    const std::string name = text_of(record.header.value("settings", json::object()), "across_shifts");
    return name.empty() ? AcrossShifts::tell : across_shifts_from(name);
}

json yardstick_build(const json& header) {
    json build = json::array();
    for (const char* pointer : {"/machine/build/compiler", "/machine/build/flags", "/machine/architecture"}) {
        build.push_back(value_at(header, json::json_pointer(pointer)));
    }
    return build;
}

std::optional<MachineSpeed> speed_of(const RunRecord& record) {
    const json resumed = record.header.value("resumed", json::array());
    const bool one_build = std::all_of(resumed.begin(), resumed.end(), [&](const json& entry) {
        return yardstick_build(entry.value("environment", json::object())) == yardstick_build(record.header);
    });
    if (!one_build) {
        return std::nullopt;
    }
    std::vector<SpeedReading> readings;
    for (const YardstickRow& row : record.yardstick) {
        readings.push_back({row.started_seconds, median(row.seconds)});
    }
    return judge_speed(readings);
}

void normalise_samples(RunRecord& record, double reference_seconds) {
    const std::optional<MachineSpeed> speed = speed_of(record);
    if (!speed) {
        return;
    }
    std::unordered_map<int, double> factors;
    for (ProcessRunRow& row : record.process_runs) {
        const SpeedThen then = speed_during(*speed, row.start_seconds, row.end_seconds);
        const double factor = reference_seconds / (then.relative_time * speed->usual_seconds);
        factors[row.process_run] = factor;
        if (row.startup_seconds) {
            *row.startup_seconds *= factor;
        }
    }
    for (auto* const rows : {&record.samples, &record.warmups}) {
        for (SampleRow& row : *rows) {
            if (const auto factor = factors.find(row.process_run); factor != factors.end()) {
                row.seconds *= factor->second;
                row.cpu_seconds *= factor->second;
            }
        }
    }
}

json to_json(const std::optional<MachineSpeed>& speed) {
    if (!speed) {
        return nullptr;
    }
    json stretches = json::array();
    for (const SpeedStretch& stretch : speed->stretches) {
        stretches.push_back({{"from_seconds", stretch.from_seconds},
                             {"to_seconds", stretch.to_seconds},
                             {"relative_time", stretch.relative_time}});
    }
    return {{"usual_seconds", speed->usual_seconds}, {"noise", speed->noise}, {"stretches", stretches}};
}

}  // namespace pepbench
