#include "judge/facts_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

#include "judge/mode_proof.h"
#include "record/checked_json.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// What the configuration's name and its entry in the header say that a process must report.
Configuration asked_of(const std::string& name, const json& entry) {
    Configuration configuration{.name = name};
    const json facts = entry.value("facts", json());
    const auto free_threaded = facts.find("free_threaded_build");
    if (free_threaded != facts.end() && free_threaded->is_boolean()) {
        configuration.gil = name.ends_with("+gil") || !free_threaded->get<bool>();
    }
    if (name.ends_with("+jit") || name.ends_with("+nojit")) {
        configuration.jit = name.ends_with("+jit");
    } else if (text_of(entry.value("environment", json::object()), "PYTHON_JIT") == "0") {
        configuration.jit = false;
    }
    return configuration;
}

/// What the header says of the configurations, by the number of the first process run that it holds for: a
/// part of a run that was resumed has its own.
std::map<int, json> configurations_by_part(const json& header) {
    std::map<int, json> parts = {{0, header.value("configurations", json::object())}};
    for (const json& entry : header.value("resumed", json::array())) {
        if (const auto first = whole<int>(entry.value("first_process_run", json())); first && *first >= 0) {
            parts[*first] =
                entry.value("environment", json::object()).value("configurations", json::object());
        }
    }
    return parts;
}

/// Numbers of the process runs that were the last ones when the run was interrupted or cut off: they may not
/// have come to tell their facts.
std::set<int> cut_off_runs(const RunRecord& record, const std::map<int, json>& parts) {
    std::set<int> numbers;
    if (text_of(record.header, "outcome") == "interrupted" && !record.process_runs.empty()) {
        const auto last = std::max_element(record.process_runs.begin(), record.process_runs.end(),
                                           [](const ProcessRunRow& one, const ProcessRunRow& other) {
                                               return one.process_run < other.process_run;
                                           });
        numbers.insert(last->process_run);
    }
    for (const auto& [first, configurations] : parts) {
        numbers.insert(first - 1);
    }
    return numbers;
}

std::string difference_of(const ProcessRunRow& run, const json& configurations) {
    const auto entry = configurations.find(run.configuration);
    if (entry == configurations.end() || !entry->is_object()) {
        return "the file does not describe that configuration";
    }
    return differs_from_asked(asked_of(run.configuration, *entry), entry->value("facts", json()), run.facts);
}

}  // namespace

Check check_facts(const RunRecord& record) {
    Check check{.what = "process runs reported that they ran as their configuration"};
    const std::map<int, json> parts = configurations_by_part(record.header);
    const std::set<int> cut_off = cut_off_runs(record, parts);
    std::set<int> failed;
    for (const FailureRow& failure : record.failures) {
        failed.insert(failure.process_run);
    }
    std::set<int> with_samples;
    for (const SampleRow& row : record.samples) {
        with_samples.insert(row.process_run);
    }
    for (const ProcessRunRow& run : record.process_runs) {
        const int number = run.process_run;
        if (failed.contains(number) || !with_samples.contains(number) ||
            (cut_off.contains(number) && run.facts.is_null())) {
            continue;
        }
        ++check.checked;
        const auto part = std::prev(parts.upper_bound(std::max(number, 0)));
        if (const std::string difference = difference_of(run, part->second); !difference.empty()) {
            check.problems.push_back(
                fmt::format("process run {} of {}: {}", number, run.configuration, difference));
        }
    }
    return check;
}

}  // namespace pepbench
