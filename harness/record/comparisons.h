// Configurations and numbers of workers compared, pass by pass.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plan/cell.h"
#include "record/by_pass.h"
#include "record/run_record.h"
#include "stats/median.h"

namespace pepbench {

/// What a run compares: its cells' values, and the lists of its header in their order.
struct ComparedRun {
    const std::map<Cell, ValuesByPass>& values;
    std::vector<Cell> order;  ///< the cells as people read them
    std::vector<std::string> configurations;
    std::map<std::string, std::string> suites;  ///< by workload
    double usable_cores = 0;                    ///< 0 where unknown
};

/// A configuration as shipped and the same interpreter with one switch thrown.
struct SwitchPair {
    std::string name;  ///< `jit`, `gil` or `nojit`
    std::string base;
    std::string head;
};

/// The pairs among these configurations: `X` and `X+NAME`.
std::vector<SwitchPair> switch_pairs(const std::vector<std::string>& configurations);

/// A switch's effect on one cell: time as shipped ÷ time with the switch.
struct SwitchEffect {
    SwitchPair pair;
    Cell base;
    Ratio speedup;
};

/// The same over a suite: the geometric mean of its workloads' effects.
struct SuiteEffect {
    std::string suite;
    SwitchPair pair;
    Mode mode;
    int workers = 1;
    std::vector<std::string> workloads;
    Ratio speedup;
};

/// Time of a configuration ÷ the reference's: the geometric mean over the workloads of a suite that both
/// measured, linear, one worker.
struct SuiteRatio {
    std::string suite;
    std::string configuration;
    std::vector<std::string> workloads;
    Ratio ratio;
};

/// How a mode scales with workers.
struct Scaling {
    std::string workload;
    std::string configuration;
    Mode mode;
    std::optional<Estimate> serial_fraction;
};

std::vector<SwitchEffect> switch_effects(const ComparedRun& run);
std::vector<SuiteEffect> suite_effects(const ComparedRun& run);
std::vector<SuiteRatio> suite_ratios(const ComparedRun& run, const std::string& reference);

/// Of every workload, configuration and mode that was measured with one worker and with more. The speed-up of
/// N workers is N × the time of one ÷ the time of N; workers beyond the usable cores count as those cores.
std::vector<Scaling> scaling_of(const ComparedRun& run);

/// Cores that so many workers can use, at least one; as many as workers where the number of cores is unknown.
double cores_used(int workers, double usable_cores);

}  // namespace pepbench
