#include "cli/tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "cli/clock_note.h"
#include "cli/comparison_tables.h"
#include "cli/speed_text.h"
#include "record/checked_json.h"
#include "record/printable.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr std::size_t kConfigurationsAcross = 3;

/// The distinct values of a member over all cells, in the order in which they come.
template <typename Value>
std::vector<Value> distinct(const Summary& summary, const std::function<Value(const Cell&)>& member) {
    std::vector<Value> values;
    std::set<Value> seen;
    for (const CellSummary& cell : summary.cells) {
        const Value value = member(cell.cell);
        if (seen.insert(value).second) {
            values.push_back(value);
        }
    }
    return values;
}

/// The original's words for a cell: `threaded (4 threads)`.
std::string original_label(const Cell& cell) {
    if (cell.mode.name == "linear") {
        return fmt::format("non_threaded ({} iters)", cell.workers);
    }
    if (cell.mode.name == "threaded") {
        return fmt::format("threaded ({} threads)", cell.workers);
    }
    if (cell.mode.name == "process") {
        const std::string method =
            cell.mode.start_method == "fork" ? "" : ", " + printable(cell.mode.start_method);
        return fmt::format("processes ({} procs{})", cell.workers, method);
    }
    return fmt::format("{} ({} workers)", printable(cell.mode.label()), cell.workers);
}

class Tables {
  public:
    Tables(const RunRecord& record, const Summary& summary)
        : record_(record), summary_(summary), pep371_(record.header.value("profile", "") == "pep371") {
        for (const CellSummary& cell : summary.cells) {
            of_workload_[cell.cell.workload].push_back(&cell);
        }
    }

    void print() const {
        const auto workloads =
            distinct<std::string>(summary_, [](const Cell& cell) { return cell.workload; });
        const auto configurations =
            distinct<std::string>(summary_, [](const Cell& cell) { return cell.configuration; });
        for (const std::string& workload : workloads) {
            for (const std::string& configuration : configurations) {
                original_lines(workload, configuration);
            }
        }
        for (const std::string& workload : workloads) {
            for (std::size_t first = 0; first < configurations.size(); first += kConfigurationsAcross) {
                const auto last = std::min(first + kConfigurationsAcross, configurations.size());
                workload_table(workload, {configurations.begin() + static_cast<std::ptrdiff_t>(first),
                                          configurations.begin() + static_cast<std::ptrdiff_t>(last)});
            }
        }
        legend();
        print_comparisons(summary_);
        print_resources(summary_);
        print_missing(record_);
    }

  private:
    /// In the original's own format, "%-23s %4.6f seconds".
    void original_lines(const std::string& workload, const std::string& configuration) const {
        bool headed = false;
        int workers = 0;
        for (const CellSummary* const of_workload : of_workload_.at(workload)) {
            const CellSummary& cell = *of_workload;
            if (cell.cell.configuration != configuration) {
                continue;
            }
            if (!headed) {
                fmt::print("{} in {} ({})\n", printable(workload), printable(configuration),
                           pep371_ ? "minimum of the repetitions" : "median of the process runs");
                headed = true;
            } else if (cell.cell.workers != workers) {
                fmt::print("\n");
            }
            workers = cell.cell.workers;
            fmt::print("{:<23} {:4.6f} seconds\n", original_label(cell.cell), cell.median_seconds);
        }
        if (headed) {
            fmt::print("\n");
        }
    }

