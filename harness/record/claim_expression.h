// What a claim tests, read from its data.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "judge/claim.h"
#include "plan/workloads.h"

namespace pepbench {

/// Throws Error unless `object` is one and has no key but `known`.
void require_keys(const nlohmann::json& object, const std::string& what,
                  const std::vector<std::string>& known);

/// The keys `expression` and `boundary` of a claim's entry. Throws Error with a sentence without the claim's
/// name.
Expression read_expression(const nlohmann::json& claim, const std::vector<Role>& roles,
                           const std::vector<Workload>& known);

}  // namespace pepbench
