// pepbench verify: whether stored results are what follows from their own samples.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "cli/standard_output.h"
#include "cli/verb.h"
#include "error.h"
#include "judge/gate_verdict.h"
#include "judge/verification.h"
#include "plan/places.h"
#include "record/gate_file.h"
#include "record/harmless.h"
#include "record/printable.h"
#include "record/published.h"
#include "record/result_file.h"
#include "record/soak_summary.h"
#include "record/summary.h"
#include "record/warm_up_summary.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr std::size_t kProblemsShown = 5;  // of a kind; one mistake often shows in every row

json derived_document(const RunRecord& record) {
    const Summary summary = summarize(
        record, PublishedTables::read(source_directory() / "results" / "published" / "pep371.json"));
    json document = result_document(record, summary);
    if (record.header.value("profile", "") == kWarmUpProfile) {
        add_warm_up(document.at("pepbench").at("summary"), summarize_warm_up(record));
    }
    return document;
}

json derived_gate(const GateRecord& record, const json& stored) {
    const std::vector<Judgement> judgements = judge_gate(record);
    const json& gate = stored.at("pepbench").at("gate");
    const bool of_soak = gate.contains("soak");
    json document = gate_document(record, judgements, !of_soak);
    if (of_soak) {
        const SoakNotes notes = soak_notes(stored);
        document["pepbench"]["gate"]["soak"] =
            soak_json(record, judgements, notes.neighbours, notes.driver_cpu_seconds);
    }
    return document;
}

/// The one place where the kind of a file decides how it is verified. Throws Error.
std::vector<Check> checks_of(const std::string& file) {
    const json document = read_document(file);
    if (is_gate(document)) {
        const GateRecord record = gate_of(document, file);
        return verify_gate(document, record, derived_gate(record, document));
    }
    const RunRecord record = read_result(file);
    return verify_result(document, record, derived_document(record));
}

void print_checks(const std::string& file, const std::vector<Check>& checks) {
    fmt::print("{}\n", printable(file));
    for (const Check& check : checks) {
        fmt::print("  {:<6} {:>8} {}\n", check.problems.empty() ? "ok" : "FAILED", check.checked, check.what);
        for (std::size_t index = 0; index < std::min(check.problems.size(), kProblemsShown); ++index) {
            fmt::print("           {}\n", printable(check.problems[index]));
        }
        if (check.problems.size() > kProblemsShown) {
            fmt::print("           and {} more\n", check.problems.size() - kProblemsShown);
        }
    }
}

/// Throws Error where the file is none of ours or does not hold.
void verify_file(const std::string& file) {
    const std::vector<Check> checks = checks_of(file);
    print_out([&] { print_checks(file, checks); });
    for (const Check& check : checks) {
        if (!check.problems.empty()) {
            throw Error(fmt::format("{} does not hold: {}", file, printable(check.problems.front())));
        }
    }
}

ExitCode verify(const std::vector<std::string>& files) {
    ExitCode code = ExitCode::done;
    for (const std::string& file : files) {
        try {
            verify_file(file);
        } catch (const Error& error) {  // the other files are looked at all the same
            fmt::print(stderr, "pepbench: {}\n", harmless(error.what()));
            code = ExitCode::error;
        }
    }
    return code;
}

}  // namespace

Verb verify_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand(
        "verify", "Check result files against their own samples: summary, answers, process runs, facts.");
    const auto files = std::make_shared<std::vector<std::string>>();
    app->add_option("FILE", *files, "result files")->required();
    app->footer(
        "Examples:\n  pepbench verify result.json\n  pepbench verify pepbench-results/*.json\n\nExit codes: "
        "0 all "
        "hold, 2 one does not, or is no result file.");
    return {app, [files] { return verify(*files); }};
}

}  // namespace pepbench
