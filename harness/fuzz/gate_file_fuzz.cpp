// A gate's result file, as `pepbench show`, `verify` and `gate --continue` take it.
#include "cli/derivation.h"
#include "cli/gate_explanation.h"
#include "cli/gate_options.h"
#include "cli/gate_report.h"
#include "cli/soak_table.h"
#include "fuzz/input.h"
#include "record/gate_file.h"
#include "record/result_file.h"
#include "record/soak_summary.h"

using nlohmann::json;

namespace pepbench {
namespace {

void show(const GateRecord& record, const std::vector<Judgement>& judgements) {
    require_harmless(gate_table(record, judgements, "gate.json"));
    require_harmless(gate_markdown(record, judgements, "gate.json"));
    require_harmless(gate_junit(record, judgements));
    if (!record.cells.empty()) {
        require_harmless(gate_explanation(record, judgements, record.cells.front().cell.name()));
    }
}

void verify_soak(const json& document, const GateRecord& record, const std::vector<Judgement>& judgements) {
    const SoakNotes notes = soak_notes(document);
    require_harmless(soak_table(soak_json(record, judgements, notes.neighbours, notes.driver_cpu_seconds)));
}

void follow(const json& document, const GateRecord& record, const std::filesystem::path& file) {
    const std::vector<Judgement> judgements = judge_gate(record);
    show(record, judgements);
    take_or_refuse([&] { (void)derive(file); });
    take_or_refuse([&] { verify_soak(document, record, judgements); });
}

void take(const std::filesystem::path& file, bool followed) {
    const json document = read_document(file);
    const GateRecord record = gate_of(document, file);
    GateOptions options;
    take_or_refuse([&] { restore(record.header.value("settings", json::object()), options); });
    if (followed) {
        follow(document, record, file);
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
