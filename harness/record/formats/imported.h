// What a file of another tool holds, and the record that it becomes.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "plan/cell.h"
#include "record/formats/dates.h"
#include "record/run_record.h"

namespace pepbench {

/// The profile that the record of such a file has in its header.
inline constexpr const char* kImportedProfile = "imported";

/// Times in seconds for one execution.
struct ImportedSample {
    double seconds = 0;
    double cpu_seconds = 0;  ///< 0 where the file does not tell
    std::int64_t iterations = 1;
};

/// One process that measured one cell.
struct ImportedRun {
    Cell cell;
    int pass = 0;
    std::vector<ImportedSample> samples;
    std::vector<ImportedSample> warmups;
    std::optional<Instant> start;
    std::optional<double> duration_seconds;
    std::int64_t peak_rss_bytes = 0;  ///< 0 where the file does not tell
    std::uint32_t hash_seed = 0;      ///< 0 where the file does not tell
    std::string failure;              ///< why it has no samples
};

/// What the file says about its machine.
struct ImportedMachine {
    std::optional<std::string> host_name;
    std::optional<std::string> cpu_model;
    std::optional<int> cpus;
    std::optional<double> usable_cores;
};

struct ImportedFile {
    std::string tool;          ///< `pyperf` or `Google Benchmark`
    std::string tool_version;  ///< empty where the file does not tell
    std::optional<Instant> date;
    nlohmann::json context = nlohmann::json::object();  ///< Google Benchmark's, checked by nobody
    ImportedMachine machine;
    std::map<std::string, nlohmann::json> facts;  ///< by configuration; null where the file does not tell
    std::map<std::string, std::string> benchmark_names;  ///< by workload; not of pepbench's own cells
    std::vector<ImportedRun> runs;                       ///< in the order of the file
    std::vector<UnavailableRow> unavailable;
};

/// Reads what pyperf and Google Benchmark write. Throw Error with the end of a sentence that begins with the
/// file's name where a time cannot be one or a key is missing or of the wrong type.
ImportedFile pyperf_file(const nlohmann::json& document);
ImportedFile google_benchmark_file(const nlohmann::json& document);

/// Told apart by their content. Throws Error as above where it is neither.
ImportedFile imported_file(const nlohmann::json& document);

/// What its samples and warm-ups took together.
double timed_seconds(const ImportedRun& run);

/// When its first process run began, else the file's date.
std::optional<Instant> start_of(const ImportedFile& file);

/// Samples, warm-ups, process runs, failures and what is unavailable; context and header are left empty.
/// Answers are null: nobody knows them.
RunRecord rows_of(const ImportedFile& file);

/// The cell, which a file of our own names. Throws Error as above where there is no such mode, start method
/// or number of workers, or a name that no cell can have.
Cell checked_cell(const Cell& cell);

}  // namespace pepbench
