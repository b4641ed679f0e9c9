// What there is to measure for a claim.
#pragma once

#include <string>
#include <vector>

#include "judge/claim.h"

namespace pepbench {

/// A run that has the cells of a claim, with configurations that pepbench knows.
struct ClaimRequest {
    std::vector<std::string> workloads;
    std::string suite;  ///< that they are all of; empty where they are named
    std::vector<Mode> modes;
    std::vector<int> workers;
    std::vector<std::string> configurations;
    std::vector<std::string> pythons;  ///< NAME=PATH, interpreters that the user must have
};

ClaimRequest request_for(const Claim& claim);

/// `pepbench run --workload ...`
std::string command_for(const ClaimRequest& request);

}  // namespace pepbench
