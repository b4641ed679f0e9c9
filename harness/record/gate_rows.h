// A gate's rows as JSON, the one home of their keys.
#pragma once

#include <nlohmann/json.hpp>

#include "record/gate_record.h"

namespace pepbench {

/// Times of runs in nanoseconds, of rounds in seconds.
nlohmann::json to_json(const RoundRow& round);
nlohmann::json to_json(const GateCellRow& cell);

/// A cell's row with its `number` in the gate's list, as a journal has it.
nlohmann::json numbered_cell(std::size_t number, const GateCellRow& cell);

/// The reverse. Throw Error naming the key where one is missing, of the wrong type or out of range.
RoundRow round_row(const nlohmann::json& row);
GateCellRow gate_cell_row(const nlohmann::json& row);

}  // namespace pepbench
