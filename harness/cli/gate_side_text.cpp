#include "cli/gate_side_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "record/checked_json.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr std::size_t kLongestPlace = 60;
constexpr std::size_t kLongestText = 1000;

/// Of a long path the end says more than the beginning.
std::string place_text(const std::string& path, bool whole) {
    const std::string text = printable(path, kLongestText);
    return whole || text.size() <= kLongestPlace ? text : "..." + text.substr(text.size() - kLongestPlace);
}

json at(const json& object, const char* key) {
    return object.is_object() ? object.value(key, json()) : json();
}

/// Of the interpreter that a side ran; empty where it is not known.
std::string version_of(const GateRecord& record, const std::string& configuration) {
    const json facts = at(at(at(record.header, "configurations"), configuration.c_str()), "facts");
    return facts.is_object() ? text_of(facts, "version") : "";
}

/// The file or folder of a side's own workloads; empty where both sides have the same.
std::string place_of(const json& settings, bool head) {
    if (!settings.is_object()) {
        return {};
    }
    std::string base = text_of(settings, "base_workloads");
    std::string own = text_of(settings, "head_workloads");
    if (base.empty() || !head) {
        return base;
    }
    std::vector<std::string> files;
    for (const json& workload : at(settings, "workloads")) {
        files.push_back(workload.is_string() ? workload.get<std::string>() : "");
    }
    return own.empty() ? fmt::format("{}", fmt::join(files, ", ")) : own;
}

}  // namespace

std::string side_text(const GateRecord& record, const char* side, bool whole) {
    const json identity = at(at(record.header, "sides"), side);
    if (!identity.is_object()) {
        return side;
    }
    const std::string configuration = text_of(identity, "configuration");
    std::string text = printable(configuration);
    if (const std::string path = text_of(identity, "interpreter"); !path.empty()) {
        const std::string version = version_of(record, configuration);
        text =
            place_text(path, whole) + (version.empty() ? "" : fmt::format(" ({})", printable(version, 40)));
    }
    const json settings = at(record.header, "settings");
    if (const std::string place = place_of(settings, side == std::string(kHead)); !place.empty()) {
        text += " on " + place_text(place, whole);
    }
    if (const std::string commit = text_of(identity, "commit"); !commit.empty()) {
        text +=
            fmt::format(" at {} ({})", printable(commit.substr(0, 12)), printable(text_of(identity, "ref")));
    }
    return text;
}

std::string sides_text(const GateRecord& record) {
    const bool whole = side_text(record, kHead) == side_text(record, kBase);
    return fmt::format("head: {}, base: {}", side_text(record, kHead, whole),
                       side_text(record, kBase, whole));
}

}  // namespace pepbench
