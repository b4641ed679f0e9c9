// What a run found, as it is kept in memory, journal and result file.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "plan/cell.h"
#include "record/withheld.h"

namespace pepbench {

/// One sample of a cell. Times in seconds for one execution.
struct SampleRow {
    Cell cell;
    int process_run = 0;
    std::int64_t sample = 0;  ///< its number within the process run and cell
    std::int64_t iterations = 1;
    double seconds = 0;
    double cpu_seconds = 0;      ///< 0 where the runner cannot tell
    double started_seconds = 0;  ///< since the run's start, when the sample's line arrived
    nlohmann::json answers;      ///< one a worker
    std::int64_t peak_rss_bytes = 0;
    std::int64_t children_peak_rss_bytes = 0;
    std::optional<std::int64_t> voluntary_context_switches;  ///< where the runner can tell
    std::optional<std::int64_t> involuntary_context_switches;
    bool stopped = false;  ///< a signal stopped its runner (SIGSTOP, Ctrl-Z), perhaps while it was taken
    /// The host, a quota or heat withheld time since the sample before it, as is_disturbed() has it.
    bool disturbed = false;
};

/// What a process held in memory at one moment.
struct MemoryUse {
    std::int64_t rss_bytes = 0;  ///< resident
    std::optional<std::int64_t>
        pss_bytes;                    ///< pages that others use too counted in part, where the kernel tells
    std::int64_t peak_rss_bytes = 0;  ///< the most that was resident so far
};

/// One fresh runner process.
struct ProcessRunRow {
    int process_run = 0;
    int pass = 0;
    std::string configuration;
    std::string workload;
    Mode mode;
    std::uint32_t hash_seed = 0;
    double start_seconds = 0;  ///< since the run's start
    double end_seconds = 0;
    double first_sample_seconds = 0;           ///< from its start to its first sample
    std::optional<double> startup_seconds;     ///< from its start to the first Python statement
    std::optional<MemoryUse> idle_memory;      ///< right after that
    std::optional<MemoryUse> memory;           ///< settled, after its last cell
    std::int64_t children_peak_rss_bytes = 0;  ///< the largest child's
    Withheld withheld;                         ///< meanwhile
    nlohmann::json facts;                      ///< what it reported after its last cell
};

/// One reading of the yardstick (environment/yardstick.h), between two process runs.
struct YardstickRow {
    double started_seconds = 0;   ///< since the run's start
    std::vector<double> seconds;  ///< of each of its runs
};

struct FailureRow {
    Cell cell;
    int process_run = 0;
    std::string reason;
    std::string stderr_tail;
};

/// A cell or a whole configuration (then the other parts of `cell` are empty) that cannot be measured here.
struct UnavailableRow {
    Cell cell;
    std::string reason;
    std::optional<std::string> stderr_tail{};  ///< of a runner that failed before it had described itself
};

/// Everything of one run. The parts that nothing computes with stay JSON.
struct RunRecord {
    nlohmann::json context = nlohmann::json::object();  ///< Google Benchmark's
    nlohmann::json header = nlohmann::json::object();   ///< of `pepbench`, everything but the lists below
    std::vector<SampleRow> samples;
    std::vector<SampleRow> warmups;
    std::vector<ProcessRunRow> process_runs;
    std::vector<YardstickRow> yardstick;
    std::vector<FailureRow> failures;
    std::vector<UnavailableRow> unavailable;
};

}  // namespace pepbench
