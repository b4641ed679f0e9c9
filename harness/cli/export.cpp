// pepbench export: a result file in the formats of other tools.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/standard_output.h"
#include "cli/verb.h"
#include "error.h"
#include "measure/standard_error.h"
#include "plan/nearest.h"
#include "plan/places.h"
#include "record/formats/equal_samples.h"
#include "record/formats/exported.h"
#include "record/published.h"
#include "record/result_file.h"
#include "record/whole_file.h"

namespace pepbench {
namespace {

constexpr const char* kExamples = R"(Examples:
  pepbench export result.json --to pyperf --output result.pyperf.json
  pepbench export before.json --to pyperf --like after.json --output before.pyperf.json    for pyperf compare_to
  pepbench export result.json --to go | benchstat -col /config -
  pepbench export result.json --to google-benchmark --configuration cpython-3.15 --output off.json

pyperf calls two benchmarks different whenever their numbers of values differ. So that format has as many of each
configuration (and of --like FILE), and says how many were left out; --all-samples keeps every one, as do all other formats
but bmf and markdown, which have medians.

Exit codes: 0 done, 2 usage error or no result file, 4 nothing to export.)";

struct ExportOptions {
    std::string file;
    std::string format;
    std::string output;
    std::string configuration;
    std::string like;
    bool all_samples = false;
    bool force = false;
};

const std::function<std::string(const Exported&)>& format_of(const ExportOptions& options) {
    std::vector<std::string> names;
    for (const auto& [name, write] : kFormats) {
        names.push_back(name);
    }
    require_known("format", options.format, names);
    if (options.format != "pyperf" && (options.all_samples || !options.like.empty())) {
        throw Error(fmt::format("{} is for --to pyperf: no other tool needs as many samples on both sides",
                                options.all_samples ? "--all-samples" : "--like"));
    }
    if (options.all_samples && !options.like.empty()) {
        throw Error("--all-samples and --like exclude each other: the one keeps what the other leaves out");
    }
    return std::find_if(kFormats.begin(), kFormats.end(),
                        [&](const auto& format) { return format.first == options.format; })
        ->second;
}

/// Only samples and warm-ups of that configuration are left.
void keep_configuration(RunRecord& record, const ExportOptions& options) {
    std::vector<std::string> known;
    for (const SampleRow& row : record.samples) {
        if (std::find(known.begin(), known.end(), row.cell.configuration) == known.end()) {
            known.push_back(row.cell.configuration);
        }
    }
    require_known("configuration", options.configuration, known);
    for (std::vector<SampleRow>* rows : {&record.samples, &record.warmups}) {
        std::erase_if(*rows,
                      [&](const SampleRow& row) { return row.cell.configuration != options.configuration; });
    }
}

/// The record, for pyperf without samples that only one side of a comparison has.
RunRecord record_to_export(const ExportOptions& options, std::size_t& left_out) {
    RunRecord record = read_result(options.file);
    std::optional<RunRecord> equal;
    if (options.format == "pyperf" && !options.all_samples) {
        std::optional<RunRecord> like;
        if (!options.like.empty()) {
            like = read_result(options.like);
        }
        equal = with_equal_samples(record, like ? &*like : nullptr);
    }
    if (!options.configuration.empty()) {
        keep_configuration(record, options);
        if (equal) {
            keep_configuration(*equal, options);
        }
    }
    left_out = equal ? record.samples.size() - equal->samples.size() : 0;
    return equal ? *std::move(equal) : std::move(record);
}

ExitCode export_file(const ExportOptions& options) {
    const auto& write = format_of(options);
    if (!options.output.empty()) {
        require_writable_output(options.output, options.force);
    }
    std::size_t left_out = 0;
    const RunRecord record = record_to_export(options, left_out);
    const Summary summary = summarize(
        record, PublishedTables::read(source_directory() / "results" / "published" / "pep371.json"));
    const std::string text = write({record, summary, !options.configuration.empty()});
    if (options.output.empty()) {
        print_out([&] { fmt::print("{}", text); });
    } else {
        write_whole(options.output, text);
    }
    if (left_out > 0) {
        print_err(fmt::format(
            "pepbench: left out {} of {} samples, so that both sides of a comparison have as many, as "
            "pyperf needs; --all-samples keeps them\n",
            left_out, left_out + record.samples.size()));
    }
    return ExitCode::done;
}

}  // namespace

Verb export_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand(
        "export", "Write a result file in another tool's format: pyperf, google-benchmark, csv, go, ...");
    const auto options = std::make_shared<ExportOptions>();
    app->add_option("FILE", options->file, "result file of pepbench run, warmup or import")->required();
    app->add_option("--to", options->format, "pyperf, google-benchmark, csv, go, bmf, hyperfine or markdown")
        ->required();
    app->add_option("--output", options->output, "file to write (default: standard output)");
    app->add_flag("--force", options->force, "overwrite an existing output");
    app->add_option("--configuration", options->configuration,
                    "only this one's cells, named without it, so that tools compare two exports by name");
    app->add_option("--like", options->like,
                    "for pyperf: no more samples of a cell than this result file has, for comparing with it");
    app->add_flag("--all-samples", options->all_samples, "for pyperf: leave no sample out");
    app->footer(kExamples);
    return {app, [options] { return export_file(*options); }};
}

}  // namespace pepbench
