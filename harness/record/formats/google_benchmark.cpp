#include "record/formats/exported.h"
#include "record/result_file.h"

using nlohmann::json;

namespace pepbench {

std::string to_google_benchmark(const Exported& run) {
    const std::map<int, const ProcessRunRow*> process_runs = process_runs_of(run.record);
    json rows = numbered_rows(run.record.samples);
    for (std::size_t index = 0; index < rows.size(); ++index) {
        const SampleRow& sample = run.record.samples[index];
        json& row = rows[index];
        row["pass"] = process_runs.at(sample.process_run)->pass;
        row["name"] = run.name(sample.cell);
        row["run_name"] = row["name"];
    }
    return text_of_json({{"context", run.record.context}, {"benchmarks", rows}});
}

}  // namespace pepbench
