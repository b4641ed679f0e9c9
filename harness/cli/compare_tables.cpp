#include "cli/compare_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "cli/tables.h"
#include "record/printable.h"
#include "stats/bootstrap.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr std::size_t kValueWidth = 32;

std::string value_text(const json& value) {
    return value.is_null()     ? "not told"
           : value.is_string() ? value.get<std::string>()
                               : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Long values from the word on in which they first differ.
std::pair<std::string, std::string> where_they_differ(std::string a, std::string b) {
    if (std::max(a.size(), b.size()) > kValueWidth) {
        const auto differ = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
        const std::size_t word = a.rfind(' ', static_cast<std::size_t>(differ));
        if (word != std::string::npos) {
            a = "..." + a.substr(word);
            b = "..." + b.substr(word);
        }
    }
    return {printable(a, kValueWidth), printable(b, kValueWidth)};
}

/// As a shell takes it for one word, whatever is in it: whoever copies the command runs it.
std::string shell_word(const std::string& text) {
    const bool plain = !text.empty() && text.find_first_not_of(
                                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789+-._/") == std::string::npos;
    if (plain) {
        return text;
    }
    std::string quoted;
    for (const char character : text) {
        quoted += character == '\'' ? std::string("'\\''") : std::string(1, character);
    }
    return "'" + quoted + "'";
}

std::string ratio_with_runs(const CellRatio& cell) {
    const std::string interval =
        cell.interval ? fmt::format("[{:.2f}, {:.2f}]", cell.interval->low, cell.interval->high)
                      : std::string("too few for an interval");
    return fmt::format("{:6.2f} {:<13} n={},{}{}", cell.ratio, interval, cell.a.process_runs,
                       cell.b.process_runs, excludes_1(cell) ? " *" : "");
}

void print_cells(const std::vector<CellRatio>& common) {
    fmt::print("\nTime in B / time in A; above 1 B took longer. [95 % interval, n process runs in A,B]\n");
    fmt::print("  {:<14} {:<18} {:>7} {:<20} {:>8} {:>8}  {:>6}\n", "workload", "mode", "workers",
               "configuration", "A", "B", "B / A");
    for (const CellRatio& cell : common) {
        fmt::print("  {:<14} {:<18} {:>7} {:<20} {:>8} {:>8}  {}\n", printable(cell.cell.workload, 14),
                   printable(cell.cell.mode.label(), 18), cell.cell.workers,
                   printable(cell.cell.configuration, 20), time_text(cell.a.median_seconds),
                   time_text(cell.b.median_seconds), ratio_with_runs(cell));
    }
}

void print_failures(const std::vector<CellRatio>& common) {
    for (const CellRatio& cell : common) {
        for (const auto& [file, failure] : {std::pair("A", cell.a.failure), std::pair("B", cell.b.failure)}) {
            if (!failure.empty()) {
                fmt::print("\nFAILED in {} in one process run: {}: {}\n", file, printable(cell.cell.name()),
                           printable(failure));
            }
        }
    }
}

void print_means(const std::vector<MeanRatio>& means) {
    fmt::print("\nGeometric mean of B / A over the common cells\n");
    for (const MeanRatio& mean : means) {
        fmt::print("  {:<20} {:6.2f}  n={} cell{}\n",
                   mean.configuration ? printable(*mean.configuration, 20) : "all", mean.ratio, mean.cells,
                   mean.cells == 1 ? "" : "s");
    }
}

/// How much of what the table marks chance would mark too.
void print_legend(const std::vector<CellRatio>& common) {
    const auto with_interval = std::count_if(common.begin(), common.end(),
                                             [](const CellRatio& cell) { return cell.interval.has_value(); });
    if (with_interval == 0) {
        fmt::print("\nAn interval takes {} process runs in both files.\n", kLeastProcessRuns);
        return;
    }
    fmt::print(
        "\n* {} of {} intervals leave out 1; about {:.0f} would if nothing differed and the machine stood "
        "still.\nThe intervals hold what varies between the process runs of one file, not what changed on "
        "the "
        "machine from one file to the other.\n",
        std::count_if(common.begin(), common.end(), excludes_1), with_interval,
        std::ceil(0.05 * static_cast<double>(with_interval)));
}

/// Cells of one configuration, mode and reason in one line.
void print_lone_cells(const char* heading, const std::vector<LoneCell>& cells) {
    if (cells.empty()) {
        return;
    }
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<std::string>> groups;
    for (const LoneCell& lone : cells) {
        groups[{lone.cell.configuration, lone.cell.mode.label(), lone.reason}].push_back(lone.cell.name());
    }
    fmt::print("\n{}: {} cell{}\n", heading, cells.size(), cells.size() == 1 ? "" : "s");
    for (const auto& [key, names] : groups) {
        const auto& [configuration, mode, reason] = key;
        fmt::print("  {}{}\n",
                   names.size() == 1 ? printable(names.front())
                                     : fmt::format("{} cells of {}, {}", names.size(),
                                                   printable(configuration), printable(mode)),
                   reason.empty() ? "" : ": " + printable(reason));
    }
}

}  // namespace

void print_environments(const EnvironmentComparison& environments) {
    fmt::print("\n{}{}\n", to_string(environments.verdict),
               environments.differences.empty() ? "" : "; what differs (! forbids a comparison):");
    for (const Difference& difference : environments.differences) {
        const auto [a, b] = where_they_differ(value_text(difference.in_a), value_text(difference.in_b));
        fmt::print("{} {:<38} {:<35} {}\n", difference.weight == Weight::forbids ? "!" : " ",
                   printable(difference.what), a, b);
    }
}

void print_between_files(const BetweenFiles& between) {
    print_cells(between.common);
    print_legend(between.common);
    print_means(between.means);
    print_failures(between.common);
    print_lone_cells("Missing in B", between.missing);
    print_lone_cells("New in B", between.new_ones);
}

std::string gate_command(const Cell& cell, bool workload_differs) {
    const std::string start_method =
        cell.mode.start_method.empty() ? "" : " --start-method " + shell_word(cell.mode.start_method);
    const std::string how =
        fmt::format("--mode {}{} --workers {}", shell_word(cell.mode.name), start_method, cell.workers);
    if (workload_differs) {
        return fmt::format(
            "pepbench gate --base-workloads DIR_A/{0} --head-workloads DIR_B/{0} --base {1} {2}",
            shell_word(cell.workload + ".py"), shell_word(cell.configuration), how);
    }
    const std::size_t plus = cell.configuration.find('+');
    const std::string with_switch = plus == std::string::npos ? "" : cell.configuration.substr(plus);
    return fmt::format("pepbench gate --base PATH_A{0} --head PATH_B{0} --workload {1} {2}",
                       with_switch.empty() ? "" : shell_word(with_switch), shell_word(cell.workload), how);
}

const CellRatio& most_different(const std::vector<CellRatio>& common) {
    return *std::max_element(common.begin(), common.end(), [](const CellRatio& one, const CellRatio& other) {
        const auto key = [](const CellRatio& cell) {
            return std::pair(excludes_1(cell), std::abs(std::log(cell.ratio)));
        };
        return key(one) < key(other);
    });
}

}  // namespace pepbench
