// A run's samples summed up: the statistics that tables, charts and reports show.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "plan/cell.h"
#include "record/by_pass.h"
#include "record/comparisons.h"
#include "record/published.h"
#include "record/resources.h"
#include "record/run_record.h"
#include "stats/median.h"

namespace pepbench {

struct PublishedValue {
    double seconds = 0;
    double ratio_to_linear_1 = 0;
    std::optional<double> scaled_seconds;  ///< the published ratio × our linear time for one worker
};

struct CellSummary {
    Cell cell;
    int samples = 0;
    int process_runs = 0;
    double median_seconds = 0;
    std::optional<Interval> interval;  ///< 95 %, over process runs
    double minimum_seconds = 0;
    double cpu_seconds = 0;                    ///< 0 where the runner cannot tell
    std::optional<double> voluntary_switches;  ///< context switches of one execution
    std::optional<double> involuntary_switches;
    std::string stopped_by;
    bool oversubscribed = false;
    std::optional<Ratio> ratio_to_linear_1;
    std::optional<Ratio> speedup;
    std::optional<Ratio> efficiency;  ///< speed-up ÷ cores that the workers could use
    std::optional<Ratio> ratio_to_reference;
    std::optional<PublishedValue> published;
};

struct Summary {
    std::size_t readings = 0;  ///< of the yardstick; none in files of earlier versions and other tools
    std::optional<MachineSpeed> speed;  ///< of the machine meanwhile, where they tell
    std::string reference;              ///< configuration that the others are compared with
    std::vector<CellSummary> cells;     ///< in the order in which the run was asked for them
    std::vector<SwitchEffect> switches;
    std::vector<SuiteEffect> suites;
    std::vector<SuiteRatio> suite_ratios;
    std::vector<Scaling> scaling;
    std::vector<MemorySummary> memory;
    std::vector<MemoryRatio> memory_ratios;
    std::vector<StartupSummary> startup;
};

/// Sums up. The header's usable cores mark oversubscribed cells; its `stopped_by` (cell → reason) is what the
/// run recorded. Throws Error where a sample names a process run that is not listed.
Summary summarize(const RunRecord& record, const PublishedTables& published);

/// `pepbench.summary` of a result file (results/README.md).
nlohmann::json to_json(const Summary& summary);

}  // namespace pepbench
