#include "measure/calibration.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "judge/round_statistic.h"
#include "measure/visits.h"
#include "plan/schedule.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr double kShortestRun = 2e-3;  // seconds; far above what starting and ending a run costs
constexpr double kLeastClockSteps = 1000;
constexpr double kLongRun = 1;  // seconds; so long a run is neither warmed up nor made more than four times
constexpr double kPartOfRounds =
    3;  // a third of what is allowed: more than a verdict takes where one can be had
constexpr std::int64_t kMostIterations = 1'000'000;

void require_files(const GatePlan& plan, const GatedCell& cell) {
    const bool base = plan.base.workload_files.contains(cell.workload);
    const bool head = cell.control ? base : plan.head.workload_files.contains(cell.workload);
    if (!head) {
        throw CellSettled(Verdict::missing, "the head has no such workload");
    }
    if (!base) {
        throw CellSettled(Verdict::added, "the base has no such workload");
    }
}

MeasureRequest request_of(const GatePlan& plan, const GatedCell& cell, const GateSide& side,
                          const json& parameters) {
    MeasureRequest request = request_for(side.workload_files.at(cell.workload), cell.mode, cell.workers,
                                         plan.test_parameters, plan.resources);
    request.cell["parameters"] = parameters;
    request.cell["import_from"] = json::array();
    for (const auto& folder : side.import_from) {
        request.cell["import_from"].push_back(folder.string());
    }
    return request;
}

/// The shortest run of either side, in seconds.
double shortest_run(const RoundRow& look) {
    for (const auto& [side, failure] :
         {std::pair(kBase, &look.base_failure), std::pair(kHead, &look.head_failure)}) {
        if (!failure->empty()) {
            throw CellSettled(Verdict::failed, fmt::format("the {}: {}", side, *failure));
        }
    }
    return 1e-9 * std::min(*std::min_element(look.base.begin(), look.base.end()),
                           *std::min_element(look.head.begin(), look.head.end()));
}

std::int64_t iterations_for(double shortest, double clock_step) {
    const double least = std::max(kShortestRun, kLeastClockSteps * clock_step);
    const double needed = std::max(1.0, std::ceil(least / shortest));
    if (needed > static_cast<double>(kMostIterations)) {
        throw CellSettled(Verdict::failed,
                          fmt::format("an execution of {:.3g} s is too short: even {} of them last less than "
                                      "the {:.3g} s that a run needs",
                                      shortest, kMostIterations, least));
    }
    return static_cast<std::int64_t>(needed);
}

}  // namespace

RoundRequest round_request(const GatePlan& plan, const GateCellRow& row) {
    const GatedCell& cell = row.cell;
    const GateSide& head = cell.control ? plan.base : plan.head;
    return {.base = plan.base,
            .head = head,
            .base_request = request_of(plan, cell, plan.base, cell.base_parameters),
            .head_request =
                request_of(plan, cell, head, cell.control ? cell.base_parameters : cell.head_parameters),
            .answer_cell = {cell.name(), cell.mode, cell.workers, ""},
            .iterations = row.iterations,
            .warmups = row.warmups,
            .single_threaded = cell.single_threaded(),
            .timeout = plan.timeout_seconds};
}

int quads_of(const GateCellRow& row) { return row.warmups == 0 ? 1 : 2; }

Calibration calibrate_cell(const GatePlan& plan, const GatedCell& cell, std::size_t index, Rounds& rounds) {
    Calibration calibration{.row = {.cell = cell}};
    GateCellRow& row = calibration.row;
    try {
        require_files(plan, row.cell);
        row.warmups = 0;
        // The base goes first, so that it is the head whose answer is another one.
        const RoundDraw draw{.quads = "A", .hash_seed = hash_seed(plan.seed, static_cast<int>(index))};
        const RoundRow look =
            rounds.measure({.cell = index, .request = round_request(plan, row), .draw = draw});
        const double shortest = shortest_run(look);
        row.iterations = iterations_for(shortest, plan.clock_step_seconds);
        row.warmups = shortest >= kLongRun ? 0 : 1;
        const double runs = 4.0 * quads_of(row) + 2.0 * row.warmups;
        const double starting = std::max(0.0, look.seconds - 4 * shortest);
        calibration.round_seconds = starting + shortest * static_cast<double>(row.iterations) * runs;
        if (plan.stretch_seconds) {
            // Rounds may get more quads than the first has.
            const double longest = calibration.round_seconds * kMostQuads / quads_of(row);
            double& most = row.cell.rule.max_seconds;
            most = std::max(most, row.cell.rule.max_rounds / kPartOfRounds * longest);
        }
    } catch (const CellSettled& settled) {
        row.settled = settled.verdict();
        row.reason = settled.what();
    }
    return calibration;
}

}  // namespace pepbench
