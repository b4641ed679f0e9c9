#include "cli/judged_claims.h"

#include "judge/claim_report.h"
#include "plan/places.h"
#include "plan/workloads.h"
#include "record/claim_file.h"
#include "record/claim_json.h"
#include "record/result_file.h"

using nlohmann::json;

namespace pepbench {

std::vector<Claim> own_claims() {
    return read_claims(source_directory() / "results" / "claims",
                       find_workloads(source_directory() / "workloads"));
}

json judged_claims(const std::vector<std::string>& files) {
    const std::vector<Claim> claims = own_claims();
    std::vector<RunRecord> records;
    std::vector<std::size_t> places;  // of the records' files among all
    for (std::size_t place = 0; place < files.size(); ++place) {
        if (!is_gate(read_document(files[place]))) {
            records.push_back(read_result(files[place]));
            places.push_back(place);
        }
    }
    const std::vector<ClaimRun> runs(records.begin(), records.end());
    json document = claims_document(judge_claims(claims, runs), files);
    for (json& claim : document.at("claims")) {
        if (json& file = claim.at("file"); !file.is_null()) {
            file = places.at(file.get<std::size_t>());
        }
    }
    return document;
}

}  // namespace pepbench
