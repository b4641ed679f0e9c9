#include <fmt/format.h>

#include <algorithm>

#include "error.h"
#include "record/checked_json.h"
#include "record/formats/imported.h"
#include "record/formats/safe_name.h"
#include "record/printable.h"
#include "record/row_reader.h"

using nlohmann::json;

namespace pepbench {
namespace {

class GoogleBenchmarkReader {
  public:
    ImportedFile read(const json& document) {
        file_.tool = "Google Benchmark";
        file_.context = document.value("context", json::object());
        if (!file_.context.is_object()) {
            throw Error("its 'context' is not an object");
        }
        if (const json version = file_.context.value("json_schema_version", json(1)); version != 1) {
            throw Error(fmt::format("it is of Google Benchmark's schema version {}; pepbench reads version 1",
                                    printable(version.dump(-1, ' ', true), 40)));
        }
        const json& rows = document.at("benchmarks");
        if (!rows.is_array()) {
            throw Error("its 'benchmarks' is not a list");
        }
        for (const json& row : rows) {
            add(RowReader(row, "a row of it"), row);
        }
        note_context();
        return std::move(file_);
    }

  private:
    /// Rows that the library has computed from others are left aside.
    void add(const RowReader& read, const json& row) {
        if (read.get_or<std::string>("run_type", "iteration") != "iteration") {
            return;
        }
        const std::string name = text_of(row, read.has("run_name") ? "run_name" : "name");
        if (name.empty()) {
            throw Error("a row of it has no name");
        }
        const Cell cell = cell_of(row, read, name);
        if (read.get_or("skipped", false)) {
            file_.unavailable.push_back({cell, reason_of(row, "skip_message")});
            return;
        }
        ImportedRun& run = run_of(cell, read);
        if (read.get_or("error_occurred", false)) {
            run.failure = reason_of(row, "error_message");
            return;
        }
        const RowReader named(row, fmt::format("its row '{}'", printable(name, 80)));
        const auto iterations = named.get_or<std::int64_t>("iterations", 1);
        if (iterations < 1) {
            named.refuse("has no iterations");
        }
        run.samples.push_back({.seconds = named.seconds("real_time", false),
                               .cpu_seconds = named.has("cpu_time") ? named.seconds("cpu_time", true) : 0,
                               .iterations = iterations});
    }

    static std::string reason_of(const json& row, const char* key) {
        const std::string reason = text_of(row, key);
        return reason.empty() ? "Google Benchmark gives no reason" : reason;
    }

    /// One of our own rows names its cell; of another program's the whole name is the workload.
    Cell cell_of(const json& row, const RowReader& read, const std::string& name) {
        const auto [known, is_new] = cells_.try_emplace(name);
        if (is_new && read.has("workload") && read.has("configuration")) {
            known->second = checked_cell(read.cell());
        } else if (is_new) {
            const auto threads = whole<int>(row.value("threads", json(1))).value_or(1);
            known->second = {names_.add(safe_name(name)),
                             {threads > 1 ? "threaded" : "linear", ""},
                             std::max(threads, 1),
                             kImportedProfile};
            file_.benchmark_names.emplace(known->second.workload, name);
        }
        if (is_new) {
            file_.facts.emplace(known->second.configuration, json());
        }
        return known->second;
    }

    /// Google Benchmark repeats within one process; only our own rows have a `process_run`.
    ImportedRun& run_of(const Cell& cell, const RowReader& read) {
        const int process_run = read.get_or("process_run", 0);
        const auto [place, is_new] = places_.try_emplace({cell, process_run}, file_.runs.size());
        if (is_new) {
            const int pass = passes_[cell]++;
            file_.runs.push_back({.cell = cell, .pass = std::max(0, read.get_or("pass", pass))});
        }
        return file_.runs[place->second];
    }

    void note_context() {
        const json& context = file_.context;
        file_.tool_version = text_of(context, "library_version");
        file_.date = parse_date(text_of(context, "date"));
        if (const std::string host = text_of(context, "host_name"); !host.empty()) {
            file_.machine.host_name = host;
        }
        file_.machine.cpus = whole<int>(context.value("num_cpus", json()));
    }

    ImportedFile file_;
    UniqueNames names_;
    std::map<std::string, Cell> cells_;  // by name in the file
    std::map<std::pair<Cell, int>, std::size_t> places_;
    std::map<Cell, int> passes_;
};

}  // namespace

ImportedFile google_benchmark_file(const json& document) { return GoogleBenchmarkReader().read(document); }

}  // namespace pepbench
