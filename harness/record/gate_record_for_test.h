// Gates whose verdicts are known.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "record/gate_record.h"

namespace pepbench {

/// Cells that take so many times as long in the head, for so many rounds, and a control.
inline GateRecord gate_with(const std::vector<std::pair<double, int>>& cells,
                            const std::string& name = "work") {
    GateRecord record;
    for (const auto& [ratio, rounds] : cells) {
        for (int round = 0; round < rounds; ++round) {
            record.rounds.push_back({.cell = record.cells.size(),
                                     .round = round,
                                     .quads = "AB",
                                     .seconds = 0.1,
                                     .base = {1e6, 1e6},
                                     .head = {1e6 * ratio, 1e6 * ratio}});
        }
        record.cells.push_back(
            {.cell = {.workload = name + std::to_string(record.cells.size()), .mode = {"linear", ""}}});
    }
    record.cells.back().cell.control = true;
    record.header = {
        {"sides",
         {{"base", {{"configuration", "cpython-3.15"}}},
          {"head",
           {{"configuration", "cpython-3.15+jit"}, {"commit", "0123456789abcdef"}, {"ref", "HEAD"}}}}}};
    return record;
}

}  // namespace pepbench
