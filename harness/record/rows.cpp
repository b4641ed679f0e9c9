#include "record/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "error.h"
#include "record/checked_json.h"
#include "record/row_reader.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr double kNanoseconds = 1e9;
constexpr double kShortest = 1e-15;  // seconds; far less than an instruction takes
constexpr double kLongest = 1e6;     // seconds; eleven days
constexpr const char* kSampleRow = "a sample's row";

void put_cell(json& row, const Cell& cell) {
    row["configuration"] = cell.configuration;
    if (cell.workload.empty()) {
        return;  // a whole configuration
    }
    row["name"] = cell.name();
    row["workload"] = cell.workload;
    row["workers"] = cell.workers;
    put_mode(row, cell.mode);
}

/// A number that is counted up from 0, and further.
int counted(const RowReader& read, const char* key) {
    constexpr int kMost = 1'000'000'000;
    const int number = read.get<int>(key);
    if (number < 0 || number > kMost) {
        read.refuse(fmt::format("has a '{}' that nothing is counted to", key));
    }
    return number;
}

/// Seconds since a run's start, of which an import's may be years.
double moment(const RowReader& read, const char* key) {
    constexpr double kFarthest = 1e10;
    const auto seconds = read.get<double>(key);
    if (!(std::abs(seconds) <= kFarthest)) {
        read.refuse(fmt::format("has a '{}' that no run lasts", key));
    }
    return seconds;
}

SampleRow read_sample(const RowReader& read) {
    SampleRow result{
        .cell = read.cell(),
        .process_run = read.get<int>("process_run"),
        .sample = read.get<std::int64_t>("sample"),
        .iterations = read.get<std::int64_t>("iterations"),
        .seconds = read.seconds("real_time", false),
        .cpu_seconds = read.seconds("cpu_time", true),
        .started_seconds = moment(read, "started_seconds"),
        .answers = read.get<json>("answers"),
        .peak_rss_bytes = read.get<std::int64_t>("peak_rss_bytes"),
        .children_peak_rss_bytes = read.get<std::int64_t>("children_peak_rss_bytes"),
        .voluntary_context_switches = read.get_or_null<std::int64_t>("voluntary_context_switches"),
        .involuntary_context_switches = read.get_or_null<std::int64_t>("involuntary_context_switches"),
        .stopped = read.get_or<bool>("stopped", false),
        .disturbed = read.get_or<bool>("disturbed", false)};
    if (result.iterations < 1) {
        throw Error("a sample's row has no iterations");
    }
    if (!result.answers.is_array() && !result.answers.is_null()) {
        throw Error("a sample's row has 'answers' that are no list");
    }
    return result;
}

}  // namespace

void put_mode(json& row, const Mode& mode) {
    row["mode"] = mode.name;
    if (!mode.start_method.empty()) {
        row["start_method"] = mode.start_method;
    }
}

double nanoseconds(double seconds) { return seconds * kNanoseconds; }

double as_written(double seconds) { return nanoseconds(seconds) / kNanoseconds; }

bool is_time(double seconds) { return seconds >= kShortest && seconds <= kLongest; }

json to_json(const SampleRow& row) {
    json result = {{"run_name", row.cell.name()},
                   {"run_type", "iteration"},
                   {"threads", 1},
                   {"iterations", row.iterations},
                   {"real_time", nanoseconds(row.seconds)},
                   {"cpu_time", nanoseconds(row.cpu_seconds)},
                   {"time_unit", "ns"},
                   {"process_run", row.process_run},
                   {"sample", row.sample},
                   {"started_seconds", row.started_seconds},
                   {"answers", row.answers},
                   {"peak_rss_bytes", row.peak_rss_bytes},
                   {"children_peak_rss_bytes", row.children_peak_rss_bytes},
                   {"voluntary_context_switches", or_null(row.voluntary_context_switches)},
                   {"involuntary_context_switches", or_null(row.involuntary_context_switches)}};
    if (row.stopped) {
        result["stopped"] = true;
    }
    if (row.disturbed) {
        result["disturbed"] = true;
    }
    put_cell(result, row.cell);
    return result;
}

bool is_disturbed(const ProcessRunRow& row) {
    return is_disturbed(row.withheld, row.end_seconds - row.start_seconds);
}

json to_json(const ProcessRunRow& row) {
    json result = {{"process_run", row.process_run},
                   {"pass", row.pass},
                   {"configuration", row.configuration},
                   {"workload", row.workload},
                   {"hash_seed", row.hash_seed},
                   {"start_seconds", row.start_seconds},
                   {"end_seconds", row.end_seconds},
                   {"first_sample_seconds", row.first_sample_seconds},
                   {"startup_seconds", or_null(row.startup_seconds)},
                   {"idle_memory", to_json(row.idle_memory)},
                   {"memory", to_json(row.memory)},
                   {"children_peak_rss_bytes", row.children_peak_rss_bytes},
                   {"facts", row.facts}};
    put_withheld(result, row.withheld, row.end_seconds - row.start_seconds);
    put_mode(result, row.mode);
    return result;
}

