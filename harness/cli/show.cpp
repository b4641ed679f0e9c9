// pepbench show: the tables again, derived anew from a result file's rows.

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "cli/standard_output.h"
#include "cli/tables.h"
#include "cli/verb.h"
#include "cli/warm_up_tables.h"
#include "plan/places.h"
#include "record/published.h"
#include "record/result_file.h"
#include "record/summary.h"
#include "record/warm_up_summary.h"

namespace pepbench {
namespace {

struct ShowOptions {
    std::string file;
    bool json = false;
};

ExitCode show(const ShowOptions& options) {
    const RunRecord record = read_result(options.file);
    const Summary summary = summarize(
        record, PublishedTables::read(source_directory() / "results" / "published" / "pep371.json"));
    const bool of_warm_up = record.header.value("profile", "") == kWarmUpProfile;
    print_out([&] {
        if (options.json) {
            nlohmann::json document = to_json(summary);
            if (of_warm_up) {
                add_warm_up(document, summarize_warm_up(record));
            }
            fmt::print("{}\n", document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
        } else if (of_warm_up) {
            print_warm_up(summarize_warm_up(record));
            print_missing(record);
        } else {
            print_tables(record, summary);
        }
    });
    return ExitCode::done;
}

}  // namespace

Verb show_verb(CLI::App& program) {
    CLI::App* const app =
        program.add_subcommand("show", "Print the tables of a result file again, derived from its rows.");
    const auto options = std::make_shared<ShowOptions>();
    app->add_option("FILE", options->file, "result file")->required();
    app->add_flag("--json", options->json, "the summary as JSON (results/README.md) instead of tables");
    app->footer(
        "Examples:\n  pepbench show pepbench-results/20261122T101500Z.json\n  pepbench show result.json "
        "--json");
    return {app, [options] { return show(*options); }};
}

}  // namespace pepbench
