// JSON of a file that people or the build write: a list, a configuration, a table.
#pragma once

#include <istream>
#include <nlohmann/json.hpp>

namespace pepbench {

/// Parses one document. Throws json::parse_error where it is none, and Error where it is nested too deeply
/// (record/checked_json.h) or larger than 1 MiB, which no such file comes near.
nlohmann::json parse_small_json(std::istream& stream);

}  // namespace pepbench
