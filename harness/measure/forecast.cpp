#include "measure/forecast.h"

#include <algorithm>

#include "measure/runner.h"
#include "measure/visits.h"

using nlohmann::json;

namespace pepbench {

double forecast_pep371(const Settings& settings, const std::filesystem::path& scratch, const UrlPage* page,
                       double usable_cores) {
    constexpr double kProcessStart =
        2e-3;  // seconds to fork and join one, roughly; the forecast is a forecast
    const VisitMaker visits(settings, scratch, page);
    const std::string& configuration = settings.selection.configurations.front();
    double one_of_each = 0;
    for (const std::string& workload : settings.selection.workloads) {
        const CellVisit visit = visits.pep371({workload, {"linear", ""}, 1, configuration}, 1);
        double seconds = 0;
        try {
            Runner runner(settings.configurations.at(configuration), 0, settings.timeout_seconds);
            runner.await_hello();
            runner.measure(
                visit.request, [](const json&, const json&) {},
                [&](const SampleMessage& sample) { seconds = sample.seconds; });
        } catch (const Interrupted&) {
            return 0;
        } catch (const std::runtime_error&) {
            continue;
        }
        const Shape shape = settings.selection.shape_of(workload);
        for (const int workers : shape.workers) {
            for (const Mode& mode : shape.modes) {
                one_of_each +=
                    mode.start_method.empty()
                        ? workers * seconds
                        : workers * seconds / std::min<double>(workers, std::max(1.0, usable_cores)) +
                              workers * kProcessStart;
            }
        }
    }
    return one_of_each * repetitions(settings) *
           static_cast<double>(settings.selection.configurations.size());
}

}  // namespace pepbench
