// How the calls of a fresh process settle, and when a faster configuration has paid back.
//
// After Barrett, Bolz-Tereick, Killick, Mount and Tratt, "Virtual machine warmup blows hot and cold",
// Proceedings of the ACM on Programming Languages 1 (OOPSLA), 2017. harness/stats/README.md says where this
// differs from it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "judge/levels.h"

namespace pepbench {

/// Fewer calls of a process are not judged: the last quarter would be shorter than five.
inline constexpr int kLeastCalls = 20;

/// The most that are judged: change points are searched for in time that grows with the square.
inline constexpr int kMostCalls = 5000;

/// A level counts as the same as the last one where it is this share of it away at most, or the spread of the
/// last one's calls.
inline constexpr double kSameLevel = 0.05;

/// The calls of one process. Calls are numbered from 0.
struct WarmUp {
    std::vector<Level> levels;
    std::string classification;              ///< `flat`, `warm-up`, `slow-down` or `no steady state`
    std::optional<std::size_t> steady_from;  ///< first call of the steady state
    std::optional<double> steady_seconds;    ///< median of the calls from there on
};

/// Sets outliers aside, finds the levels, and compares them with the last one: `flat` where all are the same,
/// `no steady state` where one that is not reaches into the last quarter of the calls, `slow-down` where one
/// was faster, otherwise `warm-up`. At least kLeastCalls positive times.
WarmUp judge_warm_up(const std::vector<double>& call_seconds);

/// What more than half of them say, otherwise `inconsistent`.
std::string majority(const std::vector<std::string>& classifications);

/// For each call number the median over process runs, as far as the shortest goes.
std::vector<double> median_by_call(const std::vector<std::vector<double>>& process_runs);

struct BreakEven {
    std::optional<std::size_t> calls;  ///< nothing: never within `within`
    std::optional<double> seconds;     ///< that the head needed for them
    std::size_t within = 0;            ///< calls that were looked at
};

/// The least number of calls from which on the head's time so far stays below the base's until the end, the
/// sums beginning at `base_start` and `head_start` seconds.
BreakEven break_even(const std::vector<double>& base, const std::vector<double>& head, double base_start = 0,
                     double head_start = 0);

}  // namespace pepbench
