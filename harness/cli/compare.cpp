// pepbench compare: two stored result files, cell by cell.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/compare_tables.h"
#include "cli/standard_output.h"
#include "cli/tables.h"
#include "cli/verb.h"
#include "error.h"
#include "judge/comparability.h"
#include "judge/speed_comparability.h"
#include "plan/places.h"
#include "record/between_files.h"
#include "record/checked_json.h"
#include "record/printable.h"
#include "record/published.h"
#include "record/result_file.h"
#include "record/rows.h"
#include "stats/bootstrap.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr const char* kExamples = R"(Examples:
  pepbench compare before.json after.json
  pepbench compare laptop.json server.json --force     although they were measured on different machines
  pepbench compare before.json after.json --json

Exit codes: 0 done, 2 usage error or no result file, 4 no common cell, 5 not comparable. No difference between stored
files is called a regression: pepbench gate decides that.)";

struct CompareOptions {
    std::string a;
    std::string b;
    std::string across_shifts = kAcrossShifts.front();
    bool force = false;
    bool json = false;
};

/// With its times as measured, whatever its own run was asked to do with them.
RunRecord read_measured(const std::string& file) {
    RunRecord record = read_result(file);
    if (const auto settings = record.header.find("settings"); settings != record.header.end()) {
        settings->erase("across_shifts");
    }
    return record;
}

StoredRun summed_up(RunRecord record) {
    static const PublishedTables published =
        PublishedTables::read(source_directory() / "results" / "published" / "pep371.json");
    Summary summary = summarize(record, published);
    return {std::move(record), std::move(summary)};
}

/// With the times of both at A's usual speed.
std::pair<StoredRun, StoredRun> normalised(const CompareOptions& options, StoredRun a, StoredRun b) {
    if (const std::string reason = why_not_normalised(a.record, b.record); !reason.empty()) {
        throw Error(fmt::format("{} and {} cannot be normalised: {}", options.a, options.b, reason),
                    ExitCode::not_comparable);
    }
    normalise_both(a.record, b.record);
    return {summed_up(std::move(a.record)), summed_up(std::move(b.record))};
}

bool workload_differs(const std::string& workload, const StoredRun& a, const StoredRun& b) {
    const auto file = [&](const StoredRun& run) {
        return run.record.header.value("workloads", json::object())
            .value(workload, json::object())
            .value("sha256", json());
    };
    return file(a) != file(b);
}

bool is_pyodide(const Cell& cell, const StoredRun& run) {
    const json configurations = run.record.header.value("configurations", json::object());
    return text_of(configurations.value(cell.configuration, json::object()), "runner") == "pyodide";
}

/// Nothing where all that both have is Pyodide's: an interpreter that cannot be named by a path.
std::optional<std::string> gate_command_for(const BetweenFiles& between, const StoredRun& a,
                                            const StoredRun& b) {
    std::vector<CellRatio> gateable = between.common;
    std::erase_if(gateable, [&](const CellRatio& ratio) { return is_pyodide(ratio.cell, a); });
    if (gateable.empty()) {
        return std::nullopt;
    }
    const Cell& cell = most_different(gateable).cell;
    return gate_command(cell, workload_differs(cell.workload, a, b));
}

json cell_keys(const Cell& cell) {
    json keys = {{"name", cell.name()},
                 {"workload", cell.workload},
                 {"workers", cell.workers},
                 {"configuration", cell.configuration}};
    put_mode(keys, cell.mode);
    return keys;
}

json to_json(const StoredCell& cell) {
    return {{"median_seconds", cell.median_seconds},
            {"process_runs", cell.process_runs},
            {"failure", cell.failure.empty() ? json() : json(cell.failure)}};
}

json to_json(const CellRatio& cell) {
    json entry = cell_keys(cell.cell);
    entry.update({{"a", to_json(cell.a)},
                  {"b", to_json(cell.b)},
                  {"ratio", cell.ratio},
                  {"low", cell.interval ? json(cell.interval->low) : json()},
                  {"high", cell.interval ? json(cell.interval->high) : json()}});
    return entry;
}

json to_json(const MeanRatio& mean) {
    return {{"configuration", or_null(mean.configuration)}, {"ratio", mean.ratio}, {"n", mean.cells}};
}

json to_json(const LoneCell& lone) {
    json entry = cell_keys(lone.cell);
    entry["reason"] = lone.reason.empty() ? json() : json(lone.reason);
    return entry;
}

template <typename Entry>
json list_of(const std::vector<Entry>& entries) {
    json list = json::array();
    for (const Entry& entry : entries) {
        list.push_back(to_json(entry));
    }
    return list;
}

