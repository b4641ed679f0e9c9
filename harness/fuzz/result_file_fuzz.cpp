// A run's result file, as `pepbench show`, `verify`, `compare`, `export` and `claims` take it.
#include "cli/claims_table.h"
#include "cli/derivation.h"
#include "cli/judged_claims.h"
#include "fuzz/input.h"
#include "judge/claim_report.h"
#include "judge/comparability.h"
#include "record/formats/exported.h"
#include "record/result_file.h"

using nlohmann::json;

namespace pepbench {
namespace {

InCommon all_of(const Summary& summary) {
    InCommon all;
    for (const CellSummary& cell : summary.cells) {
        all.workloads.insert(cell.cell.workload);
        all.configurations.insert(cell.cell.configuration);
    }
    return all;
}

void follow(const RunRecord& record, const std::filesystem::path& file) {
    static const std::vector<Claim> claims = own_claims();
    const Summary summary = summarize(record, {});
    for (const auto& [name, text_of_run] : kFormats) {
        take_or_refuse([&, &write = text_of_run] { require_harmless(write({record, summary})); });
    }
    require_harmless(claims_table(judge_claims(claims, {ClaimRun(record)}), {"run.json"}));
    (void)compare_environments(record.header, record.header, all_of(summary));
    (void)derive(file);
}

}  // namespace
}  // namespace pepbench

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static pepbench::InputFile input;
    pepbench::take_or_refuse([&] {
        const std::filesystem::path& file = input.holding(bytes, size);
        const pepbench::RunRecord record = pepbench::read_result(file);
        if (pepbench::is_followed(bytes, size)) {
            pepbench::follow(record, file);
        }
    });
    return 0;
}
