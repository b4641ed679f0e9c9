// Rows as JSON, the one home of their keys: the journal and the result file both use these.
#pragma once

#include <nlohmann/json.hpp>

#include "record/flat_row.h"
#include "record/run_record.h"

namespace pepbench {

/// Whether an execution can have taken so long: neither nothing nor less than an instruction, nor more than
/// days. What lies outside comes from a broken clock or a broken file, and its ratios would not be finite.
bool is_time(double seconds);

/// Seconds in the unit of rows.
double nanoseconds(double seconds);

/// These seconds as they are read back from a row, which has nanoseconds: one in sixteen loses its last bit
/// on the way, and what is summed up from memory must be what `show` sums up from the file.
double as_written(double seconds);

/// `mode`, and `start_method` where it has one.
void put_mode(nlohmann::json& row, const Mode& mode);

/// Of its whole duration.
bool is_disturbed(const ProcessRunRow& row);

/// In Google Benchmark's form, times in nanoseconds, without the keys that depend on the other rows
/// (`repetitions`, `repetition_index`, the indices of families).
nlohmann::json to_json(const SampleRow& row);
nlohmann::json to_json(const ProcessRunRow& row);
nlohmann::json to_json(const std::optional<MemoryUse>& memory);
nlohmann::json to_json(const YardstickRow& row);
nlohmann::json to_json(const FailureRow& row);
nlohmann::json to_json(const UnavailableRow& row);

/// The reverse. Throw Error naming the key where one is missing, of the wrong type or out of range
/// (a time that is not positive and finite, less than one worker).
SampleRow sample_row(const nlohmann::json& row);
SampleRow flat_sample_row(const FlatRow& row);
std::optional<MemoryUse> memory_use(const nlohmann::json& memory);
ProcessRunRow process_run_row(const nlohmann::json& row);
YardstickRow yardstick_row(const nlohmann::json& row);
FailureRow failure_row(const nlohmann::json& row);
UnavailableRow unavailable_row(const nlohmann::json& row);

}  // namespace pepbench
