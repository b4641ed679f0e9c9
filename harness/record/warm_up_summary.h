// A warm-up run's samples summed up: how the calls of fresh processes settle, and when what has paid back.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "judge/warm_up.h"
#include "record/run_record.h"
#include "stats/median.h"

namespace pepbench {

/// The profile that such a run has in its header.
inline constexpr const char* kWarmUpProfile = "warmup";

/// One process run, its calls in order.
struct WarmUpRun {
    std::string workload;
    std::string configuration;
    int process_run = 0;
    std::vector<double> call_seconds;
    WarmUp judged;
};

/// A workload in a configuration, over its process runs.
struct WarmUpCell {
    std::string workload;
    std::string configuration;
    std::size_t calls = 0;                   ///< of each process run
    Estimate first_seconds;                  ///< of the first call
    std::optional<Estimate> steady_seconds;  ///< over the process runs that have a steady state
    std::optional<double> steady_from;       ///< median over them
    std::string classification;              ///< of more than half of the process runs, or `inconsistent`
    int agreeing = 0;                        ///< process runs that are classified so
};

/// When the head has paid back against the base, from medians over process runs for each call.
struct BreakEvenRow {
    std::string workload;
    std::string base;
    std::string head;
    BreakEven of_calls;
    std::optional<BreakEven> with_startup;  ///< start-up counted too, where the runners told it
};

struct WarmUpSummary {
    std::vector<WarmUpRun> runs;
    std::vector<WarmUpCell> cells;
    std::vector<BreakEvenRow> break_even;
};

/// Throws Error where a warm-up has more calls of a process than can be judged (kMostCalls), as pepbench
/// itself never makes.
void require_judgeable_calls(const RunRecord& record);

/// Workloads and configurations come in the order of the header's settings. Process runs with fewer calls
/// than others of the same cell (they failed or were interrupted), or fewer than kLeastCalls, are left out.
WarmUpSummary summarize_warm_up(const RunRecord& record);

/// Adds `warmup` and `break_even` to `pepbench.summary` (results/README.md).
void add_warm_up(nlohmann::json& summary, const WarmUpSummary& warm_up);

/// Base and head of each comparison: an interpreter as shipped and with a switch (the other way round for
/// `nojit`, so that the head is the one with the JIT), then the first configuration and each other one.
std::vector<std::pair<std::string, std::string>> break_even_pairs(
    const std::vector<std::string>& configurations);

}  // namespace pepbench
