#include "cli/derivation.h"

#include <algorithm>

#include "cli/run_settings.h"
#include "error.h"
#include "judge/gate_verdict.h"
#include "judge/gate_verification.h"
#include "judge/schedule_verification.h"
#include "plan/places.h"
#include "record/checked_json.h"
#include "record/formats/imported.h"
#include "record/gate_file.h"
#include "record/json_schema.h"
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
        document["pepbench"]["gate"]["soak"] = soak_json_like(stored, record, judgements);
    }
    return document;
}

Check check_schema(const json& stored) {
    static const JsonSchema schema = JsonSchema::of_results(source_directory());
    return {.what = "file is as the schema of result files has it",
            .checked = 1,
            .problems = schema.problems(stored)};
}

/// The first versions drew another order, and did not write each workload's modes.
bool is_of_an_earlier_draw(const json& header) {
    const json workloads = header.value("workloads", json::object());
    return !workloads.empty() && std::none_of(workloads.begin(), workloads.end(), [](const json& workload) {
        return workload.contains("modes");
    });
}

/// What can be told of the order in which pepbench itself measured.
std::vector<Check> check_schedule(const RunRecord& record) {
    if (text_of(record.header, "profile") == kImportedProfile) {
        return {};
    }
    if (is_of_an_earlier_draw(record.header)) {
        return {{.what = "process runs are as the recorded seed draws them",
                 .not_asked = "the file does not have the modes of each workload, as the first versions did "
                              "not, which drew another order"},
                check_times(record)};
    }
    try {
        return {check_order(record, selection_of(record.header)), check_times(record)};
    } catch (const Error& error) {
        return {{.what = "process runs are as the recorded seed draws them", .problems = {error.what()}}};
    }
}

}  // namespace

Derivation derive(const std::filesystem::path& file) {
    const json stored = read_document(file);
    if (is_gate(stored)) {
        const GateRecord record = gate_of(stored, file);
        json derived = derived_gate(record, stored);
        std::vector<Check> checks = verify_gate(stored, record, derived);
        checks.push_back(check_schema(stored));
        return {std::move(derived), std::move(checks)};
    }
    const RunRecord record = read_result(file);
    json derived = derived_document(record);
    std::vector<Check> checks = verify_result(stored, record, derived);
    for (Check& check : check_schedule(record)) {
        checks.push_back(std::move(check));
    }
    checks.push_back(check_schema(stored));
    return {std::move(derived), std::move(checks)};
}

}  // namespace pepbench
