#include "record/run_speed.h"

#include <algorithm>
#include <unordered_map>

#include "plan/nearest.h"
#include "record/checked_json.h"
#include "stats/median.h"

using nlohmann::json;

namespace pepbench {

AcrossShifts across_shifts_from(const std::string& name) {
    require_known("way across shifts", name, kAcrossShifts);
    return static_cast<AcrossShifts>(std::find(kAcrossShifts.begin(), kAcrossShifts.end(), name) -
                                     kAcrossShifts.begin());
}

AcrossShifts across_shifts_of(const RunRecord& record) {
    const std::string name = text_of(record.header.value("settings", json::object()), "across_shifts");
    return name.empty() ? AcrossShifts::tell : across_shifts_from(name);
}

std::optional<MachineSpeed> speed_of(const RunRecord& record) {
    std::vector<SpeedReading> readings;
    for (const YardstickRow& row : record.yardstick) {
        readings.push_back({row.started_seconds, median(row.seconds)});
    }
    return judge_speed(readings);
}

double middle_of(const ProcessRunRow& row) { return (row.start_seconds + row.end_seconds) / 2; }

void normalise_samples(RunRecord& record, double reference_seconds) {
    const std::optional<MachineSpeed> speed = speed_of(record);
    if (!speed) {
        return;
    }
    std::unordered_map<int, double> factors;
    for (const ProcessRunRow& row : record.process_runs) {
        const double seconds = stretch_at(*speed, middle_of(row)).relative_time * speed->usual_seconds;
        factors[row.process_run] = reference_seconds / seconds;
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
