#include <fmt/format.h>

#include <algorithm>

#include "record/checked_json.h"
#include "record/formats/exported.h"
#include "record/formats/safe_name.h"
#include "record/printable.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// Go's name for an architecture, where it has another one.
std::string go_architecture(const std::string& architecture) {
    static const std::map<std::string, std::string> names = {
        {"x86_64", "amd64"}, {"aarch64", "arm64"}, {"i686", "386"}};
    const auto found = names.find(architecture);
    return found == names.end() ? architecture : found->second;
}

/// `BenchmarkPrimes/mode=process-fork/workers=4/config=cpython-3.15-2`. The number at the end, which is Go's
/// number of CPUs, is always there: without it, the end of `pyodide-314` would be taken for one.
std::string go_name(const Exported& run, const Cell& cell, int cpus) {
    std::string workload = safe_name(cell.workload);
    if (workload.front() >= 'a' && workload.front() <= 'z') {
        workload.front() = static_cast<char>(workload.front() - 'a' + 'A');
    }
    const std::string configuration = run.one_configuration ? "" : "/config=" + safe_name(cell.configuration);
    return fmt::format("Benchmark{}/mode={}/workers={}{}-{}", workload, safe_name(cell.mode.label()),
                       cell.workers, configuration, cpus);
}

}  // namespace

std::string to_go_benchmark(const Exported& run) {
    const json machine = run.record.header.value("machine", json::object());
    const int cpus = std::max(1, whole<int>(machine.value("logical_cpus", json())).value_or(1));
    // Only keys that two runs on one machine share: benchstat makes a table of its own of each other value.
    std::string text = fmt::format("goos: linux\ngoarch: {}\npkg: pepbench\ncpu: {}\n",
                                   printable(go_architecture(text_of(machine, "architecture"))),
                                   printable(text_of(machine, "cpu_model")));
    for (const SampleRow& row : run.record.samples) {
        text += fmt::format("{} {} {} ns/op\n", go_name(run, row.cell, cpus), row.iterations,
                            nanoseconds(row.seconds));
    }
    return text;
}

}  // namespace pepbench
