#include "cli/comparison_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <string>

#include "cli/tables.h"
#include "record/printable.h"

namespace pepbench {
namespace {

constexpr double kMebibyte = 1024.0 * 1024.0;

std::string mebibytes_text(const std::optional<Estimate>& bytes) {
    return bytes ? fmt::format("{:.1f}", bytes->median / kMebibyte) : std::string("-");
}

std::string what_is_faster(const SwitchPair& pair) {
    static const std::map<std::string, std::string> meanings = {{"jit", "above 1 the JIT is faster"},
                                                                {"gil", "above 1 the GIL is faster"},
                                                                {"nojit", "below 1 the JIT is faster"}};
    const auto meaning = meanings.find(pair.name);
    return meaning == meanings.end() ? "above 1 the switch is faster" : meaning->second;
}

void heading(const SwitchPair& pair) {
    fmt::print("\nTime of {} / time of {}; {}. [95 % interval over paired process runs]\n",
               printable(pair.base), printable(pair.head), what_is_faster(pair));
}

void print_switches(const Summary& summary) {
    std::string head;
    for (const SwitchEffect& effect : summary.switches) {
        if (effect.pair.head != head) {
            head = effect.pair.head;
            heading(effect.pair);
            for (const SuiteEffect& suite : summary.suites) {
                if (suite.pair.head == head && suite.workloads.size() > 1) {
                    fmt::print("  {:<14} {:<18} {:>2} worker{} {}   geometric mean of {}\n",
                               "suite " + printable(suite.suite, 8), printable(suite.mode.label(), 18),
                               suite.workers, suite.workers == 1 ? " " : "s", ratio_text(suite.speedup),
                               suite.workloads.size());
                }
            }
        }
        fmt::print("  {:<14} {:<18} {:>2} worker{} {}\n", printable(effect.base.workload, 14),
                   printable(effect.base.mode.label(), 18), effect.base.workers,
                   effect.base.workers == 1 ? " " : "s", ratio_text(effect.speedup));
    }
}

void print_suite_ratios(const Summary& summary) {
    bool headed = false;
    for (const SuiteRatio& ratio : summary.suite_ratios) {
        if (ratio.configuration == summary.reference) {
            continue;
        }
        if (!headed) {
            fmt::print(
                "\nTime / time of {}, linear, 1 worker: geometric mean over a suite. [95 % interval]\n",
                printable(summary.reference));
            headed = true;
        }
        fmt::print("  {:<8} {:<20} {}   of {} workloads\n", printable(ratio.suite),
                   printable(ratio.configuration, 20), ratio_text(ratio.ratio), ratio.workloads.size());
    }
}

void print_scaling(const Summary& summary) {
    bool headed = false;
    for (const Scaling& scaling : summary.scaling) {
        if (!scaling.serial_fraction) {
            continue;
        }
        if (!headed) {
            fmt::print(
                "\nSerial fraction by Amdahl's law: 0 scales perfectly over the usable cores, 1 not at all. "
                "[95 % "
                "interval]\n");
            headed = true;
        }
        const Estimate& fraction = *scaling.serial_fraction;
        fmt::print("  {:<12} {:<18} {:<20} {:6.2f} {}\n", printable(scaling.workload, 12),
                   printable(scaling.mode.label(), 18), printable(scaling.configuration, 20), fraction.median,
                   fraction.interval ? fmt::format("[{:.2f}, {:.2f}] n={}", fraction.interval->low,
                                                   fraction.interval->high, fraction.n)
                                     : fmt::format("n={}, too few for an interval", fraction.n));
    }
}

std::string count_text(const std::optional<double>& count) {
    return count ? fmt::format("{:.0f}", *count) : std::string("-");
}

/// Of the cells with the most workers, where oversubscription shows most.
void print_usage(const Summary& summary) {
    int most = 0;
    for (const CellSummary& cell : summary.cells) {
        most = cell.oversubscribed ? std::max(most, cell.cell.workers) : most;
    }
    if (most == 0) {
        return;
    }
    fmt::print(
        "\nOversubscription: one execution with {} workers: CPU seconds per second, context switches "
        "voluntary and "
        "involuntary\n",
        most);
    for (const CellSummary& cell : summary.cells) {
        if (cell.oversubscribed && cell.cell.workers == most) {
            fmt::print("  {:<14} {:<18} {:<20} {:>6.2f} {:>8} {:>8}\n", printable(cell.cell.workload, 14),
                       printable(cell.cell.mode.label(), 18), printable(cell.cell.configuration, 20),
                       cell.cpu_seconds / cell.median_seconds, count_text(cell.voluntary_switches),
                       count_text(cell.involuntary_switches));
        }
    }
}

void print_memory(const Summary& summary) {
    if (summary.memory.empty()) {
        return;
    }
    fmt::print("\nMemory of a fresh process, MiB: settled RSS, PSS, peak RSS, largest child's peak\n");
    for (const MemorySummary& memory : summary.memory) {
        if (memory.workload && memory.mode.name != "linear") {
            continue;  // other modes are in the result file
        }
        fmt::print("  {:<20} {:<18} {:>8} {:>8} {:>8} {:>8}  n={}\n", printable(memory.configuration, 20),
                   memory.workload ? printable(*memory.workload, 18) : "idle after start",
                   mebibytes_text(memory.rss), mebibytes_text(memory.pss), mebibytes_text(memory.peak),
                   mebibytes_text(memory.children_peak), memory.rss.n);
    }
    std::string head;
    for (const MemoryRatio& ratio : summary.memory_ratios) {
        if (ratio.workload && ratio.mode.name != "linear") {
            continue;
        }
        if (ratio.pair.head != head) {
            head = ratio.pair.head;
            fmt::print("\nSettled RSS of {} / of {}. [95 % interval over paired process runs]\n",
                       printable(head), printable(ratio.pair.base));
        }
        fmt::print("  {:<18} {}\n", ratio.workload ? printable(*ratio.workload, 18) : "idle after start",
                   ratio_text(ratio.rss));
    }
}

void print_startup(const Summary& summary) {
    if (summary.startup.empty()) {
        return;
    }
    fmt::print("\nStart-up: from the process's start to the first Python statement. [95 % interval]\n");
    for (const StartupSummary& startup : summary.startup) {
        const Estimate& seconds = startup.seconds;
        fmt::print(
            "  {:<20} {:>8} {} n={}\n", printable(startup.configuration, 20), time_text(seconds.median),
            seconds.interval
                ? fmt::format("[{}, {}]", time_text(seconds.interval->low), time_text(seconds.interval->high))
                : std::string("too few for an interval,"),
            seconds.n);
    }
}

}  // namespace

void print_comparisons(const Summary& summary) {
    print_switches(summary);
    print_suite_ratios(summary);
    print_scaling(summary);
}

void print_resources(const Summary& summary) {
    print_usage(summary);
    print_memory(summary);
    print_startup(summary);
}

}  // namespace pepbench
