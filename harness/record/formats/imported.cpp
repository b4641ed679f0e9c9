#include "record/formats/imported.h"

#include <fmt/format.h>

#include <algorithm>

#include "error.h"
#include "record/printable.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

double seconds_between(Instant from, Instant to) {
    return std::max(0.0, std::chrono::duration<double>(to - from).count());
}

ProcessRunRow process_run_of(const ImportedRun& run, int number, double start_seconds) {
    const double duration = run.duration_seconds.value_or(timed_seconds(run));
    return {.process_run = number,
            .pass = run.pass,
            .configuration = run.cell.configuration,
            .workload = run.cell.workload,
            .mode = run.cell.mode,
            .hash_seed = run.hash_seed,
            .start_seconds = start_seconds,
            .end_seconds = start_seconds + duration};
}

void add_rows(std::vector<SampleRow>& rows, const ImportedRun& run,
              const std::vector<ImportedSample>& samples, const ProcessRunRow& process_run) {
    for (const ImportedSample& sample : samples) {
        rows.push_back({.cell = run.cell,
                        .process_run = process_run.process_run,
                        .sample = static_cast<std::int64_t>(&sample - samples.data()),
                        .iterations = sample.iterations,
                        .seconds = as_written(sample.seconds),
                        .cpu_seconds = as_written(sample.cpu_seconds),
                        .started_seconds = process_run.start_seconds,
                        .peak_rss_bytes = run.peak_rss_bytes});
    }
}

}  // namespace

double timed_seconds(const ImportedRun& run) {
    double sum = 0;
    for (const auto* samples : {&run.warmups, &run.samples}) {
        for (const ImportedSample& sample : *samples) {
            sum += sample.seconds * static_cast<double>(sample.iterations);
        }
    }
    return sum;
}

std::optional<Instant> start_of(const ImportedFile& file) {
    std::optional<Instant> first;
    for (const ImportedRun& run : file.runs) {
        if (run.start && (!first || *run.start < *first)) {
            first = run.start;
        }
    }
    return first ? first : file.date;
}

RunRecord rows_of(const ImportedFile& file) {
    RunRecord record;
    const std::optional<Instant> start = start_of(file);
    for (const ImportedRun& run : file.runs) {
        const auto number = static_cast<int>(record.process_runs.size());
        const double start_seconds = start && run.start ? seconds_between(*start, *run.start) : 0;
        record.process_runs.push_back(process_run_of(run, number, start_seconds));
        add_rows(record.samples, run, run.samples, record.process_runs.back());
        add_rows(record.warmups, run, run.warmups, record.process_runs.back());
        if (!run.failure.empty()) {
            record.failures.push_back({run.cell, number, run.failure, ""});
        }
    }
    record.unavailable = file.unavailable;
    return record;
}

Cell checked_cell(const Cell& cell) {
    const auto is_one_of = [](const std::string& name, const std::vector<std::string>& known) {
        return std::find(known.begin(), known.end(), name) != known.end();
    };
    if (!is_one_of(cell.mode.name, kModes)) {
        throw Error(fmt::format("it names a mode '{}', which there is not", printable(cell.mode.name, 40)));
    }
    if (has_start_method(cell.mode.name) ? !is_one_of(cell.mode.start_method, kStartMethods)
                                         : !cell.mode.start_method.empty()) {
        throw Error(fmt::format("it names a start method '{}' for the mode {}, which there is not",
                                printable(cell.mode.start_method, 40), cell.mode.name));
    }
    if (cell.workers < 1) {
        throw Error("it names a number of workers below 1");
    }
    for (const std::string& name : {cell.workload, cell.configuration}) {
        const bool has_control = std::any_of(name.begin(), name.end(), [](char character) {
            return static_cast<unsigned char>(character) < ' ';
        });
        if (name.empty() || name.find('/') != std::string::npos || has_control) {
            throw Error(fmt::format("it names a workload or configuration '{}', which no cell can have",
                                    printable(name, 40)));
        }
    }
    return cell;
}

ImportedFile imported_file(const json& document) {
    if (!document.is_object() || !document.contains("benchmarks")) {
        throw Error("it is neither pyperf's JSON nor Google Benchmark's, which both have 'benchmarks'");
    }
    if (document.contains("pepbench")) {
        throw Error("it is pepbench's own already; pepbench show, compare and export read it");
    }
    return document.contains("version") ? pyperf_file(document) : google_benchmark_file(document);
}

}  // namespace pepbench
