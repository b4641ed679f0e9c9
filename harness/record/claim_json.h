// The verdicts of claims as JSON, the form in which reports read them (results/README.md).
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "judge/claim_report.h"

namespace pepbench {

/// `files` are the runs' names, in their order.
nlohmann::json claims_document(const ClaimReport& report, const std::vector<std::string>& files);

}  // namespace pepbench
