#include "cli/warm_up_tables.h"

#include <fmt/format.h>

#include <string>

#include "cli/tables.h"
#include "record/printable.h"

namespace pepbench {
namespace {

/// `95.3 ms [94.1 ms, 96.0 ms]`
std::string estimate_text(const Estimate& estimate) {
    const std::string interval =
        estimate.interval
            ? fmt::format("[{}, {}]", time_text(estimate.interval->low), time_text(estimate.interval->high))
            : fmt::format("n={}, too few", estimate.n);
    return fmt::format("{:>8} {:<20}", time_text(estimate.median), interval);
}

std::string calls_text(double calls) { return fmt::format("{:g} call{}", calls, calls == 1 ? "" : "s"); }

std::string break_even_text(const BreakEven& found) {
    return found.calls ? fmt::format("after {} ({})", calls_text(static_cast<double>(*found.calls)),
                                     time_text(*found.seconds))
                       : fmt::format("never within {}", calls_text(static_cast<double>(found.within)));
}

void print_cell(const WarmUpCell& cell, int process_runs) {
    fmt::print(
        "  {:<20} {} {} {:>12}  {}\n", printable(cell.configuration, 20), estimate_text(cell.first_seconds),
        cell.steady_seconds ? estimate_text(*cell.steady_seconds) : fmt::format("{:>8} {:<20}", "-", ""),
        cell.steady_from ? calls_text(*cell.steady_from) : "-",
        cell.agreeing > 0
            ? fmt::format("{} ({} of {} process runs)", cell.classification, cell.agreeing, process_runs)
            : fmt::format("{} ({} process runs)", cell.classification, process_runs));
}

void print_cells(const std::vector<WarmUpCell>& cells) {
    std::string workload;
    for (const WarmUpCell& cell : cells) {
        if (cell.workload != workload) {
            workload = cell.workload;
            fmt::print("\n{}: the first {} calls of a fresh process, linear, 1 worker\n", printable(workload),
                       cell.calls);
            fmt::print("  {:<20} {:<29} {:<29} {:>12}\n", "configuration", "  first call", "  steady state",
                       "steady after");
        }
        print_cell(cell, cell.first_seconds.n);
    }
}

void print_break_even(const std::vector<BreakEvenRow>& rows) {
    if (!rows.empty()) {
        fmt::print(
            "\nBreak-even: when the second has caught up with the first for good, by medians of calls\n");
    }
    for (const BreakEvenRow& row : rows) {
        fmt::print(
            "  {:<12} {} -> {}: {}{}\n", printable(row.workload, 12), printable(row.base),
            printable(row.head), break_even_text(row.of_calls),
            row.with_startup ? "; start-up counted, " + break_even_text(*row.with_startup) : std::string());
    }
}

}  // namespace

void print_warm_up(const WarmUpSummary& summary) {
    if (summary.cells.empty()) {
        fmt::print("\nNo process run came to {} calls, too few to tell warm-up from noise.\n", kLeastCalls);
        return;
    }
    print_cells(summary.cells);
    fmt::print(
        "First call and steady state are medians over process runs with their 95 % interval; calls are\n"
        "counted from the start of a process.\n");
    print_break_even(summary.break_even);
}

}  // namespace pepbench
