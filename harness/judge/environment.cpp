#include "judge/environment.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pepbench {

EnvironmentVerdict judge_environment(const Machine& machine, const Observation& seen, Moment moment) {
    std::vector<Finding> findings = machine_findings(machine);
    std::ranges::move(load_findings(seen, moment), std::back_inserter(findings));
    const Fitness worst = std::ranges::max(findings, {}, &Finding::fitness).fitness;
    return {worst, std::move(findings)};
}

std::string EnvironmentVerdict::word() const {
    return worst == Fitness::unfit ? "not fit" : worst == Fitness::care ? "usable with care" : "quiet";
}

std::string to_string(Fitness fitness) {
    switch (fitness) {
        case Fitness::fine:
            return "fine";
        case Fitness::unknown:
            return "unknown";
        case Fitness::care:
            return "care";
        case Fitness::unfit:
            break;
    }
    return "unfit";
}

nlohmann::ordered_json to_json(const EnvironmentVerdict& verdict) {
    auto findings = nlohmann::ordered_json::array();
    for (const Finding& finding : verdict.findings) {
        findings.push_back({{"what", finding.what},
                            {"fitness", to_string(finding.fitness)},
                            {"found", finding.found},
                            {"meaning", finding.meaning},
                            {"remedy", finding.remedy}});
    }
    return {{"verdict", verdict.word()}, {"findings", findings}};
}

}  // namespace pepbench
