// pepbench verify: whether stored results, and reports of them, are what follows from their own samples.

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/derivation.h"
#include "cli/report_check.h"
#include "cli/standard_output.h"
#include "cli/verb.h"
#include "error.h"
#include "measure/standard_error.h"
#include "record/harmless.h"
#include "record/printable.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr std::size_t kProblemsShown = 5;  // of a kind; one mistake often shows in every row

void print_checks(const CheckedFile& file) {
    fmt::print("{}\n", printable(file.name));
    for (const Check& check : file.checks) {
        if (!check.not_asked.empty()) {
            fmt::print("  not asked: whether {}, for {}\n", check.what, check.not_asked);
            continue;
        }
        fmt::print("  {:<6} {:>8} {}\n", check.problems.empty() ? "ok" : "FAILED", check.checked, check.what);
        for (std::size_t index = 0; index < std::min(check.problems.size(), kProblemsShown); ++index) {
            fmt::print("           {}\n", printable(check.problems[index]));
        }
        if (check.problems.size() > kProblemsShown) {
            fmt::print("           and {} more\n", check.problems.size() - kProblemsShown);
        }
    }
}

/// A result file, or a report's folder.
std::vector<CheckedFile> check(const std::string& path) {
    std::error_code unreadable;
    return fs::is_directory(path, unreadable) ? check_report(path)
                                              : std::vector<CheckedFile>{{path, derive(path).checks}};
}

/// Throws Error where it is none of ours or does not hold.
void verify_one(const std::string& path) {
    const std::vector<CheckedFile> files = check(path);
    print_out([&] { std::for_each(files.begin(), files.end(), print_checks); });
    for (const CheckedFile& file : files) {
        for (const Check& check : file.checks) {
            if (!check.problems.empty()) {
                throw Error(
                    fmt::format("{} does not hold: {}", file.name, printable(check.problems.front())));
            }
        }
    }
}

ExitCode verify(const std::vector<std::string>& paths) {
    ExitCode code = ExitCode::done;
    for (const std::string& path : paths) {
        try {
            verify_one(path);
        } catch (const Error& error) {  // the others are looked at all the same
            print_err(fmt::format("pepbench: {}\n", harmless(error.what())));
            code = ExitCode::error;
        }
    }
    return code;
}

}  // namespace

Verb verify_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand(
        "verify",
        "Check result files against their own samples: summary, answers, process runs, facts; and reports: "
        "every number on the page.");
    const auto paths = std::make_shared<std::vector<std::string>>();
    app->add_option("FILE", *paths, "result files, and folders that pepbench report wrote")->required();
    app->footer(
        "Examples:\n  pepbench verify result.json\n  pepbench verify pepbench-results/*.json\n  pepbench "
        "verify report\n\nExit codes: 0 all hold, 2 one does not, or is no result file.");
    return {app, [paths] { return verify(*paths); }};
}

}  // namespace pepbench
