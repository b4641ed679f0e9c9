#include "record/comparisons.h"

#include <algorithm>
#include <tuple>

#include "stats/amdahl.h"

namespace pepbench {
namespace {

using Pairs = std::vector<std::pair<const ValuesByPass*, const ValuesByPass*>>;

const ValuesByPass* find(const ComparedRun& run, const Cell& cell) {
    const auto found = run.values.find(cell);
    return found == run.values.end() ? nullptr : &found->second;
}

Cell in_configuration(Cell cell, const std::string& configuration) {
    cell.configuration = configuration;
    return cell;
}

std::string suite_of(const ComparedRun& run, const std::string& workload) {
    const auto suite = run.suites.find(workload);
    return suite == run.suites.end() ? std::string() : suite->second;
}

/// Cells of one suite, mode and number of workers that two configurations have both.
struct Shared {
    Pairs pairs;  ///< of the first configuration and the second
    std::vector<std::string> workloads;
};

using SharedKey = std::tuple<std::string, Mode, int>;

/// In the order in which the first configuration's cells are read.
std::vector<std::pair<SharedKey, Shared>> shared_cells(const ComparedRun& run, const std::string& first,
                                                       const std::string& second) {
    std::vector<std::pair<SharedKey, Shared>> shared;
    for (const Cell& cell : run.order) {
        if (cell.configuration != first) {
            continue;
        }
        const std::string suite = suite_of(run, cell.workload);
        const ValuesByPass* const other = find(run, in_configuration(cell, second));
        if (suite.empty() || other == nullptr) {
            continue;
        }
        const SharedKey key{suite, cell.mode, cell.workers};
        auto found =
            std::find_if(shared.begin(), shared.end(), [&](const auto& entry) { return entry.first == key; });
        if (found == shared.end()) {
            found = shared.insert(shared.end(), {key, {}});
        }
        found->second.pairs.emplace_back(&run.values.at(cell), other);
        found->second.workloads.push_back(cell.workload);
    }
    return shared;
}

/// The serial fraction in each pass that has one worker and more.
std::optional<Estimate> serial_fraction_of(const std::map<int, const ValuesByPass*>& by_workers,
                                           double usable_cores) {
    std::vector<double> fractions;
    for (const auto& [pass, alone] : *by_workers.at(1)) {
        std::vector<ScalingPoint> points;
        for (const auto& [workers, values] : by_workers) {
            if (const auto together = values->find(pass); together != values->end()) {
                points.push_back({cores_used(workers, usable_cores), workers * alone / together->second});
            }
        }
        if (const auto fraction = serial_fraction(points)) {
            fractions.push_back(*fraction);
        }
    }
    return estimate_of(fractions);
}

}  // namespace

double cores_used(int workers, double usable_cores) {
    return usable_cores > 0 ? std::clamp<double>(usable_cores, 1, workers) : workers;
}

std::vector<SwitchPair> switch_pairs(const std::vector<std::string>& configurations) {
    std::vector<SwitchPair> pairs;
    for (const std::string& head : configurations) {
        const std::size_t plus = head.rfind('+');
        const std::string base = head.substr(0, plus);
        if (plus != std::string::npos &&
            std::find(configurations.begin(), configurations.end(), base) != configurations.end()) {
            pairs.push_back({head.substr(plus + 1), base, head});
        }
    }
    return pairs;
}

std::vector<SwitchEffect> switch_effects(const ComparedRun& run) {
    std::vector<SwitchEffect> effects;
    for (const SwitchPair& pair : switch_pairs(run.configurations)) {
        for (const Cell& base : run.order) {
            if (base.configuration != pair.base) {
                continue;
            }
            const ValuesByPass* const head = find(run, in_configuration(base, pair.head));
            const auto speedup = head == nullptr ? std::nullopt : ratio_by_pass(run.values.at(base), *head);
            if (speedup) {
                effects.push_back({pair, base, *speedup});
            }
        }
    }
    return effects;
}

std::vector<SuiteEffect> suite_effects(const ComparedRun& run) {
    std::vector<SuiteEffect> effects;
    for (const SwitchPair& pair : switch_pairs(run.configurations)) {
        for (const auto& [key, shared] : shared_cells(run, pair.base, pair.head)) {
            if (const auto speedup = mean_ratio_by_pass(shared.pairs)) {
                const auto& [suite, mode, workers] = key;
                effects.push_back({suite, pair, mode, workers, shared.workloads, *speedup});
            }
        }
    }
    return effects;
}

std::vector<SuiteRatio> suite_ratios(const ComparedRun& run, const std::string& reference) {
    std::vector<SuiteRatio> ratios;
    for (const std::string& configuration : run.configurations) {
        for (const auto& [key, shared] : shared_cells(run, configuration, reference)) {
            const auto& [suite, mode, workers] = key;
            const auto ratio = mean_ratio_by_pass(shared.pairs);
            if (mode.name == "linear" && workers == 1 && ratio) {
                ratios.push_back({suite, configuration, shared.workloads, *ratio});
            }
        }
    }
    return ratios;
}

std::vector<Scaling> scaling_of(const ComparedRun& run) {
    using Key = std::tuple<std::string, std::string, Mode>;
    const auto key_of = [](const Cell& cell) { return Key(cell.workload, cell.configuration, cell.mode); };
    std::map<Key, std::map<int, const ValuesByPass*>> by_workers;
    for (const auto& [cell, values] : run.values) {
        by_workers[key_of(cell)][cell.workers] = &values;
    }
    std::vector<Scaling> result;
    for (const Cell& cell : run.order) {
        const auto& points = by_workers.at(key_of(cell));
        if (cell.workers == 1 && cell.mode.name != "linear" && points.size() > 1) {
            result.push_back(
                {cell.workload, cell.configuration, cell.mode, serial_fraction_of(points, run.usable_cores)});
        }
    }
    return result;
}

}  // namespace pepbench
