// A soak as a table.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace pepbench {

/// From `soak` of a gate's document (results/README.md). Markdown, which can be read on a terminal too.
std::string soak_table(const nlohmann::json& soak);

}  // namespace pepbench
