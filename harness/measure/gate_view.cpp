#include "measure/gate_view.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "measure/standard_error.h"
#include "record/printable.h"

namespace pepbench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kViewOnTerminal(200);
constexpr std::chrono::seconds kViewInLog(10);
constexpr std::size_t kMostLines = 12;
constexpr int kBar = 10;

std::string bar(double share) {
    const auto filled = static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * kBar));
    return std::string(filled, '#') + std::string(kBar - filled, ' ');
}

}  // namespace

std::string progress_line(const CellProgress& cell) {
    const bool passing = cell.towards_pass >= cell.towards_flag;
    return fmt::format("{:<34} round {:>3}  {}  {:<9} [{}]", printable(cell.name, 34), cell.rounds,
                       cell.ratio ? fmt::format("{:.3f}", *cell.ratio) : "    -",
                       passing ? "pass" : "regressed", bar(std::max(cell.towards_pass, cell.towards_flag)));
}

std::vector<std::string> lines_of(const std::vector<CellProgress>& cells) {
    std::vector<std::string> lines;
    for (const CellProgress& cell : cells) {
        if (lines.size() == kMostLines) {
            lines.push_back(fmt::format("and {} more", cells.size() - kMostLines));
            break;
        }
        lines.push_back(progress_line(cell));
    }
    return lines;
}

GateView::GateView(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) != 0) {}

GateView::~GateView() { print_err(erasure(), kNoPatience); }

void GateView::say(const std::string& line) {
    if (quiet_) {
        return;
    }
    print_err(fmt::format("{}{}\n", erasure(), line), kWhileMeasuring);
}

void GateView::show(const std::vector<CellProgress>& cells, int decided, double seconds_left) {
    const Clock::time_point now = Clock::now();
    const Clock::duration pause = terminal_ ? Clock::duration(kViewOnTerminal) : Clock::duration(kViewInLog);
    if (quiet_ || (last_ != Clock::time_point{} && now - last_ < pause)) {
        return;
    }
    last_ = now;
    const std::string left = seconds_left < 0 ? "" : fmt::format(", about {} left", clock_text(seconds_left));
    const std::string head = fmt::format("{} decided, {} open{}", decided, cells.size(), left);
    std::string text = erasure() + head + "\n";
    if (terminal_) {
        const std::vector<std::string> lines = lines_of(cells);
        for (const std::string& line : lines) {
            text += fmt::format("  {:.100}\n", line);
        }
        lines_ = static_cast<int>(lines.size()) + 1;
    }
    print_err(text, kNoPatience);
}

std::string GateView::erasure() {
    std::string text;
    for (; lines_ > 0; --lines_) {
        text += "\x1b[A\r\x1b[K";
    }
    return text;
}

}  // namespace pepbench
