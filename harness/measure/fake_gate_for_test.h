// A gate over two fake runners that play scripted times.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "judge/gate_verdict.h"
#include "measure/fake_runner_for_test.h"
#include "measure/gate_session.h"

namespace pepbench {

inline GatedCell work_cell(const std::string& workload = "work") {
    return {.workload = workload, .mode = {"linear", ""}, .workers = 1};
}

/// A gate of the one cell `work` whose sides do what they are told.
class FakeGate {
  public:
    FakeGate(const nlohmann::json& base, const nlohmann::json& head) {
        plan.base = {.configuration = fake_configuration("fake", base),
                     .workload_files = {{"work", "work.py"}}};
        plan.head = {.configuration = fake_configuration("fake", head),
                     .workload_files = {{"work", "work.py"}}};
        plan.cells = {work_cell()};
        plan.seed = 371;
        plan.timeout_seconds = 10;
        plan.cores = {0};
    }

    void measure() {
        GateView view(quiet);
        const GateFeed feed = {
            .cell = [&](std::size_t number, const GateCellRow& row) { kept_cells[number] = row; },
            .round = [&](const RoundRow& round) { kept.push_back(round); }};
        result = measure_gate(plan, record, feed, view);
        judgements = judge_gate(record);
    }

    Judgement judged() {
        measure();
        return judgements.at(0);
    }

    bool quiet = true;
    GatePlan plan;
    GateRecord record;
    GateResult result;
    std::map<std::size_t, GateCellRow> kept_cells;
    std::vector<RoundRow> kept;
    std::vector<Judgement> judgements;
};

inline nlohmann::json takes(double seconds) { return {{"execute", {seconds}}}; }

}  // namespace pepbench
