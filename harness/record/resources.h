// What process runs took besides time: memory and start-up.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "plan/cell.h"
#include "record/by_pass.h"
#include "record/comparisons.h"
#include "record/run_record.h"
#include "stats/median.h"

namespace pepbench {

/// What fresh processes held, in bytes: idle after start (no workload), or settled after a workload at all
/// the numbers of workers that the run was asked for.
struct MemorySummary {
    std::string configuration;
    std::optional<std::string> workload;
    Mode mode;  ///< empty where idle
    Estimate rss;
    std::optional<Estimate> pss;
    Estimate peak;
    std::optional<Estimate> children_peak;  ///< the largest child's, where there were any
};

/// The same with a switch thrown ÷ as shipped; above 1 the switch costs memory.
struct MemoryRatio {
    SwitchPair pair;
    std::optional<std::string> workload;
    Mode mode;
    Ratio rss;
    std::optional<Ratio> pss;
    Ratio peak;
};

/// Seconds from a process's start to the first Python statement, the median of each pass's processes.
struct StartupSummary {
    std::string configuration;
    Estimate seconds;
};

/// Resident bytes of a configuration's processes, settled after a workload in a mode, in each pass. As in
/// MemorySummary; the idle ones are not in it.
std::map<std::pair<std::string, Mode>, ValuesByPass> settled_rss(const RunRecord& record,
                                                                 const std::string& configuration);

std::vector<MemorySummary> memory_of(const RunRecord& record, const std::vector<std::string>& configurations);
std::vector<MemoryRatio> memory_ratios(const RunRecord& record,
                                       const std::vector<std::string>& configurations);
std::vector<StartupSummary> startup_of(const RunRecord& record,
                                       const std::vector<std::string>& configurations);

}  // namespace pepbench
