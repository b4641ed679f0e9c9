#include "cli/run_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/run_options.h"
#include "error.h"
#include "judge/precision.h"
#include "record/printable.h"
#include "record/row_reader.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr const char* kDefault = "default";
constexpr const char* kPep371 = "pep371";

Mode mode_of(const std::string& label) {
    for (const std::string& name : kModes) {
        if (!has_start_method(name)) {
            if (label == name) {
                return {name, ""};
            }
            continue;
        }
        for (const std::string& method : kStartMethods) {
            if (const Mode mode{name, method}; mode.label() == label) {
                return mode;
            }
        }
    }
    throw Error(fmt::format("it names the unknown mode '{}'", printable(label, 40)));
}

Shape shape_of(const RowReader& read) {
    Shape shape;
    for (const std::string& label : read.get<std::vector<std::string>>("modes")) {
        shape.modes.push_back(mode_of(label));
    }
    for (const json& workers : read.get<json::array_t>("workers")) {
        const auto number = whole<int>(workers);
        if (!number || *number < 1 || *number > kMostWorkers) {
            read.refuse("has 'workers' that pepbench does not start");
        }
        shape.workers.push_back(*number);
    }
    return shape;
}

std::string workload_text(const std::string& name) {
    return fmt::format("its workload '{}'", printable(name, 40));
}

Profile profile_of(const std::string& profile) {
    if (profile != kDefault && profile != kPep371) {
        throw Error(
            fmt::format("it is of the profile '{}', and only pepbench run resumes", printable(profile, 40)));
    }
    return profile == kPep371 ? Profile::pep371 : Profile::sound;
}

/// Lists that were changed by hand may come to more cells than any machine measures.
void require_measurable(const Selection& selection) {
    constexpr std::size_t kMostCells = 1'000'000;
    for (std::vector<std::string> names : {selection.workloads, selection.configurations}) {
        std::sort(names.begin(), names.end());
        if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end()) {
            throw Error(fmt::format("its 'settings' list '{}' twice", printable(*twice, 40)));
        }
    }
    if (number_of_cells(selection) > kMostCells) {
        throw Error("its 'settings' ask for more cells than pepbench measures");
    }
}

}  // namespace

std::vector<std::string> labels_of(const std::vector<Mode>& modes) {
    std::vector<std::string> labels;
    for (const Mode& mode : modes) {
        labels.push_back(mode.label());
    }
    return labels;
}

json settings_json(const Settings& settings) {
    return {
        {"workloads", settings.selection.workloads},
        {"modes", labels_of(settings.selection.modes)},
        {"workers", settings.selection.workers},
        {"configurations", settings.selection.configurations},
        {"budget_seconds",
         settings.samples || settings.profile == Profile::pep371 ? json() : json(settings.budget_seconds)},
        {"samples", settings.samples ? json(*settings.samples) : json()},
        {"timeout_seconds", settings.timeout_seconds},
        {"across_shifts", kAcrossShifts.at(static_cast<std::size_t>(settings.across_shifts))},
        {"test_parameters", settings.test_parameters},
        {"precise_confidence", kPreciseConfidence},
        {"minimum_sample_seconds",
         settings.profile == Profile::pep371 ? kMinimumForTheClock : kMinimumSampleSeconds},
        {"gc_enabled", settings.profile != Profile::pep371}};
}

Selection selection_of(const json& header) {
    const RowReader read_header(header, "its header");
    const json settings = read_header.get<json::object_t>("settings");
    const json workloads = read_header.get<json::object_t>("workloads");
    const RowReader read(settings, "its 'settings'");
    const Shape all = shape_of(read);
    Selection selection{.workloads = read.get<std::vector<std::string>>("workloads"),
                        .modes = all.modes,
                        .workers = all.workers,
                        .configurations = read.get<std::vector<std::string>>("configurations")};
    for (const std::string& name : selection.workloads) {
        const json entry = RowReader(workloads, "its 'workloads'").get<json::object_t>(name.c_str());
        selection.shapes[name] = shape_of(RowReader(entry, workload_text(name)));
    }
    require_measurable(selection);
    return selection;
}

Settings settings_of(const json& header) {
    const RowReader read_header(header, "its header");
    const json settings = read_header.get<json::object_t>("settings");
    const RowReader read(settings, "its 'settings'");
    Settings result{.profile = profile_of(read_header.get<std::string>("profile")),
                    .selection = selection_of(header),
                    .test_parameters = read.get<bool>("test_parameters"),
                    .budget_seconds = read.get_or_null<double>("budget_seconds").value_or(0),
                    .samples = read.get_or_null<int>("samples"),
                    .seed = read_header.get<std::uint64_t>("seed"),
                    .timeout_seconds = read.get<double>("timeout_seconds"),
                    .across_shifts =
                        across_shifts_from(read.get_or<std::string>("across_shifts", kAcrossShifts.front()))};
    const bool has_end = result.samples || result.profile == Profile::pep371 || result.budget_seconds > 0;
    if (!has_end || result.samples.value_or(1) < 1 || !(result.timeout_seconds > 0) ||
        result.seed >> 53U != 0 || result.selection.configurations.empty()) {
        read.refuse("are not those of a run");
    }
    for (const std::string& name : result.selection.workloads) {
        const json entry = header.at("workloads").at(name);
        result.suites[name] = RowReader(entry, workload_text(name)).get<std::string>("suite");
    }
    return result;
}

}  // namespace pepbench
