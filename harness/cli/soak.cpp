#include "cli/soak.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "cli/gate_run.h"
#include "cli/soak_table.h"
#include "cli/standard_output.h"
#include "environment/watch.h"
#include "error.h"
#include "measure/lock.h"
#include "measure/spawn.h"
#include "plan/draw.h"
#include "plan/places.h"
#include "record/soak_summary.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kFamily = 100;             // cells of the run that each verdict is judged as part of
constexpr std::size_t kBlock = 10;       // verdicts between changes of the neighbour
constexpr double kNeighbourLives = 600;  // seconds at most, should nobody end it
constexpr int kMostVerdicts = 100'000;

/// What means nothing without a soak, and what nothing to one.
constexpr const char* kOfSoaks[] = {"--identical", "--extra", "--neighbour"};
constexpr const char* kNotOfSoaks[] = {"--head",     "--base-ref",       "--head-ref",       "--repository",
                                       "--setup",    "--base-workloads", "--head-workloads", "--suite",
                                       "--workload", "--config",         "--budget",         "--url",
                                       "--markdown", "--junit",          "--json",           "--explain"};

/// Extra percent of each verdict after the first `judged`, in a drawn order.
std::vector<int> drawn_extras(int identical, int verdicts, const std::vector<int>& extras, std::uint64_t seed,
                              std::size_t judged) {
    std::vector<int> drawn(static_cast<std::size_t>(identical), 0);
    for (int verdict = 0; verdict < verdicts && !extras.empty(); ++verdict) {
        drawn.push_back(extras[static_cast<std::size_t>(verdict) % extras.size()]);
    }
    constexpr std::uint64_t kSoaks = std::uint64_t{1} << 60U;  // streams that no round uses
    Generator generator = generator_for(seed, kSoaks + judged);
    shuffle(drawn, generator);
    return drawn;
}

int verdicts_of(const std::string& text, const char* option, int least) {
    const int verdicts = whole_number(text, option, least);
    if (verdicts > kMostVerdicts) {
        throw Error(fmt::format("{} {} is more than pepbench judges; give at most {}", option, verdicts,
                                kMostVerdicts));
    }
    return verdicts;
}

std::vector<int> extras_of(const SoakOptions& options) {
    std::vector<int> extras;
    for (const std::string& text : options.extra) {
        const int extra = whole_number(text, "--extra", 0);
        if (extra > kSoakUnits) {
            throw Error(
                fmt::format("--extra {} is more than twice the work; give at most {}", extra, kSoakUnits));
        }
        if (extra > 0) {
            extras.push_back(extra);
        }
    }
    return extras;
}

class Soak {
  public:
    /// Goes on after the verdicts that `record` holds, with those about heads with so much extra work.
    Soak(GatePlan plan, const Bench& bench, GateRecord& record, double driver_cpu_seconds)
        : plan_(std::move(plan)),
          bench_(bench),
          record_(record),
          driver_cpu_seconds_(driver_cpu_seconds),
          one_(plan_.cells.front()) {
        plan_.cells.clear();
        for (const GateCellRow& judged : record.cells) {
            plan_.cells.push_back(judged.cell);
        }
    }

    GateResult measure(const std::vector<int>& extras, bool with_neighbour, const GateFeed& feed) {
        const double start = bench_.recorder.now();
        feed.driver_cpu(driver_cpu_seconds_);
        bool interrupted = finish_what_was_cut_off(feed);
        for (std::size_t first = 0; first < extras.size() && !interrupted; first += kBlock) {
            const std::size_t block = plan_.cells.size() / kBlock;
            const bool beside = with_neighbour && block % 2 == 1;  // every second
            const std::size_t last = std::min(first + kBlock, extras.size());
            for (std::size_t index = first; index < last; ++index) {
                add_verdict(extras[index], beside, feed);
            }
            interrupted = measure_block(beside, block, feed);
            show(last, extras.size(), bench_.recorder.now() - start);
        }
        return {.interrupted = interrupted, .measuring_seconds = bench_.recorder.now() - start};
    }

