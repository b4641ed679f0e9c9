// pepbench claims: what the PEPs say, and whether stored runs show it.

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "cli/claims_measure.h"
#include "cli/claims_table.h"
#include "cli/judged_claims.h"
#include "cli/measurement.h"
#include "cli/standard_output.h"
#include "cli/verb.h"
#include "error.h"
#include "judge/claim_report.h"
#include "measure/standard_error.h"
#include "record/claim_json.h"
#include "record/harmless.h"
#include "record/result_file.h"

namespace pepbench {
namespace {

constexpr const char* kExamples = R"(Examples:
  pepbench claims result.json
  pepbench claims laptop.json server.json --json      each file by itself; they are never mixed
  pepbench claims result.json --measure               measures what the file lacks first
  pepbench claims --measure --budget 600              measures everything, for ten minutes
  pepbench claims result.json --fail-on-refuted

Exit codes: 0 done, 1 a claim is refuted and --fail-on-refuted was given, 2 usage error or no result file,
4 no claim could be judged, 130 interrupted while measuring.)";

struct ClaimsOptions {
    std::vector<std::string> files;
    bool json = false;
    bool fail_on_refuted = false;
    bool measure = false;
    MeasureOptions how;
};

ExitCode exit_code_of(const ClaimReport& report, bool fail_on_refuted) {
    const auto any = [&](ClaimVerdict verdict) {
        return std::any_of(report.claims.begin(), report.claims.end(),
                           [&](const JudgedClaim& judged) { return judged.verdict == verdict; });
    };
    if (any(ClaimVerdict::refuted)) {
        return fail_on_refuted ? ExitCode::regression : ExitCode::done;
    }
    return any(ClaimVerdict::reproduced) || any(ClaimVerdict::cannot_tell) ? ExitCode::done
                                                                           : ExitCode::incomplete;
}

/// Files with their runs; what is added stays where it is, as the runs refer to it.
class StoredRuns {
  public:
    void add(const std::string& file) {
        records_.push_back(read_result(file));
        files_.push_back(file);
    }
    [[nodiscard]] std::vector<ClaimRun> runs() const { return {records_.begin(), records_.end()}; }
    [[nodiscard]] const std::vector<std::string>& files() const { return files_; }

  private:
    std::deque<RunRecord> records_;
    std::vector<std::string> files_;
};

/// Whether it was interrupted. What cannot be measured leaves the claims as the files have them.
bool add_missing_runs(StoredRuns& stored, const std::vector<Claim>& claims, const MeasureOptions& how) {
    const std::vector<ClaimRequest> requests = requests_for_missing(judge_claims(claims, stored.runs()));
    if (requests.empty()) {
        print_err("pepbench: nothing that can be measured here is missing\n");
        return false;
    }
    try {
        const MeasuredFile measured = measure_missing(requests, how);
        stored.add(measured.file);
        return measured.code == ExitCode::interrupted;
    } catch (const Error& error) {
        if (stored.files().empty() || error.code() != ExitCode::incomplete) {
            throw;
        }
        print_err(fmt::format("pepbench: {}\n", harmless(error.what())));
        return false;
    }
}

ExitCode claims(const ClaimsOptions& options) {
    if (options.files.empty() && !options.measure) {
        throw Error("name a result file, or give --measure to make one");
    }
    const std::vector<Claim> claims = own_claims();
    StoredRuns stored;
    for (const std::string& file : options.files) {
        stored.add(file);
    }
    const bool interrupted = options.measure && add_missing_runs(stored, claims, options.how);
    const ClaimReport report = judge_claims(claims, stored.runs());
    print_out([&] {
        if (options.json) {
            print_json(claims_document(report, stored.files()));
        } else {
            fmt::print("{}", claims_table(report, stored.files()));
        }
    });
    return interrupted ? ExitCode::interrupted : exit_code_of(report, options.fail_on_refuted);
}

}  // namespace

Verb claims_verb(CLI::App& program) {
    CLI::App* const app =
        program.add_subcommand("claims", "Judge what the PEPs claim by result files, with verdicts.");
    const auto options = std::make_shared<ClaimsOptions>();
    app->add_option("FILE", options->files, "result files");
    app->add_flag("--json", options->json, "everything as JSON (results/README.md) instead of a table");
    app->add_flag("--fail-on-refuted", options->fail_on_refuted, "end with 1 where a claim is refuted");
    CLI::Option* const measure =
        app->add_flag("--measure", options->measure, "measure first what none of the files holds");
    app->add_option("--output", options->how.output,
                    "file for what is measured (default: pepbench-results/TIME.json)")
        ->needs(measure);
    app->add_option("--budget", options->how.budget, "seconds of measuring (default: as pepbench run has it)")
        ->needs(measure);
    add_wait_option(*app, options->how.wait)->needs(measure);
    app->footer(kExamples);
    return {app, [options] { return claims(*options); }};
}

}  // namespace pepbench
