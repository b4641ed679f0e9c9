#include "cli/claims_measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/measurement.h"
#include "cli/run.h"
#include "cli/run_options.h"
#include "error.h"
#include "measure/lock.h"
#include "measure/standard_error.h"
#include "plan/places.h"

namespace pepbench {
namespace {

/// The claims that no run of the report measured.
std::vector<const Claim*> missing_claims(const ClaimReport& report) {
    std::set<const Claim*> measured;
    for (const JudgedClaim& judged : report.claims) {
        if (judged.verdict != ClaimVerdict::not_measured) {
            measured.insert(judged.claim);
        }
    }
    std::vector<const Claim*> missing;
    for (const JudgedClaim& judged : report.claims) {
        if (!measured.contains(judged.claim) && (missing.empty() || missing.back() != judged.claim)) {
            missing.push_back(judged.claim);
        }
    }
    return missing;
}

template <typename T>
void add_missing(std::vector<T>& items, const std::vector<T>& more) {
    for (const T& item : more) {
        if (std::find(items.begin(), items.end(), item) == items.end()) {
            items.push_back(item);
        }
    }
}

/// Configurations that are not listed here are none that can be measured.
std::vector<std::string> known_among(const std::vector<std::string>& names,
                                     const std::vector<Configuration>& known) {
    std::vector<std::string> found;
    for (const std::string& name : names) {
        if (std::any_of(known.begin(), known.end(),
                        [&](const Configuration& configuration) { return configuration.name == name; })) {
            found.push_back(name);
        }
    }
    return found;
}

RunOptions options_for(const std::vector<ClaimRequest>& requests, const MeasureOptions& how) {
    RunOptions options;
    options.output = how.output;
    options.budget = how.budget;
    options.start_methods.clear();
    const std::vector<Configuration> known = known_configurations(options);
    for (const ClaimRequest& request : requests) {
        add_missing(options.workloads, request.workloads);
        add_missing(options.configurations, known_among(request.configurations, known));
        for (const Mode& mode : request.modes) {
            add_missing(options.modes, {mode.name});
            if (!mode.start_method.empty()) {
                add_missing(options.start_methods, {mode.start_method});
            }
        }
        for (const int workers : request.workers) {
            add_missing(options.workers, {std::to_string(workers)});
        }
    }
    return options;
}

/// Only what is asked for of each workload.
std::map<std::string, Shape> shapes_for(const std::vector<ClaimRequest>& requests) {
    std::map<std::string, Shape> shapes;
    for (const ClaimRequest& request : requests) {
        for (const std::string& workload : request.workloads) {
            add_missing(shapes[workload].modes, request.modes);
            add_missing(shapes[workload].workers, request.workers);
        }
    }
    for (auto& [workload, shape] : shapes) {
        std::sort(shape.workers.begin(), shape.workers.end());
    }
    return shapes;
}

}  // namespace

std::vector<ClaimRequest> requests_for_missing(const ClaimReport& report) {
    std::vector<ClaimRequest> requests;
    for (const Claim* const claim : missing_claims(report)) {
        const ClaimRequest request = request_for(*claim);
        if (request.pythons.empty()) {
            requests.push_back(request);
        }
    }
    return requests;
}

MeasuredFile measure_missing(const std::vector<ClaimRequest>& requests, const MeasureOptions& how) {
    const RunOptions options = options_for(requests, how);
    if (options.configurations.empty()) {
        throw Error(
            "no interpreter that the missing claims are about is known here; install them with pepbench "
            "interpreters install",
            ExitCode::incomplete);
    }
    const MachineLock alone(how.wait);
    ResolvedRun resolved = resolve(options, known_configurations(options), source_directory() / "workloads");
    resolved.settings.selection.shapes = shapes_for(requests);
    if (how.budget.empty()) {
        resolved.settings.budget_seconds = default_budget(resolved.settings.selection);
    }
    print_err(fmt::format("pepbench: measuring what {} claim{}, into {}\n", requests.size(),
                          requests.size() == 1 ? " takes" : "s take", resolved.output.string()));
    const ExitCode code = measure_cells(resolved, true, {});
    return {resolved.output.string(), code};
}

}  // namespace pepbench
