#include "record/formats/exported.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {

std::string to_bmf(const Exported& run) {
    json document = json::object();
    for (const CellSummary& cell : run.summary.cells) {
        json latency = {{"value", nanoseconds(cell.median_seconds)}};
        if (cell.interval) {
            latency["lower_value"] = nanoseconds(cell.interval->low);
            latency["upper_value"] = nanoseconds(cell.interval->high);
        }
        document[run.name(cell.cell)] = {{"latency", latency}};
    }
    return text_of_json(document);
}

}  // namespace pepbench
