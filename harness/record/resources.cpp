#include "record/resources.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

namespace pepbench {
namespace {

/// What was running when memory was read: nothing yet, or a workload in a mode.
struct Situation {
    std::optional<std::string> workload;
    Mode mode;
    auto operator<=>(const Situation&) const = default;
};

/// Bytes by pass, one value a pass: the median over its process runs.
struct Held {
    ValuesByPass rss;
    ValuesByPass pss;
    ValuesByPass peak;
    ValuesByPass children_peak;
};

using Read = std::function<std::optional<double>(const ProcessRunRow&)>;

ValuesByPass by_pass(const std::vector<const ProcessRunRow*>& runs, const Read& read) {
    std::map<int, std::vector<double>> passes;
    for (const ProcessRunRow* run : runs) {
        if (const auto value = read(*run)) {
            passes[run->pass].push_back(*value);
        }
    }
    ValuesByPass values;
    for (const auto& [pass, of_pass] : passes) {
        values[pass] = median(of_pass);
    }
    return values;
}

Held held_by(const std::vector<const ProcessRunRow*>& runs,
             std::optional<MemoryUse> ProcessRunRow::* memory) {
    Held held;
    held.rss = by_pass(runs, [&](const ProcessRunRow& run) -> std::optional<double> {
        return run.*memory ? std::optional(static_cast<double>((run.*memory)->rss_bytes)) : std::nullopt;
    });
    held.pss = by_pass(runs, [&](const ProcessRunRow& run) -> std::optional<double> {
        return run.*memory && (run.*memory)->pss_bytes
                   ? std::optional(static_cast<double>(*(run.*memory)->pss_bytes))
                   : std::nullopt;
    });
    held.peak = by_pass(runs, [&](const ProcessRunRow& run) -> std::optional<double> {
        return run.*memory ? std::optional(static_cast<double>((run.*memory)->peak_rss_bytes)) : std::nullopt;
    });
    held.children_peak = by_pass(runs, [](const ProcessRunRow& run) -> std::optional<double> {
        return run.children_peak_rss_bytes > 0
                   ? std::optional(static_cast<double>(run.children_peak_rss_bytes))
                   : std::nullopt;
    });
    return held;
}

using WorkersServed = std::map<int, std::set<int>>;

/// The numbers of workers that each process run has samples of.
WorkersServed workers_served(const RunRecord& record) {
    WorkersServed served;
    for (const SampleRow& row : record.samples) {
        served[row.process_run].insert(row.cell.workers);
    }
    return served;
}

/// Adds a process run to those that served the most numbers of workers: one that served fewer, as when some
/// cells are precise already, has held less, and is no match for the others.
void keep_fullest(std::vector<const ProcessRunRow*>& runs, const ProcessRunRow* run,
                  const WorkersServed& served) {
    const auto count = [&](const ProcessRunRow* one) {
        const auto found = served.find(one->process_run);
        return found == served.end() ? std::size_t{0} : found->second.size();
    };
    if (!runs.empty() && count(run) > count(runs.front())) {
        runs.clear();
    }
    if (runs.empty() || count(run) == count(runs.front())) {
        runs.push_back(run);
    }
}

/// Idle first, then by workload and mode.
std::vector<std::pair<Situation, Held>> situations(const RunRecord& record, const WorkersServed& served,
                                                   const std::string& configuration) {
    std::vector<const ProcessRunRow*> all;
    std::map<Situation, std::vector<const ProcessRunRow*>> by_situation;
    for (const ProcessRunRow& run : record.process_runs) {
        if (run.configuration == configuration) {
            all.push_back(&run);
            keep_fullest(by_situation[{run.workload, run.mode}], &run, served);
        }
    }
    std::vector<std::pair<Situation, Held>> result;
    result.emplace_back(Situation{}, held_by(all, &ProcessRunRow::idle_memory));
    result.back().second.children_peak.clear();
    for (const auto& [situation, runs] : by_situation) {
        result.emplace_back(situation, held_by(runs, &ProcessRunRow::memory));
    }
    std::erase_if(result, [](const auto& entry) { return entry.second.rss.empty(); });
    return result;
}

}  // namespace

std::map<std::pair<std::string, Mode>, ValuesByPass> settled_rss(const RunRecord& record,
                                                                 const std::string& configuration) {
    std::map<std::pair<std::string, Mode>, ValuesByPass> settled;
    for (const auto& [situation, held] : situations(record, workers_served(record), configuration)) {
        if (situation.workload) {
            settled[{*situation.workload, situation.mode}] = held.rss;
        }
    }
    return settled;
}

std::vector<MemorySummary> memory_of(const RunRecord& record,
                                     const std::vector<std::string>& configurations) {
    const WorkersServed served = workers_served(record);
    std::vector<MemorySummary> result;
    for (const std::string& configuration : configurations) {
        for (const auto& [situation, held] : situations(record, served, configuration)) {
            result.push_back({configuration, situation.workload, situation.mode,
                              *estimate_of(values_of(held.rss)), estimate_of(values_of(held.pss)),
                              *estimate_of(values_of(held.peak)),
                              estimate_of(values_of(held.children_peak))});
        }
    }
    return result;
}

std::vector<MemoryRatio> memory_ratios(const RunRecord& record,
                                       const std::vector<std::string>& configurations) {
    const WorkersServed served = workers_served(record);
    std::vector<MemoryRatio> result;
    for (const SwitchPair& pair : switch_pairs(configurations)) {
        const auto heads = situations(record, served, pair.head);
        for (const auto& [situation, base] : situations(record, served, pair.base)) {
            const auto head = std::find_if(heads.begin(), heads.end(),
                                           [&](const auto& entry) { return entry.first == situation; });
            if (head == heads.end()) {
                continue;
            }
            const auto rss = ratio_by_pass(head->second.rss, base.rss);
            const auto peak = ratio_by_pass(head->second.peak, base.peak);
            if (rss && peak) {
                result.push_back({pair, situation.workload, situation.mode, *rss,
                                  ratio_by_pass(head->second.pss, base.pss), *peak});
            }
        }
    }
    return result;
}

std::vector<StartupSummary> startup_of(const RunRecord& record,
                                       const std::vector<std::string>& configurations) {
    std::vector<StartupSummary> result;
    for (const std::string& configuration : configurations) {
        std::vector<const ProcessRunRow*> runs;
        for (const ProcessRunRow& run : record.process_runs) {
            if (run.configuration == configuration) {
                runs.push_back(&run);
            }
        }
        const ValuesByPass seconds =
            by_pass(runs, [](const ProcessRunRow& run) { return run.startup_seconds; });
        if (const auto estimate = estimate_of(values_of(seconds))) {
            result.push_back({configuration, *estimate});
        }
    }
    return result;
}

}  // namespace pepbench
