#include "judge/claim_parts.h"

namespace pepbench {
namespace {

struct PartsOf {
    const ClaimRun& run;
    const Filling& filling;

    std::vector<ClaimPart> operator()(const Comparison& comparison) const {
        return comparison_parts(comparison, run, filling);
    }
    std::vector<ClaimPart> operator()(const SameAnswers& same) const {
        return same_answers_parts(same, run, filling);
    }
    std::vector<ClaimPart> operator()(const Unsupported& unsupported) const {
        return unsupported_parts(unsupported, run, filling);
    }
    std::vector<ClaimPart> operator()(const ReportedFacts& reported) const {
        return fact_parts(reported, run, filling);
    }
};

}  // namespace

const char* to_string(ClaimVerdict verdict) {
    switch (verdict) {
        case ClaimVerdict::refuted:
            return "refuted";
        case ClaimVerdict::not_possible:
            return "not possible here";
        case ClaimVerdict::not_measured:
            return "not measured";
        case ClaimVerdict::cannot_tell:
            return "cannot tell";
        case ClaimVerdict::reproduced:
            break;
    }
    return "reproduced";
}

std::vector<ClaimPart> parts_of(const Claim& claim, const ClaimRun& run, const Filling& filling) {
    return std::visit(PartsOf{run, filling}, claim.expression);
}

}  // namespace pepbench
