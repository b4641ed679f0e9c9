#include "measure/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "environment/yardstick.h"
#include "judge/precision.h"
#include "measure/interrupt.h"
#include "measure/process_run.h"
#include "measure/session_end.h"
#include "measure/session_state.h"
#include "measure/visits.h"
#include "record/printable.h"
#include "record/unfinished.h"
#include "stats/median.h"

using nlohmann::json;

namespace pepbench {
namespace {

class Session {
  public:
    Session(const Settings& settings, const std::filesystem::path& scratch, const UrlPage* page,
            Recorder& recorder, Progress& progress)
        : settings_(settings),
          visits_(settings, scratch, page),
          recorder_(recorder),
          progress_(progress),
          start_(recorder.now() - seconds_used(recorder.record())),
          state_(state_of(recorder.record())) {
        result_.timed_seconds = state_.timed_seconds;
    }

    SessionResult measure() {
        leave_out_unsupported();
        if (settings_.profile == Profile::pep371) {
            measure_as_the_original();
        } else {
            measure_in_passes();
        }
        read_yardstick_if(!result_.interrupted);
        result_.measuring_seconds = elapsed();
        return ended_session(std::move(result_), cells_, settings_.samples ? "samples" : "budget",
                             settings_.selection, state_.answers);
    }

  private:
    [[nodiscard]] double elapsed() const { return recorder_.now() - start_; }

    /// Cells of modes that the runner has tried already, so that none is started to hear the same again.
    void leave_out_unsupported() {
        for (const CellGroup& group : groups_of(settings_.selection)) {
            const auto reason = settings_.unsupported.find({group.configuration, group.mode.label()});
            if (reason == settings_.unsupported.end()) {
                continue;
            }
            for (const int workers : group.workers) {
                const Cell cell{group.workload, group.mode, workers, group.configuration};
                if (cells_[cell].stopped_by.empty()) {
                    cells_[cell].stopped_by = "unsupported";
                    recorder_.unavailable({cell, reason->second});
                }
            }
        }
    }

    void measure_as_the_original() {
        const auto runs = settings_.selection.workloads.size() * settings_.selection.configurations.size();
        std::size_t done = 0;
        for (const std::string& workload : settings_.selection.workloads) {
            for (const std::string& configuration : settings_.selection.configurations) {
                progress_.say(fmt::format("{}/{}: {} in {}, {} repetitions of each cell in one process",
                                          ++done, runs, workload, configuration, repetitions(settings_)));
                std::vector<CellVisit> visits;
                for (const Cell& cell : pep371_order(settings_.selection, workload, configuration)) {
                    const int missing = repetitions(settings_) - state_.had_in(0, cell);
                    if (cells_[cell].stopped_by.empty() && missing > 0) {
                        visits.push_back(visits_.pep371(cell, missing));
                    }
                }
                run(visits, 0);
                if (result_.interrupted) {
                    return;
                }
            }
        }
    }

    void measure_in_passes() {
        const int passes =
            settings_.samples ? std::min(*settings_.samples, kEnoughProcessRuns) : kMostProcessRuns;
        stop_precise_cells();
        for (int pass = state_.pass; pass < passes && !result_.interrupted; ++pass) {
            const double slice = slice_of(pass);
            bool measured = pass == state_.pass && state_.next_process_run > 0;  // before it was cut off
            for (const CellGroup& group : drawn_order(settings_.selection, settings_.seed, pass)) {
                const std::vector<CellVisit> visits = visits_of(group, pass, slice);
                if (visits.empty() || (pass > 0 && !settings_.samples && !affordable(group))) {
                    continue;
                }
                show_progress(group, pass);
                run(visits, pass);
                measured = true;
                if (result_.interrupted) {
                    return;
                }
            }
            if (!measured) {
                return;
            }
            stop_precise_cells();
        }
    }

    /// Seconds of samples that a cell may take in a process run of this pass, where their number is not
    /// fixed. The first pass, which finds out what things cost, takes one sample of each cell.
    [[nodiscard]] double slice_of(int pass) const {
        if (settings_.samples || pass == 0) {
            return 0;
        }
        std::vector<CellCost> costs;
        double overhead = 0;
        for (const auto& [cell, state] : cells_) {
            if (state.stopped_by.empty()) {
                costs.push_back({state.sample_seconds, slowest_sample(cell)});
            }
        }
        for (const auto& [key, cost] : groups_) {
            overhead += cost.overhead_seconds / cost.runs;
        }
        const int passes_left = std::max(1, kEnoughProcessRuns - pass);
        return slice_for(costs, overhead, (settings_.budget_seconds - elapsed()) / passes_left,
                         kMostSamplesPerVisit);
    }

    [[nodiscard]] std::vector<CellVisit> visits_of(const CellGroup& group, int pass, double slice) {
        std::vector<CellVisit> visits;
        for (const int workers : group.workers) {
            const Cell cell{group.workload, group.mode, workers, group.configuration};
            const int missing = missing_in(pass, slice, cell);
            if (cells_[cell].stopped_by.empty() && missing > 0) {
                visits.push_back(visits_.sound(cell, missing, visits.empty()));
            }
        }
        return visits;
    }

    /// Samples of a cell that a pass lacks. One that was cut off and had any of the cell has enough of it,
    /// unless their number is fixed.
    [[nodiscard]] int missing_in(int pass, double slice, const Cell& cell) const {
        const int had = state_.had_in(pass, cell);
        return had > 0 && !settings_.samples ? 0 : samples_in(pass, slice, cell) - had;
    }

