// Samples of a cell, timed by Google Benchmark.
#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "cell.h"
#include "usage.h"

namespace pepbench {

/// Steps of the clock that a sample that counts lasts at least.
inline constexpr int kLeastSteps = 1000;

/// The most executions that one sample is to have.
inline constexpr std::int64_t kMostIterations = 1'000'000;

/// One timed execution of a cell, or the mean of `iterations` of them. Times in seconds for one execution;
/// context switches and `usage` over all of them.
struct Sample {
    std::int64_t iterations = 0;
    double seconds = 0;
    double cpu_seconds = 0;
    Usage usage;
    bool foreign_children = false;  ///< whether children were not its own, whose switches nobody counts
    nlohmann::json answers;
};

/// Executes the cell as often as `state` asks, with manual time around each batch and nothing else inside,
/// checks the answers of each batch outside it, and returns usage and last answers; wall time is in `state`.
/// A failure is left in `failure` and skips the benchmark. This is the measuring loop, of requests and of
/// runs by hand.
Sample run_benchmark(benchmark::State& state, Cell& cell, std::string& failure);

/// One sample of `iterations` executions, as a registered benchmark of that name whose result a reporter
/// hands back. Throws CellFailure.
Sample take_sample(const std::string& name, Cell& cell, std::int64_t iterations);

struct SamplingPlan {
    std::int64_t samples = 1;
    std::int64_t warmups = 0;
    double minimum_sample_seconds = 0;  ///< repeat inside a sample until it lasts this long; 0: never
    double clock_step_seconds =
        0;  ///< of the clock that samples are timed with, of which each lasts kLeastSteps
};

/// Takes warm-ups and then samples as planned and hands each to `emit(index, warmup, sample)` before the next
/// begins. Warm-ups are executions of `single`, the same cell with one worker: they warm imports, caches and
/// the JIT at an Nth of the cost. Where there is a minimum, `cell` itself is then executed to find how many
/// executions make a sample: once, which counts as the first sample where it lasted ten times the minimum,
/// and else again, as often as is thought enough by then, until that lasts the minimum. No sample that counts
/// is shorter, but for one of kMostIterations; what turns out to be is a warm-up, and those after it are
/// repeated more often, at least twice as much. Below kLeastSteps, one of kMostIterations is a failure, and
/// one that may not be repeated is unsupported. Throws CellFailure and CellUnsupported; what was emitted
/// stays valid.
void sample_cell(const std::string& name, Cell& cell, Cell& single, const SamplingPlan& plan,
                 const std::function<void(std::int64_t, bool, const Sample&)>& emit);

}  // namespace pepbench
