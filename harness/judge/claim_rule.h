// How a claim's numbers become a verdict.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/claim_parts.h"

namespace pepbench {

/// The chance that any of the verdicts that one call of pepbench gives is a false `reproduced` or `refuted`.
inline constexpr double kFamilyError = 0.05;

/// What of it is spent. On machines whose processes run at one of two speeds Student's t is wrong up to a
/// fifth more often than it says, as claim_rule_simulation_test.cpp shows.
inline constexpr double kSpentError = 0.04;

/// What a judgement is made among.
struct Family {
    int claims = 1;      ///< of one call that statistics decide, counted once a file
    int conditions = 1;  ///< of this claim: its parts' boundaries on either side
};

/// A part with its verdict.
struct JudgedPart {
    std::string name;
    ClaimVerdict verdict = ClaimVerdict::cannot_tell;
    std::string reason;  ///< a sentence without a full stop; empty where the numbers say it
    std::optional<ClaimValue> value;
    double margin = 0;  ///< how far its mean logarithm lies within the boundary; negative beyond
};

/// How many of the claim's conditions statistics decide: none where all its parts are settled otherwise.
int conditions_of(const std::vector<ClaimPart>& parts);

/// A part is reproduced where Student's t interval of its mean logarithm over passes lies within the boundary
/// at a tail of kSpentError ÷ claims, refuted where the one at a tail of kSpentError ÷ claims ÷ conditions
/// lies beyond it (harness/stats/README.md says why these). Below kLeastProcessRuns passes it is neither.
JudgedPart judge_part(const ClaimPart& part, const Family& family);

/// What the parts come to: the verdict that counts most among them (ClaimVerdict's order).
ClaimVerdict combined(const std::vector<JudgedPart>& parts);

}  // namespace pepbench
