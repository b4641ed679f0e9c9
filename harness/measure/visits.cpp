#include "measure/visits.h"

using nlohmann::json;

namespace pepbench {

MeasureRequest request_for(const std::filesystem::path& file, const Mode& mode, int workers,
                           bool test_parameters, const json& resources) {
    MeasureRequest request;
    request.cell = {{"workload", file.string()}, {"mode", mode.name}, {"workers", workers}};
    if (!mode.start_method.empty()) {
        request.cell["start_method"] = mode.start_method;
    }
    if (test_parameters) {
        request.cell["test_parameters"] = true;
    }
    request.resources = resources;
    return request;
}

json resources_of(const std::filesystem::path& scratch, const UrlPage* page) {
    json resources = {{"scratch", scratch.string()}};
    if (page != nullptr) {
        resources.update(
            {{"url", page->url}, {"page_bytes", page->page_bytes}, {"page_crc32", page->page_crc32}});
    }
    return resources;
}

VisitMaker::VisitMaker(const Settings& settings, const std::filesystem::path& scratch, const UrlPage* page)
    : settings_(settings), resources_(resources_of(scratch, page)) {}

MeasureRequest VisitMaker::request_of(const Cell& cell) const {
    return request_for(settings_.workload_files.at(cell.workload), cell.mode, cell.workers,
                       settings_.test_parameters, resources_);
}

CellVisit VisitMaker::sound(const Cell& cell, int samples, bool first) const {
    MeasureRequest request = request_of(cell);
    request.samples = samples;
    request.warmups = first ? 1 : 0;
    request.minimum_sample_seconds = kMinimumSampleSeconds;
    return {cell, request};
}

CellVisit VisitMaker::pep371(const Cell& cell, int repetitions) const {
    MeasureRequest request = request_of(cell);
    request.samples = repetitions;
    request.minimum_sample_seconds = kMinimumForTheClock;
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
