#include "cli/derivation.h"

#include "judge/gate_verdict.h"
#include "plan/places.h"
#include "record/gate_file.h"
#include "record/published.h"
#include "record/result_file.h"
#include "record/soak_summary.h"
#include "record/summary.h"
#include "record/warm_up_summary.h"

using nlohmann::json;

namespace pepbench {
namespace {

json derived_document(const RunRecord& record) {
    const Summary summary = summarize(
        record, PublishedTables::read(source_directory() / "results" / "published" / "pep371.json"));
    json document = result_document(record, summary);
    if (record.header.value("profile", "") == kWarmUpProfile) {
        add_warm_up(document.at("pepbench").at("summary"), summarize_warm_up(record));
    }
    return document;
}

json derived_gate(const GateRecord& record, const json& stored) {
    const std::vector<Judgement> judgements = judge_gate(record);
    const json& gate = stored.at("pepbench").at("gate");
    const bool of_soak = gate.contains("soak");
    json document = gate_document(record, judgements, !of_soak);
    if (of_soak) {
        const SoakNotes notes = soak_notes(stored);
        document["pepbench"]["gate"]["soak"] =
            soak_json(record, judgements, notes.neighbours, notes.driver_cpu_seconds);
    }
    return document;
}

}  // namespace

Derivation derive(const std::filesystem::path& file) {
    const json stored = read_document(file);
    if (is_gate(stored)) {
        const GateRecord record = gate_of(stored, file);
        json derived = derived_gate(record, stored);
        std::vector<Check> checks = verify_gate(stored, record, derived);
        return {std::move(derived), std::move(checks)};
    }
    const RunRecord record = read_result(file);
    json derived = derived_document(record);
    std::vector<Check> checks = verify_result(stored, record, derived);
    return {std::move(derived), std::move(checks)};
}

}  // namespace pepbench
