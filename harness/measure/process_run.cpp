#include "measure/process_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "environment/load.h"
#include "error.h"
#include "judge/mode_proof.h"
#include "measure/interrupt.h"
#include "measure/withheld_since.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// It cannot have started before its process, whatever the runner says that it took.
SampleRow row_of(const SampleMessage& message, const Cell& cell, const ProcessRunRow& process_run, double now,
                 bool disturbed) {
    const double seconds = message.seconds * static_cast<double>(message.iterations);
    return {.cell = cell,
            .process_run = process_run.process_run,
            .sample = message.index,
            .iterations = message.iterations,
            .seconds = as_written(message.seconds),
            .cpu_seconds = as_written(message.cpu_seconds),
            .started_seconds = std::max(process_run.start_seconds, now - seconds),
            .answers = message.answers,
            .peak_rss_bytes = message.peak_rss_bytes,
            .children_peak_rss_bytes = message.children_peak_rss_bytes,
            .voluntary_context_switches = message.voluntary_context_switches,
            .involuntary_context_switches = message.involuntary_context_switches,
            .stopped = message.stopped,
            .disturbed = disturbed};
}

class ProcessRun {
  public:
    ProcessRun(const Configuration& configuration, ProcessRunRow row, double timeout, AnswerBook& answers,
               Recorder& recorder)
        : configuration_(configuration),
          row_(std::move(row)),
          timeout_(timeout),
          answers_(answers),
          recorder_(recorder) {
        row_.start_seconds = recorder_.now();
        recorder_.start(row_);
    }

    std::vector<VisitOutcome> measure(const std::vector<CellVisit>& visits) {
        std::vector<VisitOutcome> outcomes;
        for (const CellVisit& visit : visits) {
            outcomes.push_back({.cell = visit.cell});
        }
        bool going_on = false;
        try {
            runner_.emplace(configuration_, row_.hash_seed, timeout_);
            runner_->await_hello();
            going_on = true;
            row_.startup_seconds = runner_->startup_seconds();
            row_.idle_memory = runner_->idle_memory();
        } catch (const Interrupted&) {
            outcomes.front().kind = VisitOutcome::Kind::interrupted;
        } catch (const std::runtime_error& error) {
            fail(outcomes.front(), error.what());
        }
        for (std::size_t index = 0; index < visits.size() && going_on && interrupts() == 0; ++index) {
            going_on = visit(visits[index], outcomes[index]);
        }
        if (going_on) {
            finish(outcomes.back());
        }
        row_.end_seconds = recorder_.now();
        row_.withheld = withheld_since(before_);
        recorder_.process_run(row_);
        return outcomes;
    }

  private:
    /// Measures one cell. Returns whether the runner can measure another.
    bool visit(const CellVisit& visit, VisitOutcome& outcome) {
        try {
            const DoneMessage done = runner_->measure(
                visit.request,
                [&](const json& parameters, const json& expected) { ready(outcome, parameters, expected); },
                [&](const SampleMessage& message) { sample(outcome, message); });
            row_.memory = done.memory;
            row_.children_peak_rss_bytes = done.children_peak_rss_bytes;
            std::string difference = differs_from_asked(
                configuration_, runner_->hello().value("facts", json::object()), done.facts);
            if (const std::string wrong = misshapen(done.facts); wrong.empty()) {
                row_.facts = done.facts;
            } else if (difference.empty()) {
                difference = wrong;
            }
            if (!difference.empty()) {
                recorder_.withdraw(row_.process_run, outcome.cell);
                throw CellFailed(fmt::format("the runner is not what it was started as: {}", difference));
            }
            outcome.kind = VisitOutcome::Kind::measured;
            return true;
        } catch (const Interrupted&) {
            outcome.kind = VisitOutcome::Kind::interrupted;
            return false;
        } catch (const CellUnsupported& unsupported) {
            outcome.kind = VisitOutcome::Kind::unsupported;
            if (outcome.sample_seconds > 0) {  // a cell has samples or a reason, never both
                recorder_.withdraw(row_.process_run, outcome.cell);
            }
            recorder_.unavailable({outcome.cell, unsupported.what()});
            return true;
        } catch (const CellFailed& failure) {
            fail(outcome, failure.what());
            return true;
        } catch (const RunnerLost& lost) {
            fail(outcome, lost.what());
            return false;
        }
    }

    void ready(VisitOutcome& outcome, const json& parameters, const json& expected) {
        if (const std::string wrong = answers_.expect(outcome.cell, expected); !wrong.empty()) {
            throw RunnerLost(wrong);
        }
        if (parameters.is_object()) {
            recorder_.parameters(outcome.cell.workload, parameters);
        }
        disturbed_since_last_look(recorder_.now());
    }

    /// Whether the machine withheld time, to be asked after each sample.
    bool disturbed_since_last_look(double now) {
        const Disturbances counts = read_disturbances();
        const bool disturbed = is_disturbed(withheld_between(last_look_, counts), now - last_look_seconds_);
        last_look_ = counts;
        last_look_seconds_ = now;
        return disturbed;
    }

    void sample(VisitOutcome& outcome, const SampleMessage& message) {
        const double now = recorder_.now();
        SampleRow row = row_of(message, outcome.cell, row_, now, disturbed_since_last_look(now));
        if (row_.first_sample_seconds == 0) {
            row_.first_sample_seconds = row.started_seconds - row_.start_seconds;
        }
        outcome.timed_seconds += message.seconds * static_cast<double>(message.iterations);
        if (message.warmup) {  // some have one worker only
            row.cell.workers = std::clamp(static_cast<int>(message.answers.size()), 1, row.cell.workers);
        }
        if (const std::string wrong = answers_.check(row.cell, message.answers); !wrong.empty()) {
            throw RunnerLost(wrong);  // a runner that let this through cannot be trusted with the next cell
        }
        if (message.warmup) {
            recorder_.warmup(row);
            return;
        }
        outcome.sample_seconds = message.seconds * static_cast<double>(message.iterations);
        outcome.counted_seconds += outcome.sample_seconds;
        recorder_.sample(row);
    }

    void finish(VisitOutcome& last) {
        try {
            runner_->finish();
        } catch (const Interrupted&) {
            return;  // what was measured stays measured
        } catch (const std::runtime_error& error) {
            if (last.kind != VisitOutcome::Kind::failed) {
                fail(last, error.what());
            }
        }
    }

    void fail(VisitOutcome& outcome, const std::string& reason) {
        outcome.kind = VisitOutcome::Kind::failed;
        recorder_.failure(
            {outcome.cell, row_.process_run, reason, runner_ ? runner_->stderr_tail() : std::string()});
    }

    const Configuration& configuration_;
    ProcessRunRow row_;
    double timeout_;
    Disturbances before_ = read_disturbances();
    Disturbances last_look_ = before_;
    double last_look_seconds_ = 0;
    AnswerBook& answers_;
    Recorder& recorder_;
    std::optional<Runner> runner_;
};

}  // namespace

std::vector<VisitOutcome> measure_process_run(const Configuration& configuration, ProcessRunRow row,
                                              const std::vector<CellVisit>& visits, double timeout,
                                              AnswerBook& answers, Recorder& recorder) {
    return ProcessRun(configuration, std::move(row), timeout, answers, recorder).measure(visits);
}

}  // namespace pepbench
