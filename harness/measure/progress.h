// What the user sees while a run goes on.
#pragma once

#include <chrono>
#include <string>

namespace pepbench {

/// How long a line that stays may hold up a measurement where nobody takes it.
inline constexpr std::chrono::seconds kWhileMeasuring(1);

/// On a terminal one line of standard error that is written over; elsewhere a line every ten seconds.
class Progress {
  public:
    Progress();
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// `share` of the work is done (0 to 1), `seconds_left` is the estimate; negative where there is none.
    void show(double share, double seconds_left, const std::string& doing);

    /// A line of its own that stays.
    void say(const std::string& line);

  private:
    bool terminal_;
    std::chrono::steady_clock::time_point last_{};
};

/// `4:05`, `1:00:00`
std::string clock_text(double seconds);

}  // namespace pepbench
