#include <algorithm>

#include "record/formats/exported.h"
#include "stats/median.h"
#include "stats/two_sample.h"

using nlohmann::json;

namespace pepbench {
namespace {

json result_of(const Exported& run, const Cell& cell, const std::vector<const SampleRow*>& rows) {
    std::vector<double> times;
    std::vector<double> cpu_times;
    for (const SampleRow* row : rows) {
        times.push_back(row->seconds);
        cpu_times.push_back(row->cpu_seconds);
    }
    const auto [shortest, longest] = std::minmax_element(times.begin(), times.end());
    return {{"command", run.name(cell)},
            {"mean", mean(times)},
            {"stddev", times.size() > 1 ? json(standard_deviation(times)) : json()},
            {"median", median(times)},
            {"user", mean(cpu_times)},
            {"system", 0.0},
            {"min", *shortest},
            {"max", *longest},
            {"times", times},
            {"exit_codes", std::vector<int>(times.size(), 0)},
            {"parameters",
             {{"workload", cell.workload},
              {"mode", cell.mode.label()},
              {"workers", std::to_string(cell.workers)},
              {"configuration", cell.configuration}}}};
}

}  // namespace

std::string to_hyperfine(const Exported& run) {
    std::map<Cell, std::vector<const SampleRow*>> rows;
    for (const SampleRow& row : run.record.samples) {
        rows[row.cell].push_back(&row);
    }
    json results = json::array();
    for (const CellSummary& cell : run.summary.cells) {
        results.push_back(result_of(run, cell.cell, rows.at(cell.cell)));
    }
    return text_of_json({{"results", results}});
}

}  // namespace pepbench
