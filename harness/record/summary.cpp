#include "record/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "error.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// first ÷ second over the passes that have both.
std::optional<Ratio> ratio_by_pass(const ValuesByPass& first, const ValuesByPass& second) {
    std::vector<std::pair<double, double>> pairs;
    for (const auto& [pass, value] : first) {
        const auto other = second.find(pass);
        if (other != second.end()) {
            pairs.emplace_back(value, other->second);
        }
    }
    return paired_ratio(pairs);
}

std::vector<double> values_of(const ValuesByPass& by_pass) {
    std::vector<double> values;
    for (const auto& [pass, value] : by_pass) {
        values.push_back(value);
    }
    return values;
}

Cell linear_1(const Cell& cell) { return {cell.workload, {"linear", ""}, 1, cell.configuration}; }

/// N linear executions of the work, one after the other, ÷ the time in which N workers did it.
std::optional<Ratio> speedup_of(const std::optional<Ratio>& ratio_to_linear_1, int workers) {
    if (!ratio_to_linear_1) {
        return std::nullopt;
    }
    Ratio speedup{workers / ratio_to_linear_1->ratio, std::nullopt, ratio_to_linear_1->n};
    if (const auto& interval = ratio_to_linear_1->interval) {
        speedup.interval = Interval{workers / interval->high, workers / interval->low};
    }
    return speedup;
}

std::optional<PublishedValue> published_value(const PublishedTables& tables, const Cell& cell,
                                              std::optional<double> our_linear_1) {
    const auto seconds = tables.seconds(cell.workload, cell.mode, cell.workers);
    const auto linear = tables.seconds(cell.workload, {"linear", ""}, 1);
    if (!seconds || !linear) {
        return std::nullopt;
    }
    PublishedValue value{*seconds, *seconds / *linear, std::nullopt};
    if (our_linear_1) {
        value.scaled_seconds = value.ratio_to_linear_1 * *our_linear_1;
    }
    return value;
}

/// The cells in the order of their first samples' names in the header's selection, which is how people read
/// tables.
std::vector<Cell> reading_order(const RunRecord& record, const std::map<Cell, ValuesByPass>& values) {
    std::vector<Cell> order;
    const json settings = record.header.value("settings", json::object());
    const auto rank = [&](const char* list, const json& name) {
        const json known = settings.value(list, json::array());
        return std::find(known.begin(), known.end(), name) - known.begin();
    };
    for (const auto& [cell, by_pass] : values) {
        order.push_back(cell);
    }
    std::sort(order.begin(), order.end(), [&](const Cell& a, const Cell& b) {
        const auto key = [&](const Cell& cell) {
            return std::tuple(rank("workloads", cell.workload), rank("configurations", cell.configuration),
                              cell.workers, rank("modes", cell.mode.label()), cell);
        };
        return key(a) < key(b);
    });
    return order;
}

std::vector<JitEffect> jit_effects(const std::vector<Cell>& order,
                                   const std::map<Cell, ValuesByPass>& values) {
    std::vector<JitEffect> effects;
    for (const Cell& base : order) {
        Cell head = base;
        head.configuration += "+jit";
        const auto found = values.find(head);
        if (found == values.end()) {
            continue;
        }
        if (const auto ratio = ratio_by_pass(values.at(base), found->second)) {
            effects.push_back({base, head.configuration, *ratio});
        }
    }
    return effects;
}

json to_json(const std::optional<Ratio>& ratio) {
    if (!ratio) {
        return nullptr;
    }
    return {{"ratio", ratio->ratio},
            {"low", ratio->interval ? json(ratio->interval->low) : json()},
            {"high", ratio->interval ? json(ratio->interval->high) : json()},
            {"n", ratio->n}};
}

json to_json(const std::optional<PublishedValue>& value) {
    if (!value) {
        return nullptr;
    }
    return {{"seconds", value->seconds},
            {"ratio_to_linear_1", value->ratio_to_linear_1},
            {"scaled_seconds", value->scaled_seconds ? json(*value->scaled_seconds) : json()}};
}

json cell_keys(const Cell& cell) {
    json keys = {{"workload", cell.workload}, {"mode", cell.mode.name}, {"workers", cell.workers}};
    if (!cell.mode.start_method.empty()) {
        keys["start_method"] = cell.mode.start_method;
    }
    return keys;
}

}  // namespace

