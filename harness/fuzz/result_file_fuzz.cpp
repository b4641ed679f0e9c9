// A run's result file, as `pepbench show`, `verify` and `compare` take it.
#include "fuzz/input.h"
#include "judge/comparability.h"
#include "judge/verification.h"
#include "record/published.h"
#include "record/result_file.h"
#include "record/warm_up_summary.h"

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

void take(const std::filesystem::path& file) {
    static const PublishedTables published =
        PublishedTables::read(PEPBENCH_SOURCE_DIR "/results/published/pep371.json");
    const json document = read_document(file);
    if (is_gate(document)) {
        return;  // fuzz-gate-file takes these
    }
    const RunRecord record = read_result(file);
    const Summary summary = summarize(record, published);
    json derived = result_document(record, summary);
    if (record.header.value("profile", "") == kWarmUpProfile) {
        add_warm_up(derived.at("pepbench").at("summary"), summarize_warm_up(record));
    }
    for (const Check& check : verify_result(document, record, derived)) {
        (void)check;
    }
    (void)compare_environments(record.header, record.header, all_of(summary));
    (void)derived.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace
}  // namespace pepbench

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    static pepbench::InputFile input;
    pepbench::take_or_refuse([&] { pepbench::take(input.holding(bytes, size)); });
    return 0;
}
