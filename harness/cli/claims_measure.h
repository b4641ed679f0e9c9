// pepbench claims --measure: runs what no file holds yet.
#pragma once

#include <string>
#include <vector>

#include "exit_code.h"
#include "judge/claim_report.h"
#include "judge/claim_request.h"

namespace pepbench {

/// What there is to measure for each claim that no run of the report holds, but for those that take an
/// interpreter that the user must have.
std::vector<ClaimRequest> requests_for_missing(const ClaimReport& report);

/// How the run is to be made, beside its cells.
struct MeasureOptions {
    std::string output;  ///< empty: as `pepbench run` names it
    std::string budget;
    bool wait = false;  ///< for the end of another measurement on this machine
};

struct MeasuredFile {
    std::string file;
    ExitCode code = ExitCode::done;
};

/// Measures all of it in one run, with the interpreters that are known here, and says so on standard error:
/// each workload in the modes and with the workers that it is asked for in, all in every configuration.
/// Throws Error.
MeasuredFile measure_missing(const std::vector<ClaimRequest>& requests, const MeasureOptions& options);

}  // namespace pepbench
