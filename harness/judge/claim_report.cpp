#include "judge/claim_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "judge/claim_condition.h"
#include "judge/claim_parts.h"
#include "judge/claim_roles.h"

namespace pepbench {
namespace {

/// A claim in one run, not judged yet.
struct Examined {
    std::size_t run = 0;
    Filling filling;  ///< empty where the run's configurations do not fill the roles
    std::vector<ClaimPart> parts;
};

bool held(const Examined& examined) {
    return std::any_of(examined.parts.begin(), examined.parts.end(),
                       [](const ClaimPart& part) { return part.held; });
}

bool is_whole(const Examined& examined) {
    return !examined.parts.empty() &&
           std::none_of(examined.parts.begin(), examined.parts.end(),
                        [](const ClaimPart& part) { return part.settled == ClaimVerdict::not_measured; });
}

/// With the first filling that the run measured whole, else the first that it measured in part, else the
/// first.
Examined examine(const Claim& claim, const ClaimRun& run, std::size_t index) {
    Examined best{.run = index, .filling = {}, .parts = {}};
    for (const Filling& filling : fillings(claim, run)) {
        Examined examined{.run = index, .filling = filling, .parts = parts_of(claim, run, filling)};
        if (is_whole(examined)) {
            return examined;
        }
        if (best.parts.empty() || (!held(best) && held(examined))) {
            best = std::move(examined);
        }
    }
    return best;
}

/// What a claim comes to that no run holds anything of; `examined` are those whose roles the runs can fill.
JudgedClaim unmeasured(const Claim& claim, const std::vector<Examined>& examined) {
    JudgedClaim judged{.claim = &claim,
                       .run = std::nullopt,
                       .condition = condition_text(claim, {}),
                       .verdict = ClaimVerdict::not_measured,
                       .reason = "",
                       .value = std::nullopt,
                       .parts = {}};
    if (!claim.cannot_be_measured.empty()) {
        judged.verdict = ClaimVerdict::not_possible;
        judged.reason = claim.cannot_be_measured;
        return judged;
    }
    const auto filled = std::find_if(examined.begin(), examined.end(),
                                     [](const Examined& one) { return !one.parts.empty(); });
    if (filled == examined.end()) {
        const std::string separator = " and ";
        std::string roles;
        for (const std::string& role : roles_used(claim.expression)) {
            roles += (roles.empty() ? "" : separator) + role_named(claim, role).what;
        }
        judged.reason = fmt::format("no file has {}", roles);
        return judged;
    }
    judged.condition = condition_text(claim, filled->filling);
    judged.verdict = *filled->parts.front().settled;
    judged.reason = filled->parts.front().reason;
    return judged;
}

/// The part that decides: of those with the claim's verdict the one least within its boundary.
const JudgedPart& deciding(const std::vector<JudgedPart>& parts, ClaimVerdict verdict) {
    const JudgedPart* decides = nullptr;
    for (const JudgedPart& part : parts) {
        if (part.verdict == verdict && (decides == nullptr || part.margin < decides->margin)) {
            decides = &part;
        }
    }
    return *decides;
}

std::string reason_of(const std::vector<JudgedPart>& parts, const JudgedPart& decides) {
    if (parts.size() == 1) {
        return decides.reason;
    }
    std::ptrdiff_t alike = 0;
    bool one_reason = !decides.value;
    for (const JudgedPart& part : parts) {
        alike += part.verdict == decides.verdict ? 1 : 0;
        one_reason = one_reason && (part.verdict != decides.verdict || part.reason == decides.reason);
    }
    const bool all = alike == static_cast<std::ptrdiff_t>(parts.size());
    const std::string which = all ? "" : fmt::format("{} of {} parts: ", alike, parts.size());
    if (one_reason) {
        return which + decides.reason;
    }
    return fmt::format("{}{}{}{}", which, decides.value ? "the least favourable is " : "", decides.name,
                       decides.reason.empty() ? "" : ": " + decides.reason);
}

JudgedClaim judged(const Claim& claim, const Examined& examined, int family) {
    const Family among{.claims = family, .conditions = std::max(1, conditions_of(examined.parts))};
    std::vector<JudgedPart> parts;
    for (const ClaimPart& part : examined.parts) {
        parts.push_back(judge_part(part, among));
    }
    const ClaimVerdict verdict = combined(parts);
    const JudgedPart& decides = deciding(parts, verdict);
    JudgedClaim result{.claim = &claim,
                       .run = examined.run,
                       .condition = condition_text(claim, examined.filling),
                       .verdict = verdict,
                       .reason = reason_of(parts, decides),
                       .value = decides.value,
                       .parts = {}};
    if (parts.size() > 1) {
        result.parts = std::move(parts);
    }
    return result;
}

}  // namespace

ClaimReport judge_claims(const std::vector<Claim>& claims, const std::vector<ClaimRun>& runs) {
    std::vector<std::vector<Examined>> by_claim;
    ClaimReport report;
    for (const Claim& claim : claims) {
        std::vector<Examined>& of_claim = by_claim.emplace_back();
        for (std::size_t run = 0; run < runs.size(); ++run) {
            of_claim.push_back(examine(claim, runs[run], run));
            report.family += conditions_of(of_claim.back().parts) > 0 ? 1 : 0;
        }
    }
    for (std::size_t index = 0; index < claims.size(); ++index) {
        const std::vector<Examined>& of_claim = by_claim[index];
        if (std::none_of(of_claim.begin(), of_claim.end(), held)) {
            report.claims.push_back(unmeasured(claims[index], of_claim));
            continue;
        }
        for (const Examined& examined : of_claim) {
            if (held(examined)) {
                report.claims.push_back(judged(claims[index], examined, std::max(1, report.family)));
            }
        }
    }
    return report;
}

std::string correction_text(const ClaimReport& report) {
    if (report.family == 0) {
        return "no claim was decided by statistics";
    }
    return fmt::format(
        "{} claim{} decided by statistics, each at an error of {:.2g} %, so that the chance of any false "
        "\"reproduced\" or \"refuted\" among them is at most {:.0f} % (Bonferroni); the intervals shown are "
        "plain 95 % ones",
        report.family, report.family == 1 ? " is" : "s are", 100 * kSpentError / report.family,
        100 * kFamilyError);
}

}  // namespace pepbench
