#include "sampler.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <sstream>
#include <vector>

namespace pepbench {
namespace {

using Clock = std::chrono::steady_clock;

/// An execution that lasts so many times the minimum will not need repeating next time either, so it may
/// count; nearer the minimum, counting the slow ones alone would be a selection.
constexpr double kClearlyLongEnough = 10;

/// Samples are aimed at so many times the minimum: those that turn out shorter than it do not count, and at a
/// lesser distance these would be the quick ones, another selection.
constexpr double kAim = 2;

/// Keeps what Google Benchmark found instead of printing it.
class KeepingReporter : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(const Context& /*context*/) override { return true; }
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            iterations = run.iterations;
            seconds = run.real_accumulated_time;
        }
    }
    std::int64_t iterations = 0;
    double seconds = 0;
};

/// How many executions make a sample of `kAim` times `minimum` seconds when one takes `one`; whole batches,
/// so that the loop never runs more than it was asked to.
std::int64_t iterations_for(double minimum, double one, std::int64_t batch) {
    const double needed = std::ceil(kAim * minimum / one);
    const auto iterations = static_cast<std::int64_t>(std::min(needed, static_cast<double>(kMostIterations)));
    return iterations <= batch ? iterations : (iterations + batch - 1) / batch * batch;
}

}  // namespace

Sample run_benchmark(benchmark::State& state, Cell& cell, std::string& failure) {
    Sample sample;
    double reported_children_cpu = 0;
    const std::int64_t batch =
        std::min<std::int64_t>(cell.batch(), static_cast<std::int64_t>(state.max_iterations));
    while (state.KeepRunningBatch(batch)) {
        const Usage before = read_usage();
        const Clock::time_point start = Clock::now();
        std::int64_t executed = 0;
        while (executed < batch && cell.execute()) {
            ++executed;
        }
        const Clock::time_point end = Clock::now();
        sample.usage += read_usage() - before;
        state.SetIterationTime(std::chrono::duration<double>(end - start).count());
        try {
            sample.answers = cell.check(batch);
            const std::optional<double> reported = cell.reported_children_cpu_seconds();
            sample.foreign_children = reported.has_value();
            reported_children_cpu += reported.value_or(0);
        } catch (const std::runtime_error& error) {
            failure = error.what();
            state.SkipWithError(failure.c_str());
            break;
        }
    }
    sample.iterations = static_cast<std::int64_t>(state.iterations());
    sample.cpu_seconds =
        (sample.usage.self_cpu_seconds + sample.usage.children_cpu_seconds + reported_children_cpu) /
        static_cast<double>(std::max<std::int64_t>(sample.iterations, 1));
    return sample;
}

Sample take_sample(const std::string& name, Cell& cell, std::int64_t iterations) {
    Sample sample;
    std::string failure;
    benchmark::ClearRegisteredBenchmarks();
    benchmark::RegisterBenchmark(
        name.c_str(), [&](benchmark::State& state) { sample = run_benchmark(state, cell, failure); })
        ->UseManualTime()
        ->Iterations(iterations)
        ->Repetitions(1);
    KeepingReporter reporter;
    const std::size_t ran = benchmark::RunSpecifiedBenchmarks(&reporter, ".");
    benchmark::ClearRegisteredBenchmarks();
    if (!failure.empty()) {
        throw CellFailure(failure, cell.answered_wrong());
    }
    if (ran != 1 || reporter.iterations < iterations || !(reporter.seconds > 0)) {
        throw CellFailure("Google Benchmark did not run the cell as it was asked to");
    }
    sample.iterations = reporter.iterations;
    sample.seconds = reporter.seconds / static_cast<double>(reporter.iterations);
    return sample;
}

namespace {

void require_long_enough(const Sample& sample, const SamplingPlan& plan) {
    const double total = sample.seconds * static_cast<double>(sample.iterations);
    if (total >= kLeastSteps * plan.clock_step_seconds) {
        return;
    }
    std::ostringstream reason;
    reason.precision(3);
    if (plan.minimum_sample_seconds <= 0) {
        reason << "an execution of " << sample.seconds
               << " s is too short for this clock: what may not be repeated "
               << "has to last " << kLeastSteps << " steps of " << plan.clock_step_seconds
               << " s of steady_clock";
        throw CellUnsupported(reason.str());
    }
    if (sample.iterations >= kMostIterations) {
        reason << sample.iterations << " executions lasted " << total << " s, less than " << kLeastSteps
               << " steps of " << plan.clock_step_seconds
               << " s of steady_clock: too short to be measured here";
        throw CellFailure(reason.str());
    }
}

}  // namespace

void sample_cell(const std::string& name, Cell& cell, Cell& single, const SamplingPlan& plan,
                 const std::function<void(std::int64_t, bool, const Sample&)>& emit) {
    for (std::int64_t warmup = 0; warmup < plan.warmups; ++warmup) {
        emit(warmup, true, take_sample(name, single, 1));
    }
    const double minimum = plan.minimum_sample_seconds > 0
                               ? std::max(plan.minimum_sample_seconds, kLeastSteps * plan.clock_step_seconds)
                               : 0;
    std::int64_t iterations = 1;
    std::int64_t warmups = plan.warmups;
    std::int64_t index = 0;
    bool settled = minimum <= 0;
    for (bool cold = true; index < plan.samples; cold = false) {
        const Sample sample = take_sample(name, cell, iterations);
        require_long_enough(sample, plan);
        const double total = sample.seconds * static_cast<double>(sample.iterations);
        const bool lasts = total >= minimum || iterations >= kMostIterations;
        if ((settled && lasts) || (cold && total >= kClearlyLongEnough * minimum)) {
            settled = true;
            emit(index++, false, sample);
        } else {
            settled = settled || (lasts && !cold);
            iterations = std::max(iterations, iterations_for(minimum, sample.seconds, cell.batch()));
            emit(warmups++, true, sample);
        }
    }
}

}  // namespace pepbench
