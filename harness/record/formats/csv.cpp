#include <fmt/format.h>

#include "record/formats/exported.h"
#include "record/harmless.h"

namespace pepbench {
namespace {

/// As RFC 4180 has it: in quotes where needed, quotes doubled. Names are from files, and neither a terminal
/// obeys one nor does a spreadsheet take it for a formula.
std::string field(const std::string& name) {
    std::string text = harmless(name);
    if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos) {
        text.insert(0, 1, '\'');
    }
    if (text.find_first_of(",\"") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char character : text) {
        quoted += character;
        if (character == '"') {
            quoted += '"';
        }
    }
    return quoted + '"';
}

std::string field(const std::optional<std::int64_t>& number) {
    return number ? std::to_string(*number) : std::string();
}

}  // namespace

std::string to_csv(const Exported& run) {
    const std::map<int, const ProcessRunRow*> process_runs = process_runs_of(run.record);
    std::string text =
        "name,workload,mode,start_method,workers,configuration,process_run,pass,sample,iterations,seconds,"
        "cpu_seconds,started_seconds,peak_rss_bytes,children_peak_rss_bytes,voluntary_context_switches,"
        "involuntary_context_switches\n";
    for (const SampleRow& row : run.record.samples) {
        const Cell& cell = row.cell;
        text +=
            fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", field(run.name(cell)),
                        field(cell.workload), field(cell.mode.name), field(cell.mode.start_method),
                        cell.workers, field(cell.configuration), row.process_run,
                        process_runs.at(row.process_run)->pass, row.sample, row.iterations, row.seconds,
                        row.cpu_seconds, row.started_seconds, row.peak_rss_bytes, row.children_peak_rss_bytes,
                        field(row.voluntary_context_switches), field(row.involuntary_context_switches));
    }
    return text;
}

}  // namespace pepbench
