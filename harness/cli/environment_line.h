// What a stored run says of the machine that it was measured on, in a line.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace pepbench {

/// `environment: usable with care before (turbo), not fit after (turbo, steal)`, from the header of a result
/// file, after an empty line; empty where it does not say, as files of an older pepbench.
std::string environment_line(const nlohmann::json& header);

}  // namespace pepbench
