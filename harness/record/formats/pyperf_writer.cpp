#include <algorithm>

#include "record/checked_json.h"
#include "record/formats/dates.h"
#include "record/formats/exported.h"
#include "record/formats/pyperf.h"
#include "record/formats/safe_name.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// Only texts and numbers may be metadata, and of texts only those of one line that are not empty.
void put_text(json& metadata, const char* key, const std::string& text) {
    std::string line;
    for (const char character : text) {
        line += static_cast<unsigned char>(character) < ' ' ? ' ' : character;
    }
    if (line.find_first_not_of(' ') != std::string::npos) {
        metadata[key] = line;
    }
}

void put_number(json& metadata, const char* key, const json& number) {
    if (number.is_number()) {
        metadata[key] = number;
    }
}

void put_switch(json& metadata, const char* key, const json& is_on) {
    if (is_on.is_boolean()) {
        metadata[key] = is_on.get<bool>() ? "on" : "off";
    }
}

json common_metadata(const json& header) {
    const json machine = header.value("machine", json::object());
    json metadata = {{"unit", "second"}};
    put_text(metadata, "hostname", text_of(machine, "host_name"));
    put_text(metadata, "cpu_model_name", text_of(machine, "cpu_model"));
    put_number(metadata, "cpu_count", machine.value("logical_cpus", json()));
    put_number(metadata, pyperf::kUsableCores, machine.value("usable_cores", json()));
    put_text(metadata, "pepbench_version", text_of(header, "version"));
    put_text(metadata, "pepbench_profile", text_of(header, "profile"));
    return metadata;
}

json metadata_of(const Cell& cell, const std::string& name, const json& header) {
    json metadata = {{pyperf::kWorkers, cell.workers}};
    put_text(metadata, "name", name);
    put_text(metadata, pyperf::kWorkload, cell.workload);
    put_text(metadata, pyperf::kMode, cell.mode.name);
    put_text(metadata, pyperf::kStartMethod, cell.mode.start_method);
    put_text(metadata, pyperf::kConfiguration, cell.configuration);
    const json facts = header.value("configurations", json::object())
                           .value(cell.configuration, json::object())
                           .value("facts", json());
    if (facts.is_object()) {
        put_text(metadata, "python_implementation", text_of(facts, "implementation"));
        put_text(metadata, "python_version", text_of(facts, "version"));
        put_switch(metadata, pyperf::kJit, facts.value("jit_enabled", json()));
        put_switch(metadata, pyperf::kGil, facts.value("gil_enabled", json()));
    }
    return metadata;
}

json run_of(const std::vector<const SampleRow*>& samples, const std::vector<const SampleRow*>& warmups,
            const ProcessRunRow& process_run, const std::optional<Instant>& started) {
    std::int64_t loops = samples.front()->iterations;
    std::int64_t peak_rss_bytes = 0;
    json values = json::array();
    for (const SampleRow* sample : samples) {
        values.push_back(sample->seconds);
        loops = std::min(loops, sample->iterations);
        peak_rss_bytes = std::max(peak_rss_bytes, sample->peak_rss_bytes);
    }
    json metadata = {{"loops", loops}, {pyperf::kPass, process_run.pass}};
    if (peak_rss_bytes > 0) {
        metadata["mem_max_rss"] = peak_rss_bytes;
    }
    if (started) {
        metadata["date"] = pyperf_date(later(*started, process_run.start_seconds));
    }
    json run = {{"metadata", metadata}, {"values", values}};
    for (const SampleRow* warmup : warmups) {
        run["warmups"].push_back({warmup->iterations, warmup->seconds});
    }
    return run;
}

}  // namespace

std::string to_pyperf(const Exported& run) {
    const std::map<int, const ProcessRunRow*> process_runs = process_runs_of(run.record);
    const auto samples = rows_by_run(run.record.samples);
    auto warmups = rows_by_run(run.record.warmups);
    const std::optional<Instant> started = parse_date(text_of(run.record.header, "started"));
    UniqueNames names;
    json benchmarks = json::array();
    for (const CellSummary& cell : run.summary.cells) {
        json runs = json::array();
        for (const auto& [number, rows] : samples.at(cell.cell)) {
            runs.push_back(run_of(rows, warmups[cell.cell][number], *process_runs.at(number), started));
        }
        benchmarks.push_back(
            {{"metadata", metadata_of(cell.cell, names.add(run.name(cell.cell)), run.record.header)},
             {"runs", runs}});
    }
    return text_of_json({{"version", pyperf::kVersion},
                         {"metadata", common_metadata(run.record.header)},
                         {"benchmarks", benchmarks}});
}

}  // namespace pepbench
