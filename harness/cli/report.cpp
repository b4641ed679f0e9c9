// pepbench report: one page of what result files say about the PEPs' claims, written by plots/.

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "cli/judged_claims.h"
#include "cli/own_command.h"
#include "cli/standard_output.h"
#include "cli/verb.h"
#include "error.h"
#include "judge/comparability.h"
#include "judge/speed_comparability.h"
#include "measure/interrupt.h"
#include "measure/runner.h"
#include "measure/scratch.h"
#include "measure/script.h"
#include "measure/standard_error.h"
#include "record/printable.h"
#include "record/result_file.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

constexpr double kPatience = 600;  // seconds without a word; all charts of a large file take a minute
constexpr const char* kExamples = R"(Examples:
  pepbench report result.json --output report          report/index.html, report.md and data/
  pepbench report laptop.json server.json --output both   side by side, never mixed
  pepbench report result.json --output report --charts slides   each chart as SVG, PNG and PDF, its caption, its data as CSV
  pepbench verify report                               whether every number on the page follows from the samples

Exit codes: 0 done, 2 usage error, no result file or no Python with matplotlib and Jinja2, 4 no sample in a file, 130 interrupted.)";

struct ReportOptions {
    std::vector<std::string> files;
    std::string output;
    std::string charts;
    std::string python;
    bool force = false;
};

struct StoredHeader {
    json header;
    RunRecord record;  ///< empty where the file is a gate's
};

StoredHeader read_header(const std::string& file) {
    const json document = read_document(file);
    return {document.at("pepbench"), is_gate(document) ? RunRecord() : read_result(file)};
}

/// What `pepbench compare` says of the two files' environments.
json compare_environments_of(const std::string& a, const std::string& b) {
    const StoredHeader in_a = read_header(a);
    const StoredHeader in_b = read_header(b);
    EnvironmentComparison environments =
        compare_environments(in_a.header, in_b.header, names_in_common(in_a.record, in_b.record));
    compare_speeds(environments, in_a.record, in_b.record, AcrossShifts::tell);
    return {{"a", a}, {"b", b}, {"environments", to_json(environments)}};
}

void write_json(const fs::path& file, const json& document) {
    std::ofstream stream(file);
    stream << document.dump(-1, ' ', false, json::error_handler_t::replace) << '\n';
    if (!stream.flush()) {
        throw Error(fmt::format("cannot write {}: {}", file.string(), std::strerror(errno)));
    }
}

/// Has a program of plots/ do its work, and returns the files that it wrote. Throws Error with its last words
/// where it fails.
std::vector<std::string> run_plots(const ReportOptions& options, const std::string& module,
                                   const std::vector<std::string>& arguments) {
    std::vector<std::string> words;
    if (!options.python.empty()) {
        words = {"--python", options.python};
    }
    words.push_back(module);
    words.insert(words.end(), arguments.begin(), arguments.end());
    words.emplace_back("--");
    words.insert(words.end(), options.files.begin(), options.files.end());
    const ScriptEnd end = run_script("ci/report.sh", words, kPatience);
    if (end.code != 0) {
        throw Error(
            end.complaint.empty() ? fmt::format("{} could not be run", module)
                                  : printable(end.complaint, 1000),
            end.code == static_cast<int>(ExitCode::incomplete) ? ExitCode::incomplete : ExitCode::error);
    }
    return end.lines;
}

void write_charts(const ReportOptions& options) {
    print_err("pepbench: writing the charts\n");
    const std::vector<std::string> files =
        run_plots(options, "plots", {"--output", options.charts, "--format", "svg,png,pdf,txt,csv"});
    print_out([&] { fmt::print("charts: {} ({} files)\n", options.charts, files.size()); });
}

void write_page(const ReportOptions& options) {
    const Scratch scratch;
    const fs::path claims = scratch.path() / "claims.json";
    print_err("pepbench: judging the claims\n");
    write_json(claims, judged_claims(options.files));
    std::vector<std::string> arguments = {"--output",      options.output, "--claims",
                                          claims.string(), "--command",    shell_text(own_command())};
    for (std::size_t index = 1; index < options.files.size(); ++index) {  // each beside the first one
        const fs::path environments = scratch.path() / fmt::format("environments-{}.json", index);
        write_json(environments, compare_environments_of(options.files.front(), options.files[index]));
        arguments.insert(arguments.end(), {"--compare", environments.string()});
    }
    if (options.force) {
        arguments.emplace_back("--force");
    }
    print_err("pepbench: drawing the charts and writing the page\n");
    run_plots(options, "plots.report", arguments);
}

ExitCode report(const ReportOptions& options) {
    catch_interrupts();
    try {
        write_page(options);
        if (!options.charts.empty()) {
            write_charts(options);
        }
    } catch (const Interrupted&) {
        throw Error("interrupted before the report was written", ExitCode::interrupted);
    }
    print_out([&] { fmt::print("report: {}\n", (fs::path(options.output) / "index.html").string()); });
    return ExitCode::done;
}

}  // namespace

Verb report_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand(
        "report", "Write a page about result files: claims with verdicts, tables, charts, what to believe.");
    const auto options = std::make_shared<ReportOptions>();
    app->add_option("FILE", options->files, "result files")->required();
    app->add_option("--output", options->output, "folder for the page, which is made; an empty one will do")
        ->required();
    app->add_option("--charts", options->charts, "folder for each chart as SVG, PNG, PDF, caption and CSV");
    app->add_flag("--force", options->force, "write into a folder that holds something else already");
    app->add_option("--python", options->python,
                    "Python with matplotlib and Jinja2 (default: $PEPBENCH_PYTHON, else set-up's)");
    app->footer(kExamples);
    return {app, [options] { return report(*options); }};
}

}  // namespace pepbench