    /// Samples of a cell in a pass: `--samples` spread evenly over the process runs, else as many as the
    /// slice allows the configuration that is slowest at this cell. All configurations take as many: code
    /// gets warmer with each sample, and who took more would be compared at warmer ones.
    [[nodiscard]] int samples_in(int pass, double slice, const Cell& cell) const {
        if (settings_.samples) {
            const int passes = std::min(*settings_.samples, kEnoughProcessRuns);
            return *settings_.samples / passes + (pass < *settings_.samples % passes ? 1 : 0);
        }
        return samples_within(slice, slowest_sample(cell), kMostSamplesPerVisit);
    }

    [[nodiscard]] double slowest_sample(Cell cell) const {
        double slowest = 0;
        for (const std::string& configuration : settings_.selection.configurations) {
            cell.configuration = configuration;
            if (const auto state = cells_.find(cell); state != cells_.end()) {
                slowest = std::max(slowest, state->second.sample_seconds);
            }
        }
        return slowest;
    }

    [[nodiscard]] bool affordable(const CellGroup& group) const {
        const auto cost = groups_.find({group.workload, group.mode, group.configuration});
        return cost == groups_.end() ||
               elapsed() + cost->second.wall_seconds / cost->second.runs <= settings_.budget_seconds;
    }

    void run(std::vector<CellVisit> visits, int pass) {
        // A lost runner takes only the cell that it was at: the rest gets a fresh one.
        while (!visits.empty() && !result_.interrupted) {
            read_yardstick_if(recorder_.now() - last_reading_ >= kBetweenReadings);
            const double begun = elapsed();
            const Cell& first = visits.front().cell;
            ProcessRunRow row{.process_run = state_.next_process_run++,
                              .pass = pass,
                              .configuration = first.configuration,
                              .workload = first.workload,
                              .mode = first.mode};
            row.hash_seed = hash_seed(settings_.seed, row.process_run);
            const std::vector<VisitOutcome> outcomes =
                measure_process_run(settings_.configurations.at(first.configuration), row, visits,
                                    settings_.timeout_seconds, state_.answers, recorder_);
            GroupCost& cost = groups_[{first.workload, first.mode, first.configuration}];
            ++cost.runs;
            cost.wall_seconds += elapsed() - begun;
            cost.overhead_seconds += elapsed() - begun;
            std::vector<CellVisit> left;
            for (std::size_t index = 0; index < outcomes.size(); ++index) {
                note(outcomes[index], row.process_run, cost);
                if (outcomes[index].kind == VisitOutcome::Kind::not_reached) {
                    left.push_back(visits[index]);
                }
            }
            visits = left.size() < visits.size() ? left : std::vector<CellVisit>();
        }
    }

    void read_yardstick_if(bool due) {
        if (due) {
            last_reading_ = recorder_.now();
            recorder_.yardstick({last_reading_, read_yardstick()});
        }
    }

    void note(const VisitOutcome& outcome, int process_run, GroupCost& cost) {
        CellState& state = cells_[outcome.cell];
        result_.timed_seconds += outcome.timed_seconds;
        cost.overhead_seconds -= outcome.counted_seconds;
        if (outcome.sample_seconds > 0) {
            state.sample_seconds = outcome.sample_seconds;
        }
        switch (outcome.kind) {
            case VisitOutcome::Kind::measured:
                state.values.push_back(recorder_.value_of(process_run, outcome.cell));
                break;
            case VisitOutcome::Kind::failed:
                state.stopped_by = "failed";
                progress_.say(
                    fmt::format("failed: {}: {}", outcome.cell.name(), printable(recorder_.last_failure())));
                break;
            case VisitOutcome::Kind::unsupported:
                state.stopped_by = "unsupported";
                break;
            case VisitOutcome::Kind::interrupted:
                result_.interrupted = true;
                break;
            case VisitOutcome::Kind::not_reached:
                break;
        }
        result_.interrupted = result_.interrupted || interrupts() > 0;
    }

    void stop_precise_cells() {
        for (auto& [cell, state] : cells_) {
            if (!settings_.samples && state.stopped_by.empty() && is_precise(state.values)) {
                state.stopped_by = kPrecise;
            }
        }
    }

    void show_progress(const CellGroup& group, int pass) {
        const double share = settings_.samples
                                 ? (pass + 0.5) / std::min(*settings_.samples, kEnoughProcessRuns)
                                 : elapsed() / settings_.budget_seconds;
        const double left = settings_.samples ? (pass == 0 ? -1 : elapsed() / share - elapsed())
                                              : settings_.budget_seconds - elapsed();
        const auto open = std::count_if(cells_.begin(), cells_.end(),
                                        [](const auto& item) { return item.second.stopped_by.empty(); });
        progress_.show(share, left,
                       fmt::format("pass {}, {} cells open: {} {} {}", pass + 1, open, group.workload,
                                   group.mode.label(), group.configuration));
    }

    const Settings& settings_;
    VisitMaker visits_;
    Recorder& recorder_;
    Progress& progress_;
    double start_;  ///< on the recorder's clock; before it began where the run had used time already
    double last_reading_ = -kBetweenReadings;  ///< of the yardstick, on the recorder's clock
    SessionState state_;
    std::map<Cell, CellState>& cells_ = state_.cells;
    std::map<GroupKey, GroupCost>& groups_ = state_.groups;
    SessionResult result_;
};

}  // namespace

SessionResult measure_session(const Settings& settings, const std::filesystem::path& scratch,
                              const UrlPage* page, Recorder& recorder, Progress& progress) {
    return Session(settings, scratch, page, recorder, progress).measure();
}

}  // namespace pepbench
