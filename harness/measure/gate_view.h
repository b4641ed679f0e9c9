// What the user sees while a gate goes on.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "measure/progress.h"

namespace pepbench {

/// How far a cell is.
struct CellProgress {
    std::string name;
    int rounds = 0;
    std::optional<double> ratio;  ///< so far
    double towards_pass = 0;      ///< log wealth as a share of what a verdict needs, 0 to 1
    double towards_flag = 0;
};

/// On a terminal a block of lines on standard error, one an undecided cell, that is written over; elsewhere a
/// line every ten seconds. What is said stays.
class GateView {
  public:
    /// A quiet one shows and says nothing.
    explicit GateView(bool quiet = false);
    ~GateView();
    GateView(const GateView&) = delete;
    GateView& operator=(const GateView&) = delete;

    void say(const std::string& line);

    /// `cells` are the undecided ones; `seconds_left` is negative where nobody knows.
    void show(const std::vector<CellProgress>& cells, int decided, double seconds_left);

  private:
    /// What takes the block away again.
    std::string erasure();

    bool quiet_;
    bool terminal_;
    int lines_ = 0;
    std::chrono::steady_clock::time_point last_{};
};

/// `primes/linear/1  round 7  1.003  pass [#####     ]`
std::string progress_line(const CellProgress& cell);

/// Of the first twelve cells, and how many more there are.
std::vector<std::string> lines_of(const std::vector<CellProgress>& cells);

}  // namespace pepbench
