#include "record/warm_up_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "error.h"
#include "record/checked_json.h"
#include "record/comparisons.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// A workload and a configuration.
using CellKey = std::pair<std::string, std::string>;

/// The calls of each process run, by cell.
std::map<CellKey, std::map<int, std::vector<double>>> calls_by_run(const RunRecord& record) {
    std::map<CellKey, std::map<int, std::map<std::int64_t, double>>> numbered;
    for (const SampleRow& row : record.samples) {
        if (row.cell.mode.name == "linear" && row.cell.workers == 1) {
            numbered[{row.cell.workload, row.cell.configuration}][row.process_run][row.sample] = row.seconds;
        }
    }
    std::map<CellKey, std::map<int, std::vector<double>>> calls;
    for (const auto& [cell, runs] : numbered) {
        std::size_t most = kLeastCalls;
        for (const auto& [process_run, samples] : runs) {
            most = std::max(most, samples.size());
        }
        for (const auto& [process_run, samples] : runs) {
            if (samples.size() == most) {
                for (const auto& [number, seconds] : samples) {
                    calls[cell][process_run].push_back(seconds);
                }
            }
        }
    }
    return calls;
}

std::vector<std::string> names_in(const RunRecord& record, const char* list) {
    std::vector<std::string> names;
    for (const json& name : record.header.value("settings", json::object()).value(list, json::array())) {
        if (name.is_string()) {
            names.push_back(name);
        }
    }
    return names;
}

WarmUpCell cell_of(const std::vector<WarmUpRun>& runs) {
    std::vector<double> first;
    std::vector<double> steady;
    std::vector<double> steady_from;
    std::vector<std::string> classifications;
    for (const WarmUpRun& run : runs) {
        first.push_back(run.call_seconds.front());
        classifications.push_back(run.judged.classification);
        if (run.judged.steady_from) {
            steady.push_back(*run.judged.steady_seconds);
            steady_from.push_back(static_cast<double>(*run.judged.steady_from));
        }
    }
    WarmUpCell cell{.workload = runs.front().workload,
                    .configuration = runs.front().configuration,
                    .calls = runs.front().call_seconds.size(),
                    .first_seconds = *estimate_of(first),
                    .steady_seconds = estimate_of(steady),
                    .steady_from = steady.empty() ? std::nullopt : std::optional(median(steady_from)),
                    .classification = majority(classifications)};
    cell.agreeing =
        static_cast<int>(std::count(classifications.begin(), classifications.end(), cell.classification));
    return cell;
}

/// One side of a comparison.
struct Side {
    std::vector<double> calls;              ///< medians over process runs
    std::optional<double> startup_seconds;  ///< median over process runs; nothing where one did not tell
};

Side side_of(const std::map<int, std::vector<double>>& runs,
             const std::map<int, std::optional<double>>& startup) {
    std::vector<std::vector<double>> calls;
    std::vector<double> startups;
    for (const auto& [process_run, seconds] : runs) {
        calls.push_back(seconds);
        const auto found = startup.find(process_run);
        if (found != startup.end() && found->second) {
            startups.push_back(*found->second);
        }
    }
    const bool all_told = startups.size() == calls.size();
    return {median_by_call(calls), all_told ? std::optional(median(startups)) : std::nullopt};
}

json to_json(const BreakEven& point) {
    return {{"calls", or_null(point.calls)}, {"seconds", or_null(point.seconds)}, {"within", point.within}};
}

}  // namespace

std::vector<std::pair<std::string, std::string>> break_even_pairs(
    const std::vector<std::string>& configurations) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const SwitchPair& pair : switch_pairs(configurations)) {
        pairs.push_back(pair.name == "nojit" ? std::pair(pair.head, pair.base)
                                             : std::pair(pair.base, pair.head));
    }
    const auto known = [&](const std::string& one, const std::string& other) {
        return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
            return pair == std::pair(one, other) || pair == std::pair(other, one);
        });
    };
    for (const std::string& other : configurations) {
        if (other != configurations.front() && !known(configurations.front(), other)) {
            pairs.emplace_back(configurations.front(), other);
        }
    }
    return pairs;
}

void require_judgeable_calls(const RunRecord& record) {
    if (text_of(record.header, "profile") != kWarmUpProfile) {
        return;
    }
    std::map<std::pair<int, Cell>, int> calls;
    for (const SampleRow& row : record.samples) {
        if (++calls[{row.process_run, row.cell}] > kMostCalls) {
            throw Error(fmt::format("process run {} has more than {} calls, the most that are judged",
                                    row.process_run, kMostCalls));
        }
    }
}

WarmUpSummary summarize_warm_up(const RunRecord& record) {
    const auto calls = calls_by_run(record);
    const std::vector<std::string> configurations = names_in(record, "configurations");
    std::map<int, std::optional<double>> startup;
    for (const ProcessRunRow& row : record.process_runs) {
        startup[row.process_run] = row.startup_seconds;
    }
    WarmUpSummary summary;
    for (const std::string& workload : names_in(record, "workloads")) {
        std::map<std::string, Side> sides;
        for (const std::string& configuration : configurations) {
            const auto cell = calls.find({workload, configuration});
            if (cell == calls.end()) {
                continue;
            }
            std::vector<WarmUpRun> runs;
            for (const auto& [process_run, seconds] : cell->second) {
                runs.push_back({workload, configuration, process_run, seconds, judge_warm_up(seconds)});
            }
            summary.cells.push_back(cell_of(runs));
            summary.runs.insert(summary.runs.end(), runs.begin(), runs.end());
            sides[configuration] = side_of(cell->second, startup);
        }
        for (const auto& [base_name, head_name] : break_even_pairs(configurations)) {
            const auto base = sides.find(base_name);
            const auto head = sides.find(head_name);
            if (base == sides.end() || head == sides.end()) {
                continue;
            }
            BreakEvenRow row{workload, base_name, head_name,
                             break_even(base->second.calls, head->second.calls), std::nullopt};
            if (base->second.startup_seconds && head->second.startup_seconds) {
                row.with_startup = break_even(base->second.calls, head->second.calls,
                                              *base->second.startup_seconds, *head->second.startup_seconds);
            }
            summary.break_even.push_back(row);
        }
    }
    return summary;
}

void add_warm_up(json& summary, const WarmUpSummary& warm_up) {
    json runs = json::array();
    for (const WarmUpRun& run : warm_up.runs) {
        json segments = json::array();
        for (const Level& level : run.judged.levels) {
            segments.push_back({{"from", level.from}, {"to", level.to}, {"seconds", level.seconds}});
        }
        runs.push_back({{"workload", run.workload},
                        {"configuration", run.configuration},
                        {"process_run", run.process_run},
                        {"call_seconds", run.call_seconds},
                        {"segments", segments},
                        {"classification", run.judged.classification},
                        {"steady_from", or_null(run.judged.steady_from)},
                        {"steady_seconds", or_null(run.judged.steady_seconds)},
                        {"first_seconds", run.call_seconds.front()}});
    }
    json break_even = json::array();
    for (const BreakEvenRow& row : warm_up.break_even) {
        json entry = to_json(row.of_calls);
        entry.update({{"workload", row.workload},
                      {"base", row.base},
                      {"head", row.head},
                      {"with_startup", row.with_startup ? to_json(*row.with_startup) : json()}});
        break_even.push_back(std::move(entry));
    }
    summary["warmup"] = runs;
    summary["break_even"] = break_even;
}

}  // namespace pepbench
