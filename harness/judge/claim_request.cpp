#include "judge/claim_request.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace pepbench {
namespace {

template <typename T>
void add_once(std::vector<T>& items, const T& item) {
    if (std::find(items.begin(), items.end(), item) == items.end()) {
        items.push_back(item);
    }
}

struct AddCells {
    ClaimRequest& request;

    void operator()(const Comparison& comparison) const {
        request.workloads = comparison.workloads;
        request.suite = comparison.suite;
        request.workers = comparison.workers;
        add_side(comparison.of);
        if (comparison.to) {
            add_side(*comparison.to);
        }
        std::sort(request.workers.begin(), request.workers.end());
    }

    void operator()(const SameAnswers& /*same*/) const {
        request.workloads = {"primes"};
        request.modes = {{"linear", ""}};
        request.workers = {1};
    }

    /// A run without a single sample is no result, so something that works is measured too.
    void operator()(const Unsupported& unsupported) const {
        request.workers = {1};
        request.modes = {{"linear", ""}};
        request.workloads = {"empty"};
        for (const UnsupportedUse& use : unsupported.uses) {
            add_once(request.workloads, use.workload);
            add_once(request.modes, use.mode);
        }
    }

    void operator()(const ReportedFacts& /*reported*/) const {
        request.workloads = {"empty"};
        request.modes = {{"linear", ""}};
        request.workers = {1};
    }

  private:
    void add_side(const ClaimSide& side) const {
        add_once(request.modes, side.mode);
        if (side.workers) {
            add_once(request.workers, *side.workers);
        }
    }
};

template <typename Items>
std::string option(const char* name, const Items& items) {
    return items.empty() ? "" : fmt::format(" {} {}", name, fmt::join(items, ","));
}

}  // namespace

ClaimRequest request_for(const Claim& claim) {
    ClaimRequest request;
    std::visit(AddCells{request}, claim.expression);
    for (const std::string& role : roles_used(claim.expression)) {
        const std::string& such_as = role_named(claim, role).such_as;
        const std::size_t equals = such_as.find('=');
        request.configurations.push_back(such_as.substr(0, equals));
        if (equals != std::string::npos) {
            request.pythons.push_back(such_as);
        }
    }
    return request;
}

std::string command_for(const ClaimRequest& request) {
    std::vector<std::string> modes;
    std::vector<std::string> start_methods;
    for (const Mode& mode : request.modes) {
        add_once(modes, mode.name);
        if (!mode.start_method.empty()) {
            add_once(start_methods, mode.start_method);
        }
    }
    const std::string which =
        request.suite.empty() ? option("--workload", request.workloads) : " --suite " + request.suite;
    std::string command = "pepbench run" + which + option("--mode", modes) +
                          option("--start-method", start_methods) + option("--workers", request.workers) +
                          option("--configuration", request.configurations);
    for (const std::string& python : request.pythons) {
        command += " --python " + python;
    }
    return command;
}

}  // namespace pepbench
