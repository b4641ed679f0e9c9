#include <fmt/format.h>

#include "record/checked_json.h"
#include "record/escaped.h"
#include "record/formats/exported.h"
#include "record/time_text.h"

using nlohmann::json;

namespace pepbench {

std::string to_markdown(const Exported& run) {
    std::string text =
        "| workload | mode | workers | configuration | median | 95 % interval | process runs | samples |\n"
        "| --- | --- | ---: | --- | ---: | --- | ---: | ---: |\n";
    for (const CellSummary& cell : run.summary.cells) {
        const std::string interval = cell.interval ? fmt::format("{} to {}", time_text(cell.interval->low),
                                                                 time_text(cell.interval->high))
                                                   : "fewer than six process runs";
        text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n",
                            escaped_for_markdown(cell.cell.workload),
                            escaped_for_markdown(cell.cell.mode.label()), cell.cell.workers,
                            escaped_for_markdown(cell.cell.configuration), time_text(cell.median_seconds),
                            interval, cell.process_runs, cell.samples);
    }
    const json& header = run.record.header;
    const std::string cpu = text_of(header.value("machine", json::object()), "cpu_model");
    return text + fmt::format("\nTime for one execution. pepbench {}, {}, {}.\n",
                              escaped_for_markdown(text_of(header, "version")),
                              escaped_for_markdown(text_of(header, "started")),
                              cpu.empty() ? "CPU model not recorded" : escaped_for_markdown(cpu));
}

}  // namespace pepbench
