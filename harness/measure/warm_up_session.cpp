#include "measure/warm_up_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "judge/answer_book.h"
#include "measure/interrupt.h"
#include "measure/process_run.h"
#include "measure/session_end.h"
#include "measure/visits.h"
#include "record/printable.h"

namespace pepbench {
namespace {

struct WarmUpCell {
    double wall_seconds = 0;
    int process_runs = 0;
    std::string stopped_by;  ///< empty while it goes on
};

class WarmUpSession {
  public:
    WarmUpSession(const Settings& settings, const WarmUpPlan& plan, const std::filesystem::path& scratch,
                  const UrlPage* page, Recorder& recorder, Progress& progress)
        : settings_(settings),
          plan_(plan),
          visits_(settings, scratch, page),
          recorder_(recorder),
          progress_(progress),
          start_(recorder.now()) {}

    SessionResult measure() {
        for (int pass = 0; pass < plan_.process_runs && !result_.interrupted; ++pass) {
            for (const CellGroup& group : drawn_order(settings_.selection, settings_.seed, pass)) {
                const Cell cell{group.workload, group.mode, group.workers.front(), group.configuration};
                WarmUpCell& state = cells_[cell];
                if (!result_.interrupted && state.stopped_by.empty()) {
                    visit(cell, state, pass);
                }
            }
        }
        result_.measuring_seconds = elapsed();
        return ended_session(std::move(result_), cells_, "samples", settings_.selection, answers_);
    }

  private:
    [[nodiscard]] double elapsed() const { return recorder_.now() - start_; }

    void visit(const Cell& cell, WarmUpCell& state, int pass) {
        const double before = elapsed();
        if (plan_.budgeted && pass > 0 &&
            before + state.wall_seconds / state.process_runs > settings_.budget_seconds) {
            state.stopped_by = "budget";
            return;
        }
        progress_.show(pass / static_cast<double>(plan_.process_runs), seconds_left(),
                       fmt::format("pass {} of {}: the first {} calls of {} in {}", pass + 1,
                                   plan_.process_runs, plan_.calls, cell.workload, cell.configuration));
        CellVisit visit = visits_.sound(cell, plan_.calls, false);
        visit.request.minimum_sample_seconds = 0;  // each call by itself, however short
        ProcessRunRow row{.process_run = next_process_run_++,
                          .pass = pass,
                          .configuration = cell.configuration,
                          .workload = cell.workload,
                          .mode = cell.mode};
        row.hash_seed = hash_seed(settings_.seed, row.process_run);
        const VisitOutcome outcome =
            measure_process_run(settings_.configurations.at(cell.configuration), row, {visit},
                                settings_.timeout_seconds, answers_, recorder_)
                .front();
        state.wall_seconds += elapsed() - before;
        ++state.process_runs;
        note(outcome, state);
    }

    void note(const VisitOutcome& outcome, WarmUpCell& state) {
        result_.timed_seconds += outcome.timed_seconds;
        if (outcome.kind == VisitOutcome::Kind::failed) {
            state.stopped_by = "failed";
            progress_.say(
                fmt::format("failed: {}: {}", outcome.cell.name(), printable(recorder_.last_failure())));
        } else if (outcome.kind == VisitOutcome::Kind::unsupported) {
            state.stopped_by = "unsupported";
        }
        result_.interrupted = outcome.kind == VisitOutcome::Kind::interrupted || interrupts() > 0;
    }

    /// Negative before the first pass is over.
    [[nodiscard]] double seconds_left() const {
        double seconds = 0;
        for (const auto& [cell, state] : cells_) {
            if (!state.stopped_by.empty()) {
                continue;
            }
            if (state.process_runs == 0) {
                return -1;
            }
            seconds += state.wall_seconds / state.process_runs * (plan_.process_runs - state.process_runs);
        }
        return plan_.budgeted ? std::min(seconds, settings_.budget_seconds - elapsed()) : seconds;
    }

    const Settings& settings_;
    const WarmUpPlan& plan_;
    VisitMaker visits_;
    Recorder& recorder_;
    Progress& progress_;
    double start_;
    AnswerBook answers_;
    std::map<Cell, WarmUpCell> cells_;
    SessionResult result_;
    int next_process_run_ = 0;
};

}  // namespace

SessionResult measure_warm_up(const Settings& settings, const WarmUpPlan& plan,
                              const std::filesystem::path& scratch, const UrlPage* page, Recorder& recorder,
                              Progress& progress) {
    return WarmUpSession(settings, plan, scratch, page, recorder, progress).measure();
}

}  // namespace pepbench
