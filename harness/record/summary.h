// A run's samples summed up: the statistics that tables, charts and reports show.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "plan/cell.h"
#include "record/published.h"
#include "record/run_record.h"
#include "stats/median.h"

namespace pepbench {

/// A cell's value in each pass in which it was measured, in seconds: the median of the process run's samples,
/// or their minimum in the profile `pep371`, as in the PEP.
using ValuesByPass = std::map<int, double>;

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
    double cpu_seconds = 0;
    std::string stopped_by;
    bool oversubscribed = false;
    std::optional<Ratio> ratio_to_linear_1;
    std::optional<Ratio> speedup;
    std::optional<PublishedValue> published;
};

/// The JIT's effect on one cell: time without ÷ time with it.
struct JitEffect {
    Cell base;
    std::string head;  ///< configuration
    Ratio speedup;
};

struct Summary {
    std::vector<CellSummary> cells;  ///< in the order in which the run was asked for them
    std::vector<JitEffect> jit;
};

/// Values by pass of every cell with samples. Throws Error where a sample names a process run that is not
/// listed.
std::map<Cell, ValuesByPass> values_by_pass(const RunRecord& record);

/// Sums up. `usable_cores` marks oversubscribed cells; `stopped_by` (cell → reason) is what the run recorded.
Summary summarize(const RunRecord& record, const PublishedTables& published);

/// `pepbench.summary` of a result file (results/README.md).
nlohmann::json to_json(const Summary& summary);

}  // namespace pepbench
