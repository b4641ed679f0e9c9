// A gate: sweeps over its cells, a round each, until every one is decided.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "measure/gate_view.h"
#include "plan/gate_plan.h"
#include "record/gate_record.h"

namespace pepbench {

/// Everything that a gate is about.
struct GatePlan {
    GateSide base;
    GateSide head;
    std::vector<GatedCell> cells;
    bool with_control = false;  ///< whether one of them is judged once more, with the base on both sides
    std::size_t over = 0;       ///< so many of the first cells are not gone on with, nor is their record read
    std::uint64_t seed = 0;
    double timeout_seconds = 120;
    std::optional<double> budget_seconds;
    bool stretch_seconds = false;  ///< whether a cell may take a third of its rounds, however long they are
    bool to_the_limits = false;    ///< whether to go on where a verdict is reached already
    bool test_parameters = false;
    nlohmann::json resources = nlohmann::json::object();  ///< of the workloads
    std::vector<int> cores;                               ///< that this process may use
    double clock_step_seconds = 1e-9;                     ///< of the coarser clock of the two sides
    bool keep_awake = false;                              ///< those cores, see KeepAwake
    bool start_ahead = true;  ///< a round's processes while the round before is measured, on another core
};

struct GateResult {
    bool interrupted = false;
    double measuring_seconds = 0;
    double awake_cpu_seconds = 0;  ///< that the driver used to keep cores awake
};

/// Where a gate hands what it finds before it goes on.
struct GateFeed {
    std::function<void(std::size_t, const GateCellRow&)> cell;  ///< its number; again where it changes
    std::function<void(const RoundRow&)> round;
    std::function<void(double)> driver_cpu = {};  ///< of a soak: seconds that the driver used so far
};

/// Calibrates the cells that `record` does not hold yet, and a control where one is wanted and any cell is
/// left to be judged by rounds; goes on with those that it holds undecided, with the wealth of their rounds:
/// optional continuation is valid. Fills `record`'s cells and rounds, and hands each to `feed` as it comes.
/// Throws Error where the budget cannot be enough for any verdict.
GateResult measure_gate(const GatePlan& plan, GateRecord& record, const GateFeed& feed, GateView& view);

}  // namespace pepbench
