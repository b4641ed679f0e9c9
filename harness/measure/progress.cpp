#include "measure/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace pepbench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kOnTerminal(100);
constexpr std::chrono::seconds kInLog(10);

}  // namespace

Progress::Progress() : terminal_(::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() { erase(); }

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
    erase();
    if (terminal_) {
        fmt::print(stderr, "{:.110}", line);
    } else {
        fmt::print(stderr, "{}\n", line);
    }
    std::fflush(stderr);
}

void Progress::say(const std::string& line) {
    erase();
    fmt::print(stderr, "{}\n", line);
}

void Progress::erase() const {
    if (terminal_) {
        fmt::print(stderr, "\r\x1b[K");
        std::fflush(stderr);
    }
}

std::string clock_text(double seconds) {
    const long whole = std::lround(std::clamp(seconds, 0.0, 1e9));
    return whole < 3600 ? fmt::format("{}:{:02}", whole / 60, whole % 60)
                        : fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace pepbench
