// A file of claims, judged by a run.
#include "cli/claims_table.h"
#include "fuzz/input.h"
#include "judge/claim_report.h"
#include "record/claim_file.h"
#include "record/claim_json.h"
#include "record/result_file.h"

namespace pepbench {
namespace {

void follow(const std::vector<Claim>& claims) {
    static const RunRecord run = read_result(PEPBENCH_SOURCE_DIR "/harness/fuzz/corpus/result-file/one_pass");
    static const std::vector<ClaimRun> runs = {ClaimRun(run)};
    const ClaimReport report = judge_claims(claims, runs);
    require_harmless(claims_table(report, {"run.json"}));
    (void)claims_document(report, {"run.json"});
}

void take(const std::filesystem::path& file, bool followed) {
    static const std::vector<Workload> workloads = find_workloads(PEPBENCH_SOURCE_DIR "/workloads");
    const std::vector<Claim> claims = read_claim_file(file, workloads);
    if (followed) {
        follow(claims);
    }
}

}  // namespace
}  // namespace pepbench

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static pepbench::InputFile input;
    pepbench::take_or_refuse(
        [&] { pepbench::take(input.holding(bytes, size), pepbench::is_followed(bytes, size)); });
    return 0;
}