    /// That the driver used in the whole soak, without what kept cores awake. What a block used that was cut
    /// off nobody knows.
    [[nodiscard]] double driver_cpu_seconds() const { return driver_cpu_seconds_; }

  private:
    /// A block that is there is judged to its end as it began, beside a neighbour or not.
    bool finish_what_was_cut_off(const GateFeed& feed) {
        plan_.over = plan_.cells.size() - std::min(plan_.cells.size(), kBlock);  // blocks may be smaller
        return !plan_.cells.empty() && measure_block(plan_.cells.back().neighbour.value_or(false),
                                                     (plan_.cells.size() - 1) / kBlock, feed);
    }

    /// Returns whether it was interrupted.
    bool measure_block(bool beside, std::size_t block, const GateFeed& feed) {
        const double before = used_cpu_seconds(RUSAGE_SELF);
        GateView quiet(true);
        const auto neighbour = beside ? start_neighbour(block) : nullptr;
        const GateResult result = measure_gate(plan_, record_, feed, quiet);
        driver_cpu_seconds_ += used_cpu_seconds(RUSAGE_SELF) - before - result.awake_cpu_seconds;
        feed.driver_cpu(driver_cpu_seconds_);
        plan_.over = plan_.cells.size();  // what it costs to take in all rounds anew would grow with them
        return result.interrupted;
    }

    void add_verdict(int extra_percent, bool beside, const GateFeed& feed) {
        GatedCell cell = one_;
        cell.neighbour = beside;
        cell.base_parameters = {{"units", kSoakUnits}};
        cell.head_parameters = {{"units", kSoakUnits + extra_percent}};
        plan_.cells.push_back(cell);
        if (!record_.cells.empty()) {  // it needs no calibration: its work is that of the first
            const GateCellRow& first = record_.cells.front();
            record_.cells.push_back({.cell = cell, .iterations = first.iterations, .warmups = first.warmups});
            feed.cell(record_.cells.size() - 1, record_.cells.back());
        }
    }

    /// On a core that is drawn.
    [[nodiscard]] std::unique_ptr<ChildProcess> start_neighbour(std::size_t block) const {
        const std::uint64_t seed = bench_.settings.seed + block;
        const std::size_t core = draw_below(plan_.cores.size(), generator_for(seed, 0)());
        return std::make_unique<ChildProcess>(
            std::vector<std::string>{(program_directory() / "pepbench-neighbour").string(), "--core",
                                     std::to_string(plan_.cores[core]), "--seconds",
                                     std::to_string(kNeighbourLives), "--seed", std::to_string(seed)},
            own_environment());
    }

    void show(std::size_t judged, std::size_t all, double elapsed) const {
        const double share = static_cast<double>(judged) / static_cast<double>(all);
        bench_.progress.show(share, elapsed / share - elapsed, fmt::format("{} of {} verdicts", judged, all));
    }

    GatePlan plan_;
    const Bench& bench_;
    GateRecord& record_;
    double driver_cpu_seconds_;
    GatedCell one_;
};

/// The soak in the file that `options` continue. Files of former versions keep the neighbours in a list.
GateRecord continued_soak(GateOptions& options, SoakNotes& notes) {
    const json document = document_to_continue(options.continued);
    GateRecord record = continued_gate(document, options);
    notes = soak_notes(document);
    for (std::size_t cell = 0; cell < record.cells.size(); ++cell) {
        record.cells[cell].cell.neighbour = notes.neighbours.at(cell);
    }
    record.header["settings"]["soak"] = true;
    return record;
}

std::vector<bool> neighbours_of(const GateRecord& record) {
    std::vector<bool> neighbours;
    for (const GateCellRow& row : record.cells) {
        neighbours.push_back(row.cell.neighbour.value_or(false));
    }
    return neighbours;
}

