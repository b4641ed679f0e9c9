// pepbench-neighbour: a noisy neighbour on one core, for `pepbench gate --soak --neighbour`.
#include <fmt/format.h>
#include <sched.h>
#include <sys/prctl.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <exception>
#include <thread>
#include <vector>

#include "error.h"
#include "exit_code.h"
#include "measure/standard_error.h"
#include "neighbour/bursts.h"

namespace pepbench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kLongest = 86'400;  // seconds
constexpr std::size_t kStreamed =
    (std::size_t{64} << 20U) / sizeof(std::uint64_t);         // 64 MiB, beyond any cache's share
constexpr std::size_t kBetweenLooks = std::size_t{1} << 17U;  // words worked on between looks at the clock

void pin_to(int core) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(static_cast<std::size_t>(core), &cores);
    if (::sched_setaffinity(0, sizeof cores, &cores) != 0) {
        throw Error(fmt::format("--core {} cannot be used by this process: {}", core, std::strerror(errno)));
    }
}

Clock::time_point after(Clock::time_point start, double seconds) {
    return start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

/// What a neighbour works on; its content is kept so that no compiler leaves the work out.
class Work {
  public:
    void compute() {
        for (std::size_t step = 0; step < kBetweenLooks; ++step) {  // xorshift (Marsaglia, 2003)
            state_ ^= state_ << 13U;
            state_ ^= state_ >> 7U;
            state_ ^= state_ << 17U;
        }
        seen_ = state_;
    }

    void stream() {
        for (std::size_t step = 0; step < kBetweenLooks; ++step) {
            memory_[position_] += step;
            position_ = (position_ + 1) % kStreamed;
        }
        seen_ = memory_[position_];
    }

  private:
    std::uint64_t state_ = 88'172'645'463'325'252U;
    std::size_t position_ = 0;
    std::vector<std::uint64_t> memory_ = std::vector<std::uint64_t>(kStreamed);
    volatile std::uint64_t seen_ = 0;
};

void be_noisy(double seconds, std::uint64_t seed) {
    const Clock::time_point end = after(Clock::now(), seconds);
    Bursts bursts(seed);
    Work work;
    while (Clock::now() < end) {
        const Burst burst = bursts.next();
        const Clock::time_point end_of_work = std::min(end, after(Clock::now(), burst.work_seconds));
        while (Clock::now() < end_of_work) {
            burst.streams ? work.stream() : work.compute();
        }
        std::this_thread::sleep_until(std::min(end, after(end_of_work, burst.rest_seconds)));
    }
}

int complain(const std::string& sentence) {
    print_err(fmt::format("pepbench-neighbour: {}\n", sentence));
    return static_cast<int>(ExitCode::error);
}

int main_of(int argc, char** argv) {
    int core = 0;
    double seconds = 0;
    std::uint64_t seed = 0;
    CLI::App program(
        "Disturbs one core in bursts of computing or of streaming through 64 MiB of memory, and ends by "
        "itself "
        "or with its parent.");
    program.add_option("--core", core, "to disturb")->check(CLI::Range(0, CPU_SETSIZE - 1))->required();
    program.add_option("--seconds", seconds, "until it ends")->check(CLI::Range(0.0, kLongest))->required();
    program.add_option("--seed", seed, "of the bursts' lengths, pauses and kinds")->required();
    program.footer("Example: pepbench-neighbour --core 1 --seconds 60 --seed 7");
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& asked_for_help) {
        return program.exit(asked_for_help);
    } catch (const CLI::ParseError& error) {
        return complain(fmt::format("{}; see --help", error.what()));
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    pin_to(core);
    be_noisy(seconds, seed);
    return static_cast<int>(ExitCode::done);
}

}  // namespace
}  // namespace pepbench

int main(int argc, char** argv) {
    try {
        return pepbench::main_of(argc, argv);
    } catch (const std::exception& error) {
        return pepbench::complain(error.what());
    }
}
