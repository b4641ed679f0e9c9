#include "cli/measurement.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <new>
#include <optional>

#include "cli/environment_line.h"
#include "cli/resume.h"
#include "cli/run_header.h"
#include "cli/standard_output.h"
#include "environment/watch.h"
#include "error.h"
#include "measure/interrupt.h"
#include "measure/orphans.h"
#include "measure/runner.h"
#include "measure/scratch.h"
#include "measure/user_python.h"
#include "plan/places.h"
#include "record/checked_json.h"
#include "record/journal.h"
#include "record/published.h"
#include "record/result_file.h"
#include "record/warm_up_summary.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

constexpr const char* kResume = ", from which pepbench run --resume goes on";
constexpr const char* kBeginAnew = ", but a warm-up begins anew";

/// The page that url_fetch needs, and the server behind it where it is ours.
struct PageSource {
    std::unique_ptr<UrlServer> server;
    std::optional<UrlPage> page;
};

PageSource find_page(const Settings& settings) {
    PageSource source;
    const auto& workloads = settings.selection.workloads;
    if (!settings.url.empty()) {
        source.page = probe_url(settings.url);
    } else if (std::find(workloads.begin(), workloads.end(), "url_fetch") != workloads.end()) {
        source.server = std::make_unique<UrlServer>(settings.url_port, settings.url_latency_ms);
        source.page = source.server->page();
    }
    return source;
}

/// Describes where a run goes on, and says what has changed.
void go_on(const Unfinished& unfinished, const RunRecord& here, RunRecord& record, Progress& progress) {
    const std::vector<std::string> changed = add_resumption(unfinished, here, record);
    progress.say(fmt::format("going on with {}, which has {} samples of {} process runs",
                             unfinished.result.string(), record.samples.size(), record.process_runs.size()));
    if (!changed.empty()) {
        progress.say(fmt::format("the environment has changed since, and the result file says so: {}",
                                 fmt::join(changed, "; ")));
    }
}

ExitCode exit_code_of(const RunRecord& record, bool interrupted, bool named) {
    if (interrupted) {
        return ExitCode::interrupted;
    }
    // What the user did not name may be unavailable here; what was named was to be measured.
    const bool lacks_named =
        named && std::any_of(record.unavailable.begin(), record.unavailable.end(),
                             [](const UnavailableRow& row) { return row.cell.workload.empty(); });
    const bool lost = std::any_of(record.unavailable.begin(), record.unavailable.end(),
                                  [](const UnavailableRow& row) { return row.stderr_tail.has_value(); });
    return record.samples.empty() || !record.failures.empty() || lacks_named || lost ? ExitCode::incomplete
                                                                                     : ExitCode::done;
}

}  // namespace

bool measure_into(RunRecord& record, ResolvedRun& resolved, const MeasuringVerb& verb, Journal& journal) {
    const Settings& settings = resolved.settings;
    adopt_orphans();
    const Machine machine = read_machine();
    Watch watch;
    const Scratch scratch;
    Progress progress;
    const PageSource source = find_page(settings);
    const UrlPage* const page = source.page ? &*source.page : nullptr;
    const nlohmann::json descriptions = describe_configurations(resolved);
    RunRecord here;
    describe_run(here, resolved, descriptions, machine, watch.observe(), page);
    if (verb.describe) {
        verb.describe(here.header);
    }
    if (resolved.resumed) {
        go_on(*resolved.resumed, here, record, progress);
    } else {
        record = here;
    }
    Recorder recorder(record, journal);
    recorder.header();
    for (const Configuration& configuration : resolved.unavailable) {
        recorder.unavailable(
            {Cell{.workload = "", .mode = {}, .workers = 1, .configuration = configuration.name},
             configuration.unavailable, configuration.stderr_tail});
    }
    const SessionResult session = verb.measure({settings, machine, scratch.path(), page, recorder, progress});
    describe_outcome(record, session, machine, watch.observe());
    return session.interrupted;
}

void write_measured(const fs::path& output, const nlohmann::json& document, int indent) {
    try {
        write_result(output, document, indent);
    } catch (const Error& error) {
        std::error_code ignored;
        if (fs::exists(journal_of(output), ignored)) {
            throw;
        }
        const fs::path folder = fs::temp_directory_path(ignored);
        const fs::path elsewhere = (ignored ? fs::path("/tmp") : folder) /
                                   fmt::format("pepbench-{}-{}", ::getpid(), output.filename().string());
        write_result(elsewhere, document, indent);
        throw Error(fmt::format("{}; its journal is gone, too, so that the result was written to {}",
                                error.what(), elsewhere.string()));
    }
}

void end_measurement(Journal& journal, const fs::path& output, bool has_measured, const char* way_on) {
    if (!has_measured) {
        journal.discard();  // nothing is in it
        throw;
    }
    const auto with_place = [&](const std::string& why) {
        const std::string place = journal_of(output).string();
        std::error_code ignored;
        return why.find(place) != std::string::npos || !fs::exists(place, ignored)
                   ? why
                   : fmt::format("{}; what was measured is safe in {}{}", why, place, way_on);
    };
    try {
        throw;
    } catch (const Error& error) {
        throw Error(with_place(error.what()), error.code());
    } catch (const std::bad_alloc&) {
        throw Error(with_place("there is not enough memory (ulimit -v)"));
    } catch (const Interrupted&) {
        throw;
    } catch (const std::exception& error) {
        throw std::runtime_error(with_place(error.what()));
    }
}

ExitCode measure_and_write(ResolvedRun& resolved, bool named, const MeasuringVerb& verb) {
    const PublishedTables published =
        PublishedTables::read(source_directory() / "results" / "published" / "pep371.json");
    RunRecord record = resolved.resumed ? std::move(resolved.resumed->record) : RunRecord();
    Journal journal = resolved.resumed ? Journal(resolved.output, record) : Journal(resolved.output);
    catch_interrupts();
    try {
        const bool interrupted = measure_into(record, resolved, verb, journal);
        const Summary summary = summarize(record, published);
        nlohmann::json document = result_document(record, summary);
        if (verb.add_to_summary) {
            verb.add_to_summary(record, document.at("pepbench").at("summary"));
        }
        write_measured(resolved.output, document);
        journal.discard();
        if (verb.print) {
            print_out([&] {
                verb.print(record, summary);
                fmt::print("{}\nresult file: {}\n", environment_line(record.header),
                           resolved.output.string());
            });
        }
        return exit_code_of(record, interrupted, named);
    } catch (...) {
        end_measurement(journal, resolved.output, resolved.resumed || !record.samples.empty(),
                        text_of(record.header, "profile") == kWarmUpProfile ? kBeginAnew : kResume);
    }
}

CLI::Option* add_wait_option(CLI::App& app, bool& wait) {
    return app.add_flag("--wait", wait,
                        "begin after the end of another measurement on this machine, instead of refusing to");
}

bool names_configurations(const RunOptions& options) {
    const std::vector<std::string>& named = options.configurations;
    return !named.empty() && std::find(named.begin(), named.end(), kAll) == named.end();
}

std::vector<Configuration> known_configurations(const RunOptions& options) {
    std::vector<Configuration> known =
        read_configurations(options.interpreters.empty() ? program_directory() / "interpreters.json"
                                                         : fs::path(options.interpreters));
    for (const std::string& python : options.pythons) {
        const std::vector<Configuration> of_python = configurations_of_python(python, known);
        known.insert(known.end(), of_python.begin(), of_python.end());
    }
    return known;
}

}  // namespace pepbench