    void workload_table(const std::string& workload, const std::vector<std::string>& configurations) const {
        std::map<std::pair<int, Mode>, std::map<std::string, const CellSummary*>> rows;
        std::vector<std::pair<int, Mode>> order;
        for (const CellSummary* const of_workload : of_workload_.at(workload)) {
            const Cell& cell = of_workload->cell;
            if (std::find(configurations.begin(), configurations.end(), cell.configuration) !=
                configurations.end()) {
                auto& row = rows[{cell.workers, cell.mode}];
                if (row.empty()) {
                    order.emplace_back(cell.workers, cell.mode);
                }
                row[cell.configuration] = of_workload;
            }
        }
        if (rows.empty()) {
            return;
        }
        fmt::print("{}: {}\n", printable(workload), printable(shows(workload)));
        fmt::print("{:>7} {:<20} {:>8}", "workers", "mode", "PEP 371");
        for (const std::string& configuration : configurations) {
            fmt::print(" | {:^26}", printable(configuration, 26));
        }
        fmt::print("\n");
        int workers = 0;
        for (const auto& key : order) {
            row(rows.at(key), configurations, key.first != workers);
            workers = key.first;
        }
        fmt::print("\n");
    }

    void row(const std::map<std::string, const CellSummary*>& cells,
             const std::vector<std::string>& configurations, bool first_of_workers) const {
        const CellSummary& any = *cells.begin()->second;
        const std::string workers = first_of_workers ? std::to_string(any.cell.workers) : "";
        fmt::print("{:>7} {:<20} {:>8}", workers,
                   printable(any.cell.mode.label(), 18) + (any.oversubscribed ? " *" : ""),
                   any.published ? fmt::format("x{:.2f}", any.published->ratio_to_linear_1) : "");
        for (const std::string& configuration : configurations) {
            const auto cell = cells.find(configuration);
            fmt::print(" | {:>26}", cell == cells.end() ? "-" : cell_text(*cell->second));
        }
        fmt::print("\n");
    }

    [[nodiscard]] std::string cell_text(const CellSummary& cell) const {
        const std::string width =
            pep371_ ? ""
            : cell.interval
                ? fmt::format("+-{:.1f} %", relative_half_width(*cell.interval, cell.median_seconds) * 100)
                : "n=" + std::to_string(cell.process_runs);
        const std::string ratio =
            cell.ratio_to_linear_1 ? fmt::format("x{:.2f}", cell.ratio_to_linear_1->ratio) : "";
        return fmt::format("{:>8} {:>8} {:>8}", time_text(cell.median_seconds), width, ratio);
    }

    void legend() const {
        fmt::print(
            "{};\nxN is the ratio to linear with 1 worker in the same configuration, in PEP 371 on its "
            "4-core "
            "machine of 2008.\nEach worker does the whole work: x1.00 at N workers is perfect scaling.\n",
            pep371_ ? "Times are minima of the repetitions"
                    : "Times are medians of process runs with the half-width of their 95 % interval");
        if (!pep371_ && std::any_of(summary_.cells.begin(), summary_.cells.end(),
                                    [](const CellSummary& cell) { return !cell.interval; })) {
            fmt::print("n=N: too few samples for an interval, which takes six process runs.\n");
        }
        if (std::any_of(summary_.cells.begin(), summary_.cells.end(),
                        [](const CellSummary& cell) { return cell.oversubscribed; })) {
            const json machine = record_.header.value("machine", json::object());
            fmt::print("* oversubscribed: more workers than the {} usable cores ({}).\n",
                       machine.value("usable_cores", 0.0),
                       printable(machine.value("usable_cores_reason", std::string())));
        }
    }

    [[nodiscard]] std::string shows(const std::string& workload) const {
        return record_.header.value("workloads", json::object())
            .value(workload, json::object())
            .value("shows", std::string());
    }

    const RunRecord& record_;
    const Summary& summary_;
    std::map<std::string, std::vector<const CellSummary*>> of_workload_;
    bool pep371_;
};

/// That a run was not measured in one go, and what had changed meanwhile.
void print_resumptions(const json& resumed) {
    for (const json& entry : resumed) {
        const json changed = entry.value("changed", json::array());
        std::vector<std::string> names;
        for (const json& fact : changed) {
            names.push_back(printable(text_of(fact, "what"), 60));
        }
        fmt::print("\nThe run was cut off at {} and resumed at {}{}.\n",
                   printable(text_of(entry, "ended"), 30), printable(text_of(entry, "started"), 30),
                   names.empty() ? "" : fmt::format("; changed meanwhile: {}", fmt::join(names, ", ")));
    }
}

}  // namespace

