// Two stored runs, cell by cell.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "plan/cell.h"
#include "record/run_record.h"
#include "record/summary.h"
#include "stats/median.h"

namespace pepbench {

/// A run with its summary.
struct StoredRun {
    RunRecord record;
    Summary summary;
};

/// A cell in one of the runs.
struct StoredCell {
    double median_seconds = 0;  ///< as in the run's summary
    int process_runs = 0;
    std::string failure;  ///< why one of its process runs failed; empty where none did
};

/// A cell that both runs measured.
struct CellRatio {
    Cell cell;
    StoredCell a;
    StoredCell b;
    double ratio = 0;                  ///< time in B ÷ time in A
    std::optional<Interval> interval;  ///< 95 %, by hierarchical bootstrap (stats/bootstrap.h)
};

/// A cell that only one of the runs measured, and why the other did not: empty where it was not asked to.
struct LoneCell {
    Cell cell;
    std::string reason;
};

/// The geometric mean of common cells' ratios.
struct MeanRatio {
    std::optional<std::string> configuration;  ///< nothing: of all of them
    double ratio = 0;
    int cells = 0;
};

struct BetweenFiles {
    std::vector<CellRatio> common;   ///< in A's order
    std::vector<MeanRatio> means;    ///< of all common cells first; none without common cells
    std::vector<LoneCell> missing;   ///< measured in A only
    std::vector<LoneCell> new_ones;  ///< measured in B only
};

/// Cells are the same that have the same name.
BetweenFiles between_files(const StoredRun& a, const StoredRun& b);

/// Whether the interval leaves out 1.
bool excludes_1(const CellRatio& ratio);

}  // namespace pepbench
