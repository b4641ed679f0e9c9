#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

/// What the clock that times samples can tell apart and what asking it costs.
namespace pepbench {

struct ClockMeasurement {
    /// Smallest step seen between two readings, in seconds; nothing if the clock never moved. With a fine
    /// clock this is the time that a reading takes, which is what limits a measurement.
    std::optional<double> resolution_seconds;
    /// Median time of one reading, in seconds.
    double read_seconds = 0;
};

/// Measures a clock given as a function that returns nanoseconds. Takes 40 201 readings, about 1 ms with the
/// time stamp counter and 40 ms with a clock of 1 µs a reading.
template <typename Now>
[[nodiscard]] ClockMeasurement measure_clock(Now&& now) {
    constexpr int kSteps = 20'000;
    constexpr std::size_t kBatches = 101;
    constexpr int kReadsABatch = 200;
    constexpr double kNanosecondsASecond = 1e9;

    ClockMeasurement measured;
    auto smallest = std::numeric_limits<std::int64_t>::max();
    std::int64_t previous = now();
    for (int step = 0; step < kSteps; ++step) {
        const std::int64_t next = now();
        if (next > previous) {
            smallest = std::min(smallest, next - previous);
        }
        previous = next;
    }
    if (smallest != std::numeric_limits<std::int64_t>::max()) {
        measured.resolution_seconds = static_cast<double>(smallest) / kNanosecondsASecond;
    }

    // A batch ends where the next one starts, so that a coarse clock's steps even out; the median leaves out
    // batches that another process interrupted.
    std::array<double, kBatches> costs{};
    std::int64_t start = now();
    for (auto& cost : costs) {
        std::int64_t end = start;
        for (int read = 0; read < kReadsABatch; ++read) {
            end = now();
        }
        cost = static_cast<double>(end - start) / kReadsABatch;
        start = end;
    }
    const auto middle = costs.begin() + kBatches / 2;
    std::nth_element(costs.begin(), middle, costs.end());
    measured.read_seconds = *middle / kNanosecondsASecond;
    return measured;
}

/// `measure_clock` of `std::chrono::steady_clock`, the clock that samples are timed with.
[[nodiscard]] ClockMeasurement measure_steady_clock();

}  // namespace pepbench
