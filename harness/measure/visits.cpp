#include "measure/visits.h"

using nlohmann::json;

namespace pepbench {

VisitMaker::VisitMaker(const Settings& settings, const std::filesystem::path& scratch, const UrlPage* page)
    : settings_(settings) {
    resources_ = {{"scratch", scratch.string()}};
    if (page != nullptr) {
        resources_.update(
            {{"url", page->url}, {"page_bytes", page->page_bytes}, {"page_crc32", page->page_crc32}});
    }
}

MeasureRequest VisitMaker::request_for(const Cell& cell) const {
    MeasureRequest request;
    request.cell = {{"workload", settings_.workload_files.at(cell.workload).string()},
                    {"mode", cell.mode.name},
                    {"workers", cell.workers}};
    if (!cell.mode.start_method.empty()) {
        request.cell["start_method"] = cell.mode.start_method;
    }
    if (settings_.test_parameters) {
        request.cell["test_parameters"] = true;
    }
    request.resources = resources_;
    return request;
}

CellVisit VisitMaker::sound(const Cell& cell, int samples, bool first) const {
    MeasureRequest request = request_for(cell);
    request.samples = samples;
    request.warmups = first ? 1 : 0;
    request.minimum_sample_seconds = kMinimumSampleSeconds;
    return {cell, request};
}

CellVisit VisitMaker::pep371(const Cell& cell, int repetitions) const {
    MeasureRequest request = request_for(cell);
    request.samples = repetitions;
    request.gc = false;
    return {cell, request};
}

std::vector<Cell> pep371_order(const Selection& selection, const std::string& workload,
                               const std::string& configuration) {
    std::vector<Cell> cells;
    const Shape shape = selection.shape_of(workload);
    for (const int workers : shape.workers) {
        for (const Mode& mode : shape.modes) {
            cells.push_back({workload, mode, workers, configuration});
        }
    }
    return cells;
}

}  // namespace pepbench