std::map<Cell, ValuesByPass> values_by_pass(const RunRecord& record) {
    std::map<int, int> pass_of;
    for (const ProcessRunRow& run : record.process_runs) {
        pass_of[run.process_run] = run.pass;
    }
    std::map<Cell, std::map<int, std::vector<double>>> samples;
    for (const SampleRow& row : record.samples) {
        const auto pass = pass_of.find(row.process_run);
        if (pass == pass_of.end()) {
            throw Error(fmt::format("a sample of {} names process run {}, which is not listed",
                                    printable(row.cell.name()), row.process_run));
        }
        samples[row.cell][pass->second].push_back(row.seconds);
    }
    const bool of_minima = record.header.value("profile", json()) == "pep371";
    std::map<Cell, ValuesByPass> values;
    for (const auto& [cell, passes] : samples) {
        for (const auto& [pass, seconds] : passes) {
            values[cell][pass] =
                of_minima ? *std::min_element(seconds.begin(), seconds.end()) : median(seconds);
        }
    }
    return values;
}

Summary summarize(const RunRecord& record, const PublishedTables& published) {
    const std::map<Cell, ValuesByPass> values = values_by_pass(record);
    const json stopped_by = record.header.value("stopped_by", json::object());
    const double usable_cores = record.header.value("machine", json::object()).value("usable_cores", 0.0);
    std::map<Cell, std::vector<const SampleRow*>> rows;
    for (const SampleRow& row : record.samples) {
        rows[row.cell].push_back(&row);
    }
    Summary summary;
    const std::vector<Cell> order = reading_order(record, values);
    for (const Cell& cell : order) {
        const std::vector<double> of_runs = values_of(values.at(cell));
        std::vector<double> seconds;
        std::vector<double> cpu_seconds;
        for (const SampleRow* row : rows.at(cell)) {
            seconds.push_back(row->seconds);
            cpu_seconds.push_back(row->cpu_seconds);
        }
        CellSummary result{
            .cell = cell,
            .samples = static_cast<int>(seconds.size()),
            .process_runs = static_cast<int>(of_runs.size()),
            .median_seconds = median(of_runs),
            .interval = median_interval(of_runs),
            .minimum_seconds = *std::min_element(seconds.begin(), seconds.end()),
            .cpu_seconds = median(cpu_seconds),
            .stopped_by = stopped_by.value(cell.name(), std::string("interrupted")),
            .oversubscribed = cell.mode.name != "linear" && usable_cores > 0 && cell.workers > usable_cores};
        const auto linear = values.find(linear_1(cell));
        if (linear != values.end()) {
            result.ratio_to_linear_1 = ratio_by_pass(values.at(cell), linear->second);
            result.speedup = speedup_of(result.ratio_to_linear_1, cell.workers);
        }
        result.published = published_value(
            published, cell,
            linear == values.end() ? std::nullopt : std::optional(median(values_of(linear->second))));
        summary.cells.push_back(std::move(result));
    }
    summary.jit = jit_effects(order, values);
    return summary;
}

json to_json(const Summary& summary) {
    json cells = json::array();
    for (const CellSummary& cell : summary.cells) {
        json entry = cell_keys(cell.cell);
        entry.update({{"name", cell.cell.name()},
                      {"configuration", cell.cell.configuration},
                      {"samples", cell.samples},
                      {"process_runs", cell.process_runs},
                      {"median_seconds", cell.median_seconds},
                      {"low_seconds", cell.interval ? json(cell.interval->low) : json()},
                      {"high_seconds", cell.interval ? json(cell.interval->high) : json()},
                      {"minimum_seconds", cell.minimum_seconds},
                      {"cpu_seconds", cell.cpu_seconds},
                      {"stopped_by", cell.stopped_by},
                      {"oversubscribed", cell.oversubscribed},
                      {"ratio_to_linear_1", to_json(cell.ratio_to_linear_1)},
                      {"speedup", to_json(cell.speedup)},
                      {"published", to_json(cell.published)}});
        cells.push_back(std::move(entry));
    }
    json jit = json::array();
    for (const JitEffect& effect : summary.jit) {
        json entry = cell_keys(effect.base);
        entry.update({{"base", effect.base.configuration},
                      {"head", effect.head},
                      {"speedup", to_json(std::optional(effect.speedup))}});
        jit.push_back(std::move(entry));
    }
    return {{"cells", cells}, {"jit", jit}};
}

}  // namespace pepbench
