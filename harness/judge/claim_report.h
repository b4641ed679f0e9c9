// The verdicts of claims over stored runs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "judge/claim.h"
#include "judge/claim_rule.h"
#include "judge/claim_run.h"

namespace pepbench {

/// A claim in one run, or in none.
struct JudgedClaim {
    const Claim* claim;
    std::optional<std::size_t> run;  ///< index; nothing where no run holds the claim's cells
    std::string condition;
    ClaimVerdict verdict = ClaimVerdict::not_measured;
    std::string reason;
    std::optional<ClaimValue> value;  ///< of the part that decides
    std::vector<JudgedPart> parts;    ///< none where the claim is one number
};

struct ClaimReport {
    int family = 0;                   ///< claims that statistics decide, each counted once a run
    std::vector<JudgedClaim> claims;  ///< by claim, then by run
};

/// Judges every claim in every run that holds its cells; runs are never mixed. The report refers to `claims`.
ClaimReport judge_claims(const std::vector<Claim>& claims, const std::vector<ClaimRun>& runs);

/// How the family is corrected for, in one sentence.
std::string correction_text(const ClaimReport& report);

}  // namespace pepbench
