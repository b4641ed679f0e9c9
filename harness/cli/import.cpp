// pepbench import: what pyperf or Google Benchmark measured as a result file.

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>

#include "cli/import_header.h"
#include "cli/standard_output.h"
#include "cli/tables.h"
#include "cli/verb.h"
#include "error.h"
#include "plan/places.h"
#include "record/formats/foreign_json.h"
#include "record/formats/imported.h"
#include "record/published.h"
#include "record/result_file.h"
#include "record/whole_file.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

constexpr const char* kExamples = R"(Examples:
  pepbench import pyperf.json --output before.json      also .json.gz
  pepbench import benchmark.json                        of --benchmark_out; to pepbench-results/benchmark.json

A run of pyperf becomes a process run, a whole file of Google Benchmark's one process run a benchmark. pepbench show, verify,
compare and export read the result; its samples carry no answers, and pepbench gate takes none of it.

Exit codes: 0 done, 2 usage error or no such file, 4 no sample in it.)";

struct ImportOptions {
    std::string file;
    std::string output;
    bool force = false;
};

fs::path output_of(const ImportOptions& options) {
    fs::path output = options.output;
    if (output.empty()) {
        fs::path name = fs::path(options.file).filename();
        if (name.extension() == ".gz") {
            name = name.stem();
        }
        output = fs::path("pepbench-results") / name;
        std::error_code ignored;
        fs::create_directories(output.parent_path(), ignored);
    }
    require_writable_output(output, options.force);
    return output;
}

RunRecord record_of(const ImportOptions& options) {
    const std::string bytes = read_whole(options.file);
    try {
        const ImportedFile file = imported_file(parse_foreign_json(unpacked(bytes)));
        RunRecord record = rows_of(file);
        if (record.samples.empty()) {
            throw Error("it holds no sample", ExitCode::incomplete);
        }
        describe_import(record, file,
                        {{"tool", file.tool},
                         {"version", file.tool_version.empty() ? json() : json(file.tool_version)},
                         {"file", fs::path(options.file).filename().string()},
                         {"sha256", sha256(bytes)}});
        return record;
    } catch (const Error& error) {
        throw Error(fmt::format("{} cannot be imported: {}", options.file, error.what()), error.code());
    }
}

ExitCode import_file(const ImportOptions& options) {
    const fs::path output = output_of(options);
    const RunRecord record = record_of(options);
    const Summary summary = summarize(
        record, PublishedTables::read(source_directory() / "results" / "published" / "pep371.json"));
    write_result(output, result_document(record, summary));
    print_out([&] {
        fmt::print("{} cells, {} process runs, {} samples\n", summary.cells.size(),
                   record.process_runs.size(), record.samples.size());
        print_missing(record);
        fmt::print("\nresult file: {}\n", output.string());
    });
    return ExitCode::done;
}

}  // namespace

Verb import_verb(CLI::App& program) {
    CLI::App* const app =
        program.add_subcommand("import", "Make a result file of what pyperf or Google Benchmark measured.");
    const auto options = std::make_shared<ImportOptions>();
    app->add_option("FILE", options->file, "JSON of pyperf or Google Benchmark, told apart by its content")
        ->required();
    app->add_option("--output", options->output, "result file (default: pepbench-results/NAME OF FILE)");
    app->add_flag("--force", options->force, "overwrite an existing output");
    app->footer(kExamples);
    return {app, [options] { return import_file(*options); }};
}

}  // namespace pepbench