json to_json(const std::optional<MemoryUse>& memory) {
    if (!memory) {
        return nullptr;
    }
    return {{"rss_bytes", memory->rss_bytes},
            {"pss_bytes", or_null(memory->pss_bytes)},
            {"peak_rss_bytes", memory->peak_rss_bytes}};
}

json to_json(const YardstickRow& row) {
    return {{"started_seconds", row.started_seconds}, {"seconds", row.seconds}};
}

json to_json(const FailureRow& row) {
    json result = {{"process_run", row.process_run}, {"reason", row.reason}, {"stderr", row.stderr_tail}};
    put_cell(result, row.cell);
    return result;
}

json to_json(const UnavailableRow& row) {
    json result = {{"reason", row.reason}};
    if (row.stderr_tail) {
        result.update({{"failed", true}, {"stderr", *row.stderr_tail}});
    }
    put_cell(result, row.cell);
    return result;
}

SampleRow sample_row(const json& row) { return read_sample({row, kSampleRow}); }

SampleRow flat_sample_row(const FlatRow& row) { return read_sample({row, kSampleRow}); }

std::optional<MemoryUse> memory_use(const json& memory) {
    if (memory.is_null()) {
        return std::nullopt;  // the runner cannot tell
    }
    const RowReader read(memory, "a process run's memory");
    MemoryUse use{.rss_bytes = read.get<std::int64_t>("rss_bytes"),
                  .peak_rss_bytes = read.get<std::int64_t>("peak_rss_bytes")};
    if (read.has_value("pss_bytes")) {
        use.pss_bytes = read.get<std::int64_t>("pss_bytes");
    }
    if (use.rss_bytes <= 0 || use.peak_rss_bytes <= 0 || use.pss_bytes.value_or(1) <= 0) {
        throw Error("a process run's memory is nothing, which cannot be true");
    }
    return use;
}

ProcessRunRow process_run_row(const json& row) {
    const RowReader read(row, "a process run's entry");
    std::optional<double> startup;
    if (read.has_value("startup_seconds")) {
        startup = read.get<double>("startup_seconds");
        if (!is_time(*startup)) {
            throw Error("a process run's entry has a 'startup_seconds' that no time can be");
        }
    }
    ProcessRunRow result{.process_run = counted(read, "process_run"),
                         .pass = counted(read, "pass"),
                         .configuration = read.get<std::string>("configuration"),
                         .workload = read.get<std::string>("workload"),
                         .mode = read.mode(),
                         .hash_seed = read.get<std::uint32_t>("hash_seed"),
                         .start_seconds = moment(read, "start_seconds"),
                         .end_seconds = moment(read, "end_seconds"),
                         .first_sample_seconds = moment(read, "first_sample_seconds"),
                         .startup_seconds = startup,
                         .idle_memory = memory_use(row.value("idle_memory", json())),
                         .memory = memory_use(row.value("memory", json())),
                         .children_peak_rss_bytes = read.get_or<std::int64_t>("children_peak_rss_bytes", 0),
                         .facts = read.get<json>("facts")};
    result.withheld = withheld_of(read, result.end_seconds - result.start_seconds);
    return result;
}

YardstickRow yardstick_row(const json& row) {
    const RowReader read(row, "a reading of the yardstick");
    YardstickRow result{.started_seconds = moment(read, "started_seconds"),
                        .seconds = read.get<std::vector<double>>("seconds")};
    if (result.seconds.empty() || !std::all_of(result.seconds.begin(), result.seconds.end(), is_time)) {
        throw Error("a reading of the yardstick has 'seconds' that no time can be");
    }
    return result;
}

FailureRow failure_row(const json& row) {
    const RowReader read(row, "a failure's entry");
    return {read.cell(), read.get<int>("process_run"), read.get<std::string>("reason"),
            read.get<std::string>("stderr")};
}

UnavailableRow unavailable_row(const json& row) {
    const RowReader read(row, "an unavailable cell's entry");
    Cell whole_configuration;
    whole_configuration.configuration = read.get<std::string>("configuration");
    return {read.has("workload") ? read.cell() : whole_configuration, read.get<std::string>("reason"),
            read.has("stderr") ? std::optional(read.get<std::string>("stderr")) : std::nullopt};
}

}  // namespace pepbench
