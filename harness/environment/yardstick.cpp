#include "environment/yardstick.h"

#include <array>
#include <chrono>
#include <cstdint>

namespace pepbench {
namespace {

constexpr int kRuns = 5;
constexpr int kSteps = 400'000;  // about a millisecond
constexpr std::size_t kEntries = 4096;

/// The result is used, so that the compiler leaves the work in.
std::uint64_t work() {
    static std::array<std::uint64_t, kEntries> table{};
    std::uint64_t state = 371;
    for (int step = 0; step < kSteps; ++step) {
        state = state * 6364136223846793005U + 1442695040888963407U;  // Knuth's, of MMIX
        std::uint64_t& entry = table[state >> 52U];
        entry ^= state;
        state += entry & 1U;
    }
    return state;
}

}  // namespace

std::vector<double> read_yardstick() {
    using Clock = std::chrono::steady_clock;
    std::vector<double> seconds;
    for (int run = 0; run < kRuns; ++run) {
        const Clock::time_point start = Clock::now();
        volatile const std::uint64_t result = work();
        seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
        (void)result;
    }
    return seconds;
}

}  // namespace pepbench
