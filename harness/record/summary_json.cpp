// The summary's JSON: `pepbench.summary` of a result file.

#include "record/checked_json.h"
#include "record/summary.h"

using nlohmann::json;

namespace pepbench {
namespace {

json low_of(const std::optional<Interval>& interval) { return interval ? json(interval->low) : json(); }

json high_of(const std::optional<Interval>& interval) { return interval ? json(interval->high) : json(); }

json to_json(const Ratio& ratio) {
    return {{"ratio", ratio.ratio},
            {"low", low_of(ratio.interval)},
            {"high", high_of(ratio.interval)},
            {"n", ratio.n}};
}

json to_json(const Estimate& estimate) {
    return {{"median", estimate.median},
            {"low", low_of(estimate.interval)},
            {"high", high_of(estimate.interval)},
            {"n", estimate.n}};
}

json to_json(const PublishedValue& value) {
    return {{"seconds", value.seconds},
            {"ratio_to_linear_1", value.ratio_to_linear_1},
            {"scaled_seconds", value.scaled_seconds ? json(*value.scaled_seconds) : json()}};
}

template <typename Value>
json document_or_null(const std::optional<Value>& value) {
    return value ? to_json(*value) : json();
}

json mode_keys(const Mode& mode) {
    json keys = {{"mode", mode.name.empty() ? json() : json(mode.name)}};
    if (!mode.start_method.empty()) {
        keys["start_method"] = mode.start_method;
    }
    return keys;
}

json cell_keys(const Cell& cell) {
    json keys = mode_keys(cell.mode);
    keys.update({{"workload", cell.workload}, {"workers", cell.workers}});
    return keys;
}

json pair_keys(const SwitchPair& pair) {
    return {{"switch", pair.name}, {"base", pair.base}, {"head", pair.head}};
}

json to_json(const CellSummary& cell) {
    json entry = cell_keys(cell.cell);
    entry.update({{"name", cell.cell.name()},
                  {"configuration", cell.cell.configuration},
                  {"samples", cell.samples},
                  {"process_runs", cell.process_runs},
                  {"median_seconds", cell.median_seconds},
                  {"low_seconds", low_of(cell.interval)},
                  {"high_seconds", high_of(cell.interval)},
                  {"minimum_seconds", cell.minimum_seconds},
                  {"cpu_seconds", cell.cpu_seconds},
                  {"voluntary_context_switches", or_null(cell.voluntary_switches)},
                  {"involuntary_context_switches", or_null(cell.involuntary_switches)},
                  {"stopped_by", cell.stopped_by},
                  {"oversubscribed", cell.oversubscribed},
                  {"ratio_to_linear_1", document_or_null(cell.ratio_to_linear_1)},
                  {"speedup", document_or_null(cell.speedup)},
                  {"efficiency", document_or_null(cell.efficiency)},
                  {"ratio_to_reference", document_or_null(cell.ratio_to_reference)},
                  {"published", document_or_null(cell.published)}});
    return entry;
}

json to_json(const SwitchEffect& effect) {
    json entry = cell_keys(effect.base);
    entry.update(pair_keys(effect.pair));
    entry["speedup"] = to_json(effect.speedup);
    return entry;
}

json to_json(const SuiteEffect& effect) {
    json entry = mode_keys(effect.mode);
    entry.update(pair_keys(effect.pair));
    entry.update({{"suite", effect.suite},
                  {"workers", effect.workers},
                  {"workloads", effect.workloads},
                  {"speedup", to_json(effect.speedup)}});
    return entry;
}

json to_json(const SuiteRatio& ratio, const std::string& reference) {
    return {{"suite", ratio.suite},
            {"configuration", ratio.configuration},
            {"reference", reference},
            {"mode", "linear"},
            {"workers", 1},
            {"workloads", ratio.workloads},
            {"ratio", to_json(ratio.ratio)}};
}

json to_json(const Scaling& scaling) {
    json entry = mode_keys(scaling.mode);
    entry.update({{"workload", scaling.workload}, {"configuration", scaling.configuration}});
    entry["serial_fraction"] = nullptr;
    if (const auto& fraction = scaling.serial_fraction) {
        entry["serial_fraction"] = {{"fraction", fraction->median},
                                    {"low", low_of(fraction->interval)},
                                    {"high", high_of(fraction->interval)},
                                    {"n", fraction->n}};
    }
    return entry;
}

json to_json(const MemorySummary& memory) {
    json entry = mode_keys(memory.mode);
    entry.update({{"configuration", memory.configuration},
                  {"workload", memory.workload ? json(*memory.workload) : json()},
                  {"rss", to_json(memory.rss)},
                  {"pss", document_or_null(memory.pss)},
                  {"peak", to_json(memory.peak)},
                  {"children_peak", document_or_null(memory.children_peak)}});
    return entry;
}

json to_json(const MemoryRatio& ratio) {
    json entry = mode_keys(ratio.mode);
    entry.update(pair_keys(ratio.pair));
    entry.update({{"workload", ratio.workload ? json(*ratio.workload) : json()},
                  {"rss", to_json(ratio.rss)},
                  {"pss", document_or_null(ratio.pss)},
                  {"peak", to_json(ratio.peak)}});
    return entry;
}

json to_json(const StartupSummary& startup) {
    return {{"configuration", startup.configuration}, {"seconds", to_json(startup.seconds)}};
}

template <typename Entry>
json entries_of(const std::vector<Entry>& entries) {
    json list = json::array();
    for (const Entry& entry : entries) {
        list.push_back(to_json(entry));
    }
    return list;
}

}  // namespace

json to_json(const Summary& summary) {
    json suite_ratios = json::array();
    for (const SuiteRatio& ratio : summary.suite_ratios) {
        suite_ratios.push_back(to_json(ratio, summary.reference));
    }
    json document = {{"reference", summary.reference},
                     {"cells", entries_of(summary.cells)},
                     {"switches", entries_of(summary.switches)},
                     {"suites", entries_of(summary.suites)},
                     {"suite_ratios", suite_ratios},
                     {"scaling", entries_of(summary.scaling)},
                     {"memory", entries_of(summary.memory)},
                     {"memory_ratios", entries_of(summary.memory_ratios)},
                     {"startup", entries_of(summary.startup)}};
    if (summary.readings > 0) {
        document["machine_speed"] = to_json(summary.speed);
    }
    return document;
}

}  // namespace pepbench
