#include "measure/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "measure/standard_error.h"

namespace pepbench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kOnTerminal(100);
constexpr std::chrono::seconds kInLog(10);
constexpr const char* kErase = "\r\x1b[K";

}  // namespace

Progress::Progress() : terminal_(::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
    if (terminal_) {
        print_err(kErase, kNoPatience);
    }
}

void Progress::show(double share, double seconds_left, const std::string& doing) {
    const Clock::time_point now = Clock::now();
    const Clock::duration pause = terminal_ ? Clock::duration(kOnTerminal) : Clock::duration(kInLog);
    if (last_ != Clock::time_point{} && now - last_ < pause) {
        return;
    }
    last_ = now;
    const std::string left = seconds_left < 0 ? "" : fmt::format(", about {} left", clock_text(seconds_left));
    const std::string line =
        fmt::format("[{:3.0f} %{}] {}", std::floor(std::clamp(share, 0.0, 1.0) * 100), left, doing);
    print_err(terminal_ ? fmt::format("{}{:.110}", kErase, line) : line + "\n", kNoPatience);
}

void Progress::say(const std::string& line) {
    print_err(fmt::format("{}{}\n", terminal_ ? kErase : "", line), kWhileMeasuring);
}

std::string clock_text(double seconds) {
    const long whole = std::lround(std::clamp(seconds, 0.0, 1e9));
    return whole < 3600 ? fmt::format("{}:{:02}", whole / 60, whole % 60)
                        : fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace pepbench