void add_cells(json& document, const StoredRun& a, const StoredRun& b) {
    const BetweenFiles between = between_files(a, b);
    document["bootstrap"] = {{"seed", kBootstrapSeed}, {"resamples", kResamples}, {"confidence", 0.95}};
    document["cells"] = list_of(between.common);
    document["geometric_means"] = list_of(between.means);
    document["missing"] = list_of(between.missing);
    document["new"] = list_of(between.new_ones);
    const std::optional<std::string> command = gate_command_for(between, a, b);
    document["gate"] = command ? json(*command) : json();
}

/// `A  before.json  2026-11-23T02:47:21.013Z, pepbench 0.1.0 (75f4028), 216 cells`
void print_file(const char* letter, const std::string& file, const StoredRun& run) {
    const json& header = run.record.header;
    fmt::print("{}  {}  {}, pepbench {} ({}), {} cells", letter, printable(file),
               printable(text_of(header, "started")), printable(text_of(header, "version")),
               printable(text_of(header, "commit").substr(0, 7)), run.summary.cells.size());
    if (const auto stopped = stopped_samples(run.record); stopped > 0) {
        fmt::print(", a signal may have stopped the runner during {} samples", stopped);
    }
    fmt::print("\n");
}

std::string refusal(const CompareOptions& options, const EnvironmentComparison& environments) {
    const auto& differences = environments.differences;
    const auto forbidding = std::count_if(differences.begin(), differences.end(), [](const Difference& one) {
        return one.weight == Weight::forbids;
    });
    return fmt::format("{} and {} are not comparable: {} differs{}; --force compares them all the same",
                       options.a, options.b, printable(differences.front().what),
                       forbidding > 1 ? fmt::format(", and {} more", forbidding - 1) : "");
}

EnvironmentComparison environments_of(const CompareOptions& options, const StoredRun& a, const StoredRun& b) {
    const InCommon common = names_in_common(a.record, b.record);
    if (common.workloads.empty()) {
        throw Error(fmt::format("{} and {} have no cell in common: the one has {}, the other {}", options.a,
                                options.b, printable(a.summary.cells.front().cell.name()),
                                printable(b.summary.cells.front().cell.name())),
                    ExitCode::incomplete);
    }
    EnvironmentComparison environments = compare_environments(a.record.header, b.record.header, common);
    compare_speeds(environments, a.record, b.record, across_shifts_from(options.across_shifts));
    return environments;
}

void print_tables(const StoredRun& a, const StoredRun& b) {
    const BetweenFiles between = between_files(a, b);
    print_between_files(between);
    fmt::print(
        "\nTwo stored files cannot tell whether code became slower. Pairs of processes that run alternately "
        "can;\n");
    if (const std::optional<std::string> command = gate_command_for(between, a, b)) {
        fmt::print(
            "of the cell that differs most, with the places of A's and B's interpreter or workloads put "
            "in:\n  "
            "{}\n",
            printable(*command));
    } else {
        fmt::print(
            "two versions of a workload on Pyodide: pepbench gate --base-workloads DIR_A "
            "--head-workloads DIR_B --base pyodide\n");
    }
}

ExitCode compare(const CompareOptions& options) {
    StoredRun a = summed_up(read_measured(options.a));
    StoredRun b = summed_up(read_measured(options.b));
    const EnvironmentComparison environments = environments_of(options, a, b);
    if (across_shifts_from(options.across_shifts) == AcrossShifts::normalise) {
        std::tie(a, b) = normalised(options, std::move(a), std::move(b));
    }
    const bool compared = environments.verdict != Comparability::not_comparable || options.force;
    print_out([&] {
        if (options.json) {
            json document = {{"a", options.a},
                             {"b", options.b},
                             {"across_shifts", options.across_shifts},
                             {"environments", to_json(environments)}};
            if (compared) {
                add_cells(document, a, b);
            }
            print_json(document);
            return;
        }
        print_file("A", options.a, a);
        print_file("B", options.b, b);
        print_environments(environments);
        if (compared) {
            if (options.across_shifts == "normalise") {
                fmt::print("All times are at A's usual speed, by the yardstick.\n");
            }
            print_tables(a, b);
        }
    });
    if (!compared) {
        throw Error(refusal(options, environments), ExitCode::not_comparable);
    }
    return ExitCode::done;
}

}  // namespace

Verb compare_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand(
        "compare",
        "Set two result files side by side: environments, ratios of common cells, what is missing.");
    const auto options = std::make_shared<CompareOptions>();
    app->add_option("A", options->a, "result file that the other one is compared with")->required();
    app->add_option("B", options->b, "result file whose times are divided by A's")->required();
    app->add_option("--across-shifts", options->across_shifts,
                    "where the machine's speed differs between or within the files: tell it (default), "
                    "refuse to compare, "
                    "or normalise all times to A's usual speed");
    app->add_flag("--force", options->force, "compare what is not comparable all the same");
    app->add_flag("--json", options->json, "everything as JSON instead of tables");
    app->footer(kExamples);
    return {app, [options] { return compare(*options); }};
}

}  // namespace pepbench
