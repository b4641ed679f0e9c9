#include "cli/gate_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "error.h"

namespace pepbench {
namespace {

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

void require_selected(const ConfiguredCell& cell, const std::vector<GatedCell>& selected) {
    const std::string name = cell.cell_name();
    if (std::none_of(selected.begin(), selected.end(),
                     [&](const GatedCell& one) { return one.name() == name; })) {
        throw Error(
            fmt::format("the cell {} of --config is not among those that the other options name; leave out "
                        "--workload, --mode, --workers and --start-method, or take the cell out of the file",
                        name));
    }
}

}  // namespace

std::vector<GatedCell> gated_cells(const Selection& selection, const std::vector<ConfiguredCell>& configured,
                                   const GateOptions& options) {
    std::vector<GatedCell> cells = selected_cells(selection);
    std::map<std::string, std::optional<double>> listed;
    for (const ConfiguredCell& cell : configured) {
        listed[cell.cell_name()] = cell.threshold;
        require_selected(cell, cells);
    }
    if (!listed.empty()) {
        std::erase_if(cells, [&](const GatedCell& cell) { return !listed.contains(cell.name()); });
    }
    const GateRule rule = rule_of(options, static_cast<int>(cells.size()));
    if (options.continued.empty()) {  // else the rounds add to those that there are
        require_rounds_for_a_verdict(rule);
    }
    for (GatedCell& cell : cells) {
        cell.rule = rule;
        if (const auto own = listed.find(cell.name()); own != listed.end() && own->second) {
            cell.rule.threshold = *own->second;
        }
    }
    return cells;
}

}  // namespace pepbench