std::string ratio_text(const Ratio& ratio, int decimals) {
    return ratio.interval
               ? fmt::format("{:6.{}f} [{:.{}f}, {:.{}f}] n={}", ratio.ratio, decimals, ratio.interval->low,
                             decimals, ratio.interval->high, decimals, ratio.n)
               : fmt::format("{:6.{}f} n={}, too few for an interval", ratio.ratio, decimals, ratio.n);
}

std::ptrdiff_t stopped_samples(const RunRecord& record) {
    return std::count_if(record.samples.begin(), record.samples.end(),
                         [](const SampleRow& row) { return row.stopped; });
}

void print_failure(const std::string& what, const std::string& reason, const std::string& stderr_tail) {
    constexpr std::size_t kShown = 500;
    fmt::print("\nFAILED: {}: {}\n", printable(what), printable(reason));
    if (!stderr_tail.empty()) {
        const std::size_t start = stderr_tail.size() > kShown ? stderr_tail.size() - kShown : 0;
        fmt::print("  stderr: {}\n", printable(stderr_tail.substr(start), kShown));
    }
}

void print_missing(const RunRecord& record) {
    // What an interpreter cannot do at all it cannot do in many cells, for one reason.
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<std::string>> unavailable;
    for (const UnavailableRow& row : record.unavailable) {
        if (row.stderr_tail) {
            print_failure(row.cell.configuration, row.reason, *row.stderr_tail);
            continue;
        }
        unavailable[{row.cell.configuration, row.cell.mode.label(), row.reason}].push_back(
            row.cell.workload.empty() ? row.cell.configuration : row.cell.name());
    }
    for (const auto& [key, cells] : unavailable) {
        const auto& [configuration, mode, reason] = key;
        fmt::print("\nnot measured: {}: {}\n",
                   cells.size() == 1 ? printable(cells.front())
                                     : fmt::format("{} cells of {}, {}", cells.size(),
                                                   printable(configuration), printable(mode)),
                   printable(reason));
    }
    for (const FailureRow& row : record.failures) {
        print_failure(row.cell.name(), row.reason, row.stderr_tail);
    }
    if (const auto stopped = stopped_samples(record); stopped > 0) {
        fmt::print("\n{} samples may contain a time in which a signal had stopped their runner.\n", stopped);
    }
    if (const auto disturbed = std::count_if(record.samples.begin(), record.samples.end(),
                                             [](const SampleRow& row) { return row.disturbed; });
        disturbed > 0) {
        fmt::print(
            "\n{} of {} samples may be too long: since the one before, the host (steal) or a quota withheld "
            "more\nthan 5 % of the time, or a CPU was hot.\n",
            disturbed, record.samples.size());
    }
    if (const auto disturbed = std::count_if(record.process_runs.begin(), record.process_runs.end(),
                                             [](const ProcessRunRow& row) { return is_disturbed(row); });
        disturbed > 0) {
        fmt::print(
            "\n{} of {} process runs may have been slowed: meanwhile the host (steal) or a quota withheld "
            "more\nthan 5 % of their duration, or a CPU was hot.\n",
            disturbed, record.process_runs.size());
    }
    print_resumptions(record.header.value("resumed", json::array()));
    if (record.header.value("outcome", "") == "interrupted") {
        fmt::print("\nThe run was interrupted; this is what it had measured.\n");
    }
}

void print_tables(const RunRecord& record, const Summary& summary) {
    Tables(record, summary).print();
    fmt::print("{}{}", speed_text(summary, across_shifts_of(record)), clock_note(record));
}

}  // namespace pepbench
