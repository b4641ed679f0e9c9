#include "record/claim_json.h"

#include "judge/claim_condition.h"
#include "judge/claim_request.h"
#include "record/checked_json.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kVerdictsFormat = 1;

json value_json(const std::optional<ClaimValue>& value) {
    if (!value) {
        return nullptr;
    }
    return {{"value", value->value},
            {"low", value->interval ? json(value->interval->low) : json()},
            {"high", value->interval ? json(value->interval->high) : json()},
            {"n", value->n},
            {"unit", value->unit}};
}

json entry_json(const JudgedClaim& judged) {
    const Claim& claim = *judged.claim;
    json parts = json::array();
    for (const JudgedPart& part : judged.parts) {
        parts.push_back({{"name", part.name},
                         {"verdict", to_string(part.verdict)},
                         {"reason", part.reason},
                         {"value", value_json(part.value)}});
    }
    return {{"id", claim.id},
            {"pep", claim.pep},
            {"section", claim.section},
            {"text", claim.text},
            {"condition", judged.condition},
            {"file", or_null(judged.run)},
            {"verdict", to_string(judged.verdict)},
            {"reason", judged.reason},
            {"value", value_json(judged.value)},
            {"boundary", boundary_text(claim)},
            {"parts", parts},
            {"measure",
             judged.verdict == ClaimVerdict::not_measured ? json(command_for(request_for(claim))) : json()},
            {"note", claim.note}};
}

}  // namespace

json claims_document(const ClaimReport& report, const std::vector<std::string>& files) {
    json claims = json::array();
    for (const JudgedClaim& judged : report.claims) {
        claims.push_back(entry_json(judged));
    }
    return {
        {"format", kVerdictsFormat},
        {"files", files},
        {"family",
         {{"claims", report.family}, {"level", 1 - kFamilyError}, {"correction", correction_text(report)}}},
        {"claims", claims}};
}

}  // namespace pepbench
