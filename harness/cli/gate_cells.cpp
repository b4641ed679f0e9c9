#include "cli/gate_cells.h"

#include <algorithm>
#include <map>
#include <set>

#include "error.h"

namespace pepbench {
namespace {

constexpr int kControlPatience = 3;  // with the control, without which no verdict is worth anything

std::vector<GatedCell> selected_cells(const Selection& selection) {
    std::vector<GatedCell> cells;
    for (const std::string& workload : selection.workloads) {
        const Shape shape = selection.shape_of(workload);
        for (const Mode& mode : shape.modes) {
            for (const int workers : shape.workers) {
                cells.push_back({.workload = workload, .mode = mode, .workers = workers});
            }
        }
    }
    return cells;
}

}  // namespace

std::vector<GatedCell> gated_cells(const Selection& selection, const std::vector<ConfiguredCell>& configured,
                                   const GateOptions& options) {
    std::vector<GatedCell> cells = selected_cells(selection);
    std::map<std::string, std::optional<double>> listed;
    for (const ConfiguredCell& cell : configured) {
        listed[cell.cell_name()] = cell.threshold;
    }
    if (!listed.empty()) {
        std::erase_if(cells, [&](const GatedCell& cell) { return !listed.contains(cell.name()); });
    }
    if (cells.empty()) {
        throw Error(
            "none of the cells of --config is among those that --workload, --mode and --workers name");
    }
    const GateRule rule = rule_of(options, static_cast<int>(cells.size()));
    for (GatedCell& cell : cells) {
        cell.rule = rule;
        if (const auto own = listed.find(cell.name()); own != listed.end() && own->second) {
            cell.rule.threshold = *own->second;
        }
    }
    return cells;
}

GatedCell control_for(const std::vector<GatedCell>& cells, const GateSide& base) {
    const auto find = [&](bool cheap) {
        return std::find_if(cells.begin(), cells.end(), [&](const GatedCell& cell) {
            return base.workload_files.contains(cell.workload) && (cell.single_threaded() || !cheap);
        });
    };
    auto chosen = find(true);
    if (chosen == cells.end()) {
        chosen = find(false);
    }
    if (chosen == cells.end()) {
        throw Error("the base has none of the workloads, so there is nothing to compare with");
    }
    GatedCell control = *chosen;
    control.control = true;
    control.rule.max_rounds *= kControlPatience;
    control.rule.max_seconds *= kControlPatience;
    return control;
}

}  // namespace pepbench
