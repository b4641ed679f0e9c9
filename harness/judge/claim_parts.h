// What a claim comes to in one run, before the family that it is judged in is known.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/claim.h"
#include "judge/claim_roles.h"
#include "judge/claim_run.h"
#include "stats/median.h"

namespace pepbench {

/// In the order of what counts more where parts come to different ones.
enum class ClaimVerdict { refuted, not_possible, not_measured, cannot_tell, reproduced };

/// `reproduced`, `not possible here`
const char* to_string(ClaimVerdict verdict);

/// A number as it is shown.
struct ClaimValue {
    double value = 0;
    std::optional<Interval> interval;  ///< plain 95 %
    int n = 0;                         ///< passes, or what `unit` counts in
    std::string unit;
};

/// One condition of a claim. Either `settled` says what it comes to, or the logarithms of its number do, one
/// a pass, against the boundary.
struct ClaimPart {
    std::string name;  ///< empty where the claim is one number
    std::vector<double> logarithms;
    std::optional<double> at_least;
    std::optional<double> at_most;
    std::optional<ClaimVerdict> settled;
    std::string reason;               ///< why it is settled
    std::optional<ClaimValue> value;  ///< of a settled part, where it has one
    bool held = false;                ///< whether the run has all of it, or tried to
};

/// The parts of the claim's expression in a run, with this filling of its roles; at least one.
std::vector<ClaimPart> parts_of(const Claim& claim, const ClaimRun& run, const Filling& filling);

/// Those of a comparison (claim_comparison.cpp) and of facts (claim_facts.cpp).
std::vector<ClaimPart> comparison_parts(const Comparison& comparison, const ClaimRun& run,
                                        const Filling& filling);
std::vector<ClaimPart> same_answers_parts(const SameAnswers& same, const ClaimRun& run,
                                          const Filling& filling);
std::vector<ClaimPart> unsupported_parts(const Unsupported& unsupported, const ClaimRun& run,
                                         const Filling& filling);
std::vector<ClaimPart> fact_parts(const ReportedFacts& reported, const ClaimRun& run, const Filling& filling);

}  // namespace pepbench
