#include "cli/environment_line.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "judge/environment.h"
#include "record/checked_json.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// What was not as it should be.
std::string reasons(const json& verdict) {
    std::vector<std::string> names;
    for (const json& finding : verdict.value("findings", json::array())) {
        const std::string fitness = text_of(finding, "fitness");
        if (fitness == to_string(Fitness::care) || fitness == to_string(Fitness::unfit)) {
            names.push_back(printable(text_of(finding, "what")));
        }
    }
    return names.empty() ? "" : fmt::format(" ({})", fmt::join(names, ", "));
}

}  // namespace

std::string environment_line(const json& header) {
    const json verdicts = header.value("environment_verdict", json());
    std::vector<std::string> parts;
    for (const char* moment : {"before", "after"}) {
        const json verdict = verdicts.is_object() ? verdicts.value(moment, json()) : json();
        if (const std::string word = text_of(verdict, "verdict"); !word.empty()) {
            parts.push_back(fmt::format("{} {}{}", printable(word), moment, reasons(verdict)));
        }
    }
    return parts.empty() ? "" : fmt::format("\nenvironment: {}\n", fmt::join(parts, ", "));
}

}  // namespace pepbench
