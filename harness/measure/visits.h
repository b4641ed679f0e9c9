// From cells to requests.
#pragma once

#include <filesystem>
#include <vector>

#include "measure/process_run.h"
#include "measure/settings.h"
#include "measure/url_page.h"

namespace pepbench {

/// Makes requests for one run.
class VisitMaker {
  public:
    VisitMaker(const Settings& settings, const std::filesystem::path& scratch, const UrlPage* page);

    /// A visit of the default profile; the `first` in its process warms it up.
    [[nodiscard]] CellVisit sound(const Cell& cell, int samples, bool first) const;

    /// A visit of the original's protocol: repetitions one after the other, no warm-up, garbage collector
    /// off.
    [[nodiscard]] CellVisit pep371(const Cell& cell, int repetitions) const;

  private:
    [[nodiscard]] MeasureRequest request_of(const Cell& cell) const;

    const Settings& settings_;
    nlohmann::json resources_;
};

/// The request for a cell of that file, with everything that does not depend on how often it is sampled.
MeasureRequest request_for(const std::filesystem::path& file, const Mode& mode, int workers,
                           bool test_parameters, const nlohmann::json& resources);

/// What workloads are handed besides their parameters; `page` is null where none fetches it.
nlohmann::json resources_of(const std::filesystem::path& scratch, const UrlPage* page);

/// All cells of one process run of the original's protocol, in its order: for each N linear, threaded,
/// processes.
std::vector<Cell> pep371_order(const Selection& selection, const std::string& workload,
                               const std::string& configuration);

}  // namespace pepbench
