#include "by_hand.h"

#include <benchmark/benchmark.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cell.h"
#include "sampler.h"

using nlohmann::json;
namespace fs = std::filesystem;

namespace pepbench {
namespace {

struct Options {
    std::string workloads = std::string(PEPBENCH_WORKLOADS) + "/pep371";
    std::string start_method = "fork";
    std::string url;
    std::vector<int> workers = {1, 2, 4, 8};
};

std::vector<fs::path> workload_files(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (entry.path().extension() == ".py" && !name.ends_with("_test.py") && !name.starts_with('_')) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// A folder for the workloads' files that is gone at the end.
class Scratch {
  public:
    Scratch() : path_(fs::temp_directory_path() / "pepbench-XXXXXX") {
        std::string name = path_.string();
        if (mkdtemp(name.data()) == nullptr) {
            throw fs::filesystem_error("no temporary folder", path_,
                                       std::error_code(errno, std::generic_category()));
        }
        path_ = name;
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

void register_cell(const json& request, const std::string& name, bool& failed) {
    benchmark::RegisterBenchmark(name.c_str(),
                                 [request, &failed](benchmark::State& state) {
                                     std::string failure;
                                     try {
                                         Cell cell(request);
                                         const Sample sample = run_benchmark(state, cell, failure);
                                         state.counters["cpu_with_children"] = sample.cpu_seconds;
                                         if (failure.empty()) {
                                             cell.close();
                                         }
                                     } catch (const std::runtime_error& error) {
                                         failure = error.what();
                                         state.SkipWithError(failure.c_str());
                                     }
                                     failed = failed || !failure.empty();
                                 })
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond);
}

}  // namespace

int run_by_hand(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    Options options;
    CLI::App app(
        "Measures the cells of one interpreter by hand, as a Google Benchmark program: add "
        "--benchmark_filter=REGEX, "
        "--benchmark_format=json, --benchmark_repetitions=N ... PYTHON_JIT and the like are read from the "
        "environment. "
        "With --protocol it serves the driver instead (runners/protocol.md); with -c it is the interpreter "
        "itself.");
    app.add_option("--workloads", options.workloads, "folder of workload files")
        ->check(CLI::ExistingDirectory);
    app.add_option("--workers", options.workers, "numbers of workers")
        ->delimiter(',')
        ->check(CLI::PositiveNumber);
    app.add_option("--start-method", options.start_method, "of process cells")
        ->check(CLI::IsMember({"fork", "forkserver", "spawn"}));
    app.add_option("--url", options.url, "of the page that url_fetch fetches");
    CLI11_PARSE(app, argc, argv);

    const Scratch scratch;
    bool failed = false;
    json resources = {{"scratch", scratch.path().string()}};
    if (!options.url.empty()) {
        resources["url"] = options.url;
    }
    for (const fs::path& file : workload_files(options.workloads)) {
        for (const std::string mode : {"linear", "threaded", "process"}) {
            for (const int workers : options.workers) {
                const json cell = {{"workload", file.string()},
                                   {"mode", mode},
                                   {"workers", workers},
                                   {"start_method", options.start_method}};
                const std::string label = mode == "process" ? mode + "-" + options.start_method : mode;
                register_cell({{"cell", cell}, {"resources", resources}},
                              file.stem().string() + "/" + label + "/" + std::to_string(workers), failed);
            }
        }
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return failed ? 4 : 0;
}

}  // namespace pepbench
