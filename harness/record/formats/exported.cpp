#include "record/formats/exported.h"

namespace pepbench {

const std::vector<std::pair<std::string, std::function<std::string(const Exported&)>>> kFormats = {
    {"pyperf", to_pyperf},    {"google-benchmark", to_google_benchmark},
    {"csv", to_csv},          {"go", to_go_benchmark},
    {"bmf", to_bmf},          {"hyperfine", to_hyperfine},
    {"markdown", to_markdown}};

std::string Exported::name(const Cell& cell) const {
    const std::string name = cell.name();
    return one_configuration ? name.substr(0, name.size() - cell.configuration.size() - 1) : name;
}

std::map<int, const ProcessRunRow*> process_runs_of(const RunRecord& record) {
    std::map<int, const ProcessRunRow*> runs;
    for (const ProcessRunRow& run : record.process_runs) {
        runs.emplace(run.process_run, &run);
    }
    return runs;
}

std::map<Cell, std::map<int, std::vector<const SampleRow*>>> rows_by_run(const std::vector<SampleRow>& rows) {
    std::map<Cell, std::map<int, std::vector<const SampleRow*>>> cells;
    for (const SampleRow& row : rows) {
        cells[row.cell][row.process_run].push_back(&row);
    }
    return cells;
}

std::string text_of_json(const nlohmann::json& document) {
    constexpr bool kInAscii = true;  // names are from files, and a terminal obeys none of them then
    return document.dump(1, ' ', kInAscii, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace pepbench
