// Small records by hand.
#pragma once

#include "record/run_record.h"

namespace pepbench {

inline SampleRow sample_for_test(const Cell& cell, int process_run, std::int64_t number, double seconds) {
    return {.cell = cell,
            .process_run = process_run,
            .sample = number,
            .iterations = 3,
            .seconds = seconds,
            .cpu_seconds = 0.25,
            .started_seconds = 1.5 + process_run,
            .answers = std::vector<int>(static_cast<std::size_t>(cell.workers), 42),
            .peak_rss_bytes = 1000,
            .children_peak_rss_bytes = 2000,
            .voluntary_context_switches = 3,
            .involuntary_context_switches = 4};
}

/// Adds a process run of the cell, with one sample for each of `seconds`; its number is the next one.
inline void add_process_run(RunRecord& record, const Cell& cell, int pass,
                            const std::vector<double>& seconds) {
    const auto number = static_cast<int>(record.process_runs.size());
    record.process_runs.push_back({.process_run = number,
                                   .pass = pass,
                                   .configuration = cell.configuration,
                                   .workload = cell.workload,
                                   .mode = cell.mode,
                                   .hash_seed = 4'000'000'000U,
                                   .start_seconds = 1,
                                   .end_seconds = 2,
                                   .first_sample_seconds = 0.125,
                                   .facts = {{"version", "1.0"}}});
    for (const double sample : seconds) {
        record.samples.push_back(
            sample_for_test(cell, number, static_cast<std::int64_t>(record.samples.size()), sample));
    }
}

/// Two cells with two samples each, and one row of each other kind.
inline RunRecord record_for_test() {
    const Cell linear{"primes", {"linear", ""}, 1, "a"};
    const Cell forked{"primes", {"process", "fork"}, 4, "a"};
    RunRecord record{.context = {{"date", "today"}},
                     .header = {{"profile", "default"}, {"outcome", "complete"}}};
    record.header["stopped_by"] = {{linear.name(), "precise"}, {forked.name(), "budget"}};
    record.header["machine"] = {{"usable_cores", 2.0}};
    add_process_run(record, linear, 0, {0.5, 0.625});
    add_process_run(record, forked, 0, {0.75, 1});
    record.warmups = {sample_for_test(linear, 0, 0, 2)};
    record.yardstick = {{0.5, {0.001, 0.002, 0.001}}, {2.5, {0.001}}};
    record.failures = {{{"queue", {"threaded", ""}, 2, "a"}, 7, "it failed", "its last words"}};
    record.unavailable = {{{"queue", {"process", "spawn"}, 2, "a"}, "cannot spawn"},
                          {{"", {}, 1, "z"}, "not installed"}};
    return record;
}

}  // namespace pepbench
