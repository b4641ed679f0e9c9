// A run as text and JSON of other tools, a file a format: pure functions.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "record/run_record.h"
#include "record/summary.h"

namespace pepbench {

/// What an export is made from. Both outlive it.
struct Exported {
    const RunRecord& record;
    const Summary& summary;
    bool one_configuration = false;  ///< names leave the configuration out, so that tools join two exports

    /// `primes/process-fork/4/cpython-3.15`, or without its end.
    [[nodiscard]] std::string name(const Cell& cell) const;
};

/// By number of the process run.
std::map<int, const ProcessRunRow*> process_runs_of(const RunRecord& record);

/// Each cell's rows by number of their process run, in the order of the file.
std::map<Cell, std::map<int, std::vector<const SampleRow*>>> rows_by_run(const std::vector<SampleRow>& rows);

/// One line a sample, times in seconds for one execution (RFC 4180, with line feeds).
std::string to_csv(const Exported& run);

/// The text of Go's benchmarks (Go's proposal 14313), one line a sample, for benchstat.
std::string to_go_benchmark(const Exported& run);

/// A table of medians with their intervals.
std::string to_markdown(const Exported& run);

/// Google Benchmark's JSON: context and rows as they are in the result file, and each row's `pass`.
std::string to_google_benchmark(const Exported& run);

/// Bencher Metric Format: each cell's median as `latency` in nanoseconds, with its interval's ends.
std::string to_bmf(const Exported& run);

/// What hyperfine --export-json writes, times in seconds over all samples of a cell. The runner does not
/// part CPU time, so that `user` holds all of it and `system` is 0.
std::string to_hyperfine(const Exported& run);

/// pyperf's JSON, version "1.0": a benchmark a cell, a run a process run. Keys that begin with `pepbench_`
/// say which cell it is, so that pyperf_file() reads the same cells back.
std::string to_pyperf(const Exported& run);

/// The formats by the names that they have on the command line.
extern const std::vector<std::pair<std::string, std::function<std::string(const Exported&)>>> kFormats;

/// How every JSON format is written.
std::string text_of_json(const nlohmann::json& document);

}  // namespace pepbench
