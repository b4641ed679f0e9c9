#include "record/summary.h"

#include <algorithm>
#include <tuple>

#include "judge/precision.h"
#include "plan/workloads.h"
#include "record/checked_json.h"
#include "record/formats/imported.h"

using nlohmann::json;

namespace pepbench {
namespace {

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

std::optional<Ratio> divided(std::optional<Ratio> ratio, double divisor) {
    if (ratio) {
        ratio->ratio /= divisor;
        if (ratio->interval) {
            ratio->interval = Interval{ratio->interval->low / divisor, ratio->interval->high / divisor};
        }
    }
    return ratio;
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

/// Places in a list of the header's selection; what it does not name comes last.
class Ranks {
  public:
    explicit Ranks(const json& names) {
        for (const json& name : names) {
            if (name.is_string()) {
                ranks_.emplace(name, ranks_.size());
            }
        }
    }

    [[nodiscard]] std::size_t of(const std::string& name) const {
        const auto rank = ranks_.find(name);
        return rank == ranks_.end() ? ranks_.size() : rank->second;
    }

  private:
    std::map<std::string, std::size_t> ranks_;
};

/// The cells in the order of the header's selection, which is how people read tables.
std::vector<Cell> reading_order(const RunRecord& record, const std::map<Cell, ValuesByPass>& values) {
    const json settings = record.header.value("settings", json::object());
    const Ranks workloads(settings.value("workloads", json::array()));
    const Ranks configurations(settings.value("configurations", json::array()));
    const Ranks modes(settings.value("modes", json::array()));
    std::vector<Cell> order;
    order.reserve(values.size());
    for (const auto& [cell, by_pass] : values) {
        order.push_back(cell);
    }
    const auto rank = [&](const Cell& cell) {
        return std::tuple(workloads.of(cell.workload), configurations.of(cell.configuration), cell.workers,
                          modes.of(cell.mode.label()));
    };
    std::sort(order.begin(), order.end(), [&](const Cell& a, const Cell& b) {
        const auto of_a = rank(a);
        const auto of_b = rank(b);
        return of_a == of_b ? a < b : of_a < of_b;
    });
    return order;
}

std::vector<std::string> configurations_of(const RunRecord& record, const std::vector<Cell>& order) {
    std::vector<std::string> configurations;
    const json settings = record.header.value("settings", json::object());
    for (const json& name : settings.value("configurations", json::array())) {
        if (name.is_string()) {
            configurations.push_back(name);
        }
    }
    for (const Cell& cell : order) {
        if (std::find(configurations.begin(), configurations.end(), cell.configuration) ==
            configurations.end()) {
            configurations.push_back(cell.configuration);
        }
    }
    return configurations;
}

std::map<std::string, std::string> suites_of(const RunRecord& record) {
    std::map<std::string, std::string> suites;
    const json workloads = record.header.value("workloads", json::object());
    for (const auto& [name, workload] : workloads.items()) {
        if (const json suite = workload.value("suite", json()); suite.is_string()) {
            suites[name] = suite;
        }
    }
    return suites;
}

/// Median over a cell's samples of what it took to execute the cell once; nothing where no sample tells.
std::optional<double> median_of(const std::vector<const SampleRow*>& rows,
                                std::optional<std::int64_t> SampleRow::* count) {
    std::vector<double> values;
    for (const SampleRow* row : rows) {
        if (row->*count) {
            values.push_back(static_cast<double>(*(row->*count)) / static_cast<double>(row->iterations));
        }
    }
    return values.empty() ? std::nullopt : std::optional(median(values));
}

void put_medians(CellSummary& summary, const std::vector<const SampleRow*>& rows) {
    std::vector<double> cpu_seconds;
    for (const SampleRow* row : rows) {
        cpu_seconds.push_back(row->cpu_seconds);
    }
    summary.cpu_seconds = median(cpu_seconds);
    summary.voluntary_switches = median_of(rows, &SampleRow::voluntary_context_switches);
    summary.involuntary_switches = median_of(rows, &SampleRow::involuntary_context_switches);
}

void put_ratios(CellSummary& summary, const ComparedRun& run, const std::string& reference,
                const PublishedTables& published) {
    const Cell& cell = summary.cell;
    const ValuesByPass& own = run.values.at(cell);
    const auto linear = run.values.find(linear_1(cell));
    std::optional<double> our_linear_1;
    if (linear != run.values.end()) {
        our_linear_1 = median(values_of(linear->second));
        summary.ratio_to_linear_1 = ratio_by_pass(own, linear->second);
        summary.speedup = speedup_of(summary.ratio_to_linear_1, cell.workers);
        const double cores = cell.mode.name == "linear" ? 1 : cores_used(cell.workers, run.usable_cores);
        summary.efficiency = divided(summary.speedup, cores);
    }
    Cell same = cell;
    same.configuration = reference;
    if (const auto other = run.values.find(same); other != run.values.end()) {
        summary.ratio_to_reference = ratio_by_pass(own, other->second);
    }
    // A file of the user's or of another tool may have the name of one of the PEP's workloads.
    if (const auto suite = run.suites.find(cell.workload);
        suite == run.suites.end() || (suite->second != kUserSuite && suite->second != kImportedProfile)) {
        summary.published = published_value(published, cell, our_linear_1);
    }
}

/// With which the interval of a cell that stopped so covers 95 %. Files of earlier versions do not say, and
/// hold the plain interval.
double confidence_of(const std::string& stopped_by, const RunRecord& record) {
    constexpr double kPlain = 0.95;
    const json confidence = value_at(record.header, json::json_pointer("/settings/precise_confidence"));
    return stopped_by == kPrecise && confidence.is_number() ? confidence.get<double>() : kPlain;
}

/// With its times at the machine's usual speed.
RunRecord normalised(RunRecord record, double usual_seconds) {
    normalise_samples(record, usual_seconds);
    record.header["settings"].erase("across_shifts");
    return record;
}

}  // namespace

Summary summarize(const RunRecord& record, const PublishedTables& published) {
    const std::optional<MachineSpeed> speed = speed_of(record);
    if (speed && across_shifts_of(record) == AcrossShifts::normalise) {
        return summarize(normalised(record, speed->usual_seconds), published);
    }
    const std::map<Cell, ValuesByPass> values = values_by_pass(record);
    const json stopped_by = record.header.value("stopped_by", json::object());
    const std::vector<Cell> order = reading_order(record, values);
    const ComparedRun run{
        .values = values,
        .order = order,
        .configurations = configurations_of(record, order),
        .suites = suites_of(record),
        .usable_cores = record.header.value("machine", json::object()).value("usable_cores", 0.0)};
    const std::map<Cell, std::vector<const SampleRow*>> rows = samples_by_cell(record);
    Summary summary;
    summary.readings = record.yardstick.size();
    summary.speed = speed;
    summary.reference = run.configurations.empty() ? "" : run.configurations.front();
    for (const Cell& cell : order) {
        const std::vector<double> of_runs = values_of(values.at(cell));
        const std::vector<const SampleRow*>& samples = rows.at(cell);
        const std::string reason = stopped_by.value(cell.name(), std::string("interrupted"));
        const auto shortest =
            std::min_element(samples.begin(), samples.end(),
                             [](const SampleRow* a, const SampleRow* b) { return a->seconds < b->seconds; });
        CellSummary result{.cell = cell,
                           .samples = static_cast<int>(samples.size()),
                           .process_runs = static_cast<int>(of_runs.size()),
                           .median_seconds = median(of_runs),
                           .interval = median_interval(of_runs, confidence_of(reason, record)),
                           .minimum_seconds = (*shortest)->seconds,
                           .stopped_by = reason,
                           .oversubscribed = cell.mode.name != "linear" && run.usable_cores > 0 &&
                                             cell.workers > run.usable_cores};
        put_medians(result, samples);
        put_ratios(result, run, summary.reference, published);
        summary.cells.push_back(std::move(result));
    }
    summary.switches = switch_effects(run);
    summary.suites = suite_effects(run);
    summary.suite_ratios = suite_ratios(run, summary.reference);
    summary.scaling = scaling_of(run);
    summary.memory = memory_of(record, run.configurations);
    summary.memory_ratios = memory_ratios(record, run.configurations);
    summary.startup = startup_of(record, run.configurations);
    return summary;
}

}  // namespace pepbench
