// A result file as a large measurement would leave it: pepbench-make-results FILE WORKLOADS CONFIGURATIONS
// SEED
//
// Each workload and configuration has 20 cells of 100 samples: five modes at 1, 2, 4 and 8 workers, in ten
// passes of ten samples. Only times depend on SEED, so that two files compare.

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <string_view>

#include "cli/run_header.h"
#include "error.h"
#include "plan/draw.h"
#include "plan/places.h"
#include "record/result_file.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kPasses = 10;
constexpr double kBetweenStarts = 0.5;  // seconds
constexpr int kSamplesPerVisit = 10;
constexpr int kAnswer = 454396537;  // of PEP 371's primes

/// Draws what differs between two files: times.
class Times {
  public:
    explicit Times(std::uint64_t seed) : generator_(generator_for(seed, 0)) {}

    /// `centre` and up to a tenth more.
    double near(double centre) {
        constexpr std::uint64_t kSteps = 1'000'000;
        const auto step = static_cast<double>(draw_below(kSteps, generator_()));
        return as_written(centre * (1 + step / kSteps / 10));
    }

  private:
    Generator generator_;
};

/// Interpreters with and without their JIT in turn.
Configuration configuration_of(int number) {
    const bool jit = number % 2 == 1;
    const std::string interpreter = fmt::format("cpython-4.{}", number / 2);
    return {.name = interpreter + (jit ? "+jit" : ""),
            .interpreter = interpreter,
            .command = {"pepbench-runner-" + interpreter, "--protocol"},
            .environment = {{"PYTHON_JIT", jit ? "1" : "0"}}};
}

ResolvedRun run_of(int workloads, int configurations) {
    ResolvedRun run;
    Settings& settings = run.settings;
    settings.samples = kPasses * kSamplesPerVisit;
    settings.seed = 371;
    settings.selection.modes = {
        {"linear", ""}, {"threaded", ""}, {"process", "fork"}, {"subinterpreter", ""}, {"thread-pool", ""}};
    settings.selection.workers = {1, 2, 4, 8};
    for (int number = 0; number < workloads; ++number) {
        const std::string name = fmt::format("workload-{}", number);
        settings.selection.workloads.push_back(name);
        settings.suites[name] = "jit";
    }
    for (int number = 0; number < configurations; ++number) {
        const Configuration configuration = configuration_of(number);
        settings.selection.configurations.push_back(configuration.name);
        settings.configurations[configuration.name] = configuration;
    }
    return run;
}

json facts_of(const Configuration& configuration) {
    return {{"implementation", "cpython"}, {"version", "4.0.0"},
            {"jit_available", true},       {"jit_enabled", configuration.name.ends_with("+jit")},
            {"gil_enabled", true},         {"free_threaded_build", false},
            {"hash_randomization", 1},     {"platform", "linux"}};
}

json descriptions_of(const Settings& settings) {
    json workloads = json::array();
    for (const std::string& name : settings.selection.workloads) {
        workloads.push_back({{"path", (source_directory() / "workloads" / "jit" / (name + ".py")).string()},
                             {"name", name},
                             {"shows", "How files are read."},
                             {"parameters", json::object()},
                             {"sha256", std::string(64, '0')}});
    }
    json descriptions = json::object();
    for (const auto& [name, configuration] : settings.configurations) {
        descriptions[name] = {
            {"facts", facts_of(configuration)},
            {"runner", "embedded"},
            {"clock", {{"name", "clock"}, {"resolution_seconds", 1e-9}, {"read_seconds", 2e-8}}},
            {"workloads", workloads}};
    }
    return descriptions;
}

/// A process run's samples of a cell, and its warm-up.
void add_visit(RunRecord& record, const Cell& cell, Times& times) {
    const double centre = times.near(0.002 * cell.workers);
    const auto number = static_cast<int>(record.process_runs.size());
    for (int sample = -1; sample < kSamplesPerVisit; ++sample) {
        const double seconds = times.near(centre);
        (sample < 0 ? record.warmups : record.samples)
            .push_back({.cell = cell,
                        .process_run = number,
                        .sample = std::max(sample, 0),
                        .seconds = seconds,
                        .cpu_seconds = seconds,
                        .started_seconds = number * kBetweenStarts + 0.03 + 0.01 * std::max(sample, 0),
                        .answers = std::vector<int>(static_cast<std::size_t>(cell.workers), kAnswer),
                        .peak_rss_bytes = 13'615'104,
                        .voluntary_context_switches = 16,
                        .involuntary_context_switches = 4});
    }
}

void add_process_run(RunRecord& record, const CellGroup& group, int pass, const Settings& settings,
                     Times& times) {
    const auto number = static_cast<int>(record.process_runs.size());
    for (const int workers : group.workers) {
        add_visit(record, {group.workload, group.mode, workers, group.configuration}, times);
    }
    record.process_runs.push_back({.process_run = number,
                                   .pass = pass,
                                   .configuration = group.configuration,
                                   .workload = group.workload,
                                   .mode = group.mode,
                                   .hash_seed = hash_seed(settings.seed, number),
                                   .start_seconds = number * kBetweenStarts,
                                   .end_seconds = number * kBetweenStarts + 0.4,
                                   .first_sample_seconds = 0.03,
                                   .startup_seconds = times.near(0.02),
                                   .idle_memory = MemoryUse{12'300'288, 9'497'600, 12'300'288},
                                   .memory = MemoryUse{13'631'488, 10'780'672, 13'631'488},
                                   .facts = facts_of(settings.configurations.at(group.configuration))});
}

RunRecord record_of(const ResolvedRun& run, std::uint64_t seed) {
    const Settings& settings = run.settings;
    RunRecord record;
    const Machine machine = read_machine();
    const Observation seen = Watch().observe();
    describe_run(record, run, descriptions_of(settings), machine, seen, nullptr);
    Times times(seed);
    for (int pass = 0; pass < kPasses; ++pass) {
        for (const CellGroup& group : drawn_order(settings.selection, settings.seed, pass)) {
            add_process_run(record, group, pass, settings, times);
        }
    }
    SessionResult session;
    for (const SampleRow& sample : record.samples) {
        session.stopped_by[sample.cell.name()] = "samples";
    }
    for (const std::string& workload : settings.selection.workloads) {
        session.known_answers[workload] = std::vector<int>(8, kAnswer);
    }
    describe_outcome(record, session, machine, seen);
    return record;
}

int number_of(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1) {
        throw Error(fmt::format("{} is not a whole number of at least 1", text));
    }
    return number;
}

void make(const std::string& file, int workloads, int configurations, int seed) {
    const RunRecord record = record_of(run_of(workloads, configurations), static_cast<std::uint64_t>(seed));
    const PublishedTables published =
        PublishedTables::read(source_directory() / "results" / "published" / "pep371.json");
    write_result(file, result_document(record, summarize(record, published)));
}

}  // namespace
}  // namespace pepbench

int main(int argc, char** argv) {
    if (argc != 5) {
        fmt::print(stderr, "usage: pepbench-make-results FILE WORKLOADS CONFIGURATIONS SEED\n");
        return 2;
    }
    try {
        using pepbench::number_of;
        pepbench::make(argv[1], number_of(argv[2]), number_of(argv[3]), number_of(argv[4]));
    } catch (const std::exception& error) {
        fmt::print(stderr, "pepbench-make-results: {}\n", error.what());
        return 2;
    }
    return 0;
}
