#pragma once

#include <nlohmann/json.hpp>

#include "environment/build.h"
#include "environment/google_benchmark_context.h"
#include "environment/load.h"
#include "environment/machine.h"

/// The edge between facts and JSON: the only place of this room that knows nlohmann/json. A missing fact is
/// `null`, but for Google Benchmark's context, where it has no key. Keys keep their order; all texts are
/// ASCII but paths and build flags.
namespace pepbench {

[[nodiscard]] nlohmann::ordered_json to_json(const Machine& machine);
[[nodiscard]] nlohmann::ordered_json to_json(const LoadSnapshot& load);
[[nodiscard]] nlohmann::ordered_json to_json(const LoadDifference& change);
[[nodiscard]] nlohmann::ordered_json to_json(const BuildFacts& build);

/// With `json_schema_version` 1, the only one that compare.py reads.
[[nodiscard]] nlohmann::ordered_json to_json(const GoogleBenchmarkContext& context);

}  // namespace pepbench