ResolvedGate resolve_soak(GateOptions& options) {
    if (options.base.empty()) {
        options.base = "cpython-3.15";
    }
    options.head = options.base;
    options.run.workloads = {(source_directory() / "workloads" / "soak" / "units.py").string()};
    ResolvedGate gate = resolve_gate(options);
    if (gate.cells.size() != 1) {
        throw Error("--soak judges one cell; give one --mode, --start-method and number of --workers");
    }
    require_rounds_for_a_verdict(gate.cells.front().rule);  // its verdicts begin anew when it is continued
    gate.cells.front().rule.cells = kFamily;
    gate.notes.clear();
    return gate;
}

}  // namespace

void add_soak_options(CLI::App& app, SoakOptions& options) {
    app.add_option(
        "--soak", options.verdicts,
        "judge so many pairs of identical sides, and as many with extra work that is known exactly, and "
        "say how often that was right");
    app.add_option("--identical", options.identical, "so many pairs of identical sides instead (0: none)");
    app.add_option("--extra", options.extra,
                   "percent of extra work, taken in turn (default: 1,2,3,5,10; 0: none)")
        ->delimiter(',');
    app.add_flag("--neighbour", options.neighbour, "with a noisy neighbour on one core half of the time");
}

void require_honoured(const CLI::App& app, const SoakOptions& options) {
    std::vector<std::string> ignored;
    const auto add_given = [&](const auto& names) {
        std::copy_if(std::begin(names), std::end(names), std::back_inserter(ignored),
                     [&](const char* name) { return app.count(name) > 0; });
    };
    if (options.verdicts.empty()) {
        add_given(kOfSoaks);
    } else {
        add_given(kNotOfSoaks);
    }
    if (ignored.empty()) {
        return;
    }
    const std::string names = fmt::format("{}", fmt::join(ignored, ", "));
    throw Error(options.verdicts.empty()
                    ? fmt::format("{} would be ignored: without --soak N nothing is soaked", names)
                    : fmt::format("--soak would ignore {}: it judges work of its own in the configuration of "
                                  "--base, and prints its own table",
                                  names));
}

ExitCode soak(GateOptions options, const SoakOptions& soak_options) {
    const int verdicts = verdicts_of(soak_options.verdicts, "--soak", 1);
    const int identical =
        soak_options.identical.empty() ? verdicts : verdicts_of(soak_options.identical, "--identical", 0);
    const std::vector<int> extras = extras_of(soak_options);
    if (identical == 0 && extras.empty()) {
        throw Error("--identical 0 and --extra 0 leave nothing to judge; give one of them another number");
    }
    const MachineLock alone(options.run.wait);
    GateRecord record;
    SoakNotes notes;
    const bool continues = !options.continued.empty();
    if (continues) {
        record = continued_soak(options, notes);
    }
    ResolvedGate gate = resolve_soak(options);
    if (continues) {
        require_same_sides(record, gate, options.continued);
    }
    const MeasuredGate measured = measure_and_write_gate(
        record, gate, options,
        {.measure =
             [&](const Bench& bench, const GateFeed& feed) {
                 Soak session(plan_of(gate, options, bench), bench, record, notes.driver_cpu_seconds);
                 const GateResult result = session.measure(
                     drawn_extras(identical, verdicts, extras, bench.settings.seed, record.cells.size()),
                     soak_options.neighbour, feed);
                 notes.driver_cpu_seconds = session.driver_cpu_seconds();
                 return result;
             },
         .add =
             [&](const std::vector<Judgement>& judgements, json& document) {
                 document["soak"] =
                     soak_json(record, judgements, neighbours_of(record), notes.driver_cpu_seconds);
             },
         .compact = true,
         .soak = true});
    print_out([&] {
        fmt::print("{}\nresult file: {}\n",
                   soak_table(measured.document.at("pepbench").at("gate").at("soak")),
                   gate.run.output.string());
    });
    return measured.interrupted ? ExitCode::interrupted : ExitCode::done;
}

}  // namespace pepbench
