#include "measure/gate_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "error.h"
#include "judge/gate_forecast.h"
#include "judge/gate_verdict.h"
#include "judge/round_statistic.h"
#include "measure/calibration.h"
#include "measure/gate_cell_state.h"
#include "measure/gate_control.h"
#include "measure/interrupt.h"
#include "measure/round.h"
#include "plan/sweeps.h"
#include "record/printable.h"

namespace pepbench {
namespace {

constexpr int kRoundsToKnowNoise = 5;
constexpr std::size_t kLongestDoubt = 500;

class GateSession {
  public:
    GateSession(const GatePlan& plan, GateRecord& record, const GateFeed& feed, GateView& view)
        : plan_(plan),
          record_(record),
          feed_(feed),
          view_(view),
          rounds_(plan.cores, plan.keep_awake, answers_),
          before_(record.rounds.empty() ? 0
                                        : record.rounds.back().start_seconds + record.rounds.back().seconds) {
    }

    GateResult measure() {
        try {
            calibrate();
            replay();
            forecast();
            visit_all();
        } catch (const Interrupted&) {
            interrupted_ = true;
        }
        give_reasons();
        return {interrupted_, elapsed(), rounds_.awake_cpu_seconds()};
    }

  private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] double elapsed() const {
        return std::chrono::duration<double>(Clock::now() - start_).count();
    }

    /// Settles the cells that are not in the record yet: whether both sides have it and agree about it, and
    /// how often it is to be repeated to be long enough.
    void calibrate() {
        for (std::size_t index = record_.cells.size(); index < plan_.cells.size(); ++index) {
            take_in(calibrate_cell(plan_, plan_.cells[index], index, rounds_));
        }
        if (plan_.with_control && !has_control()) {
            calibrate_control();
        }
    }

    [[nodiscard]] bool has_control() const {
        return std::any_of(record_.cells.begin(), record_.cells.end(),
                           [](const GateCellRow& row) { return row.cell.control; });
    }

    /// Takes the first whose base works on both sides, or the last if none does.
    void calibrate_control() {
        const std::vector<GatedCell> controls = controls_for(plan_.cells, record_.cells);
        for (std::size_t control = 0; control < controls.size(); ++control) {
            const Calibration calibration =
                calibrate_cell(plan_, controls[control], record_.cells.size(), rounds_);
            if (!calibration.row.settled || control + 1 == controls.size()) {
                take_in(calibration);
                return;
            }
        }
    }

    void take_in(const Calibration& calibration) {
        first_round_seconds_[record_.cells.size()] = calibration.round_seconds;
        record_.cells.push_back(calibration.row);
        feed_.cell(record_.cells.size() - 1, calibration.row);
        if (calibration.row.settled) {
            view_.say(said_of(calibration.row, judge_cell(calibration.row, {})));
        }
    }

    /// Takes in the rounds that the record holds already.
    void replay() {
        for (std::size_t index = 0; index < record_.cells.size(); ++index) {
            const GateCellRow& row = record_.cells[index];
            cells_.emplace_back(row.cell.rule);
            cells_.back().open = !row.settled && index >= plan_.over;
            cells_.back().round_seconds = first_round_seconds_[index];
            cells_.back().quads = cells_.back().fewest_quads = quads_of(row);
            if (cells_.back().open) {
                cells_.back().rounds_needed = expected_rounds_to_pass(row.cell.rule, kUsualNoise);
            }
        }
        for (const RoundRow& round : record_.rounds) {
            if (round.cell >= plan_.over) {
                take_in(round);
            }
        }
        for (std::size_t index = 0; index < cells_.size(); ++index) {
            stop_if_spent(index);
        }
    }

    void take_in(const RoundRow& round) {
        cells_.at(round.cell).take_in(round, record_.cells[round.cell].cell.rule, plan_.to_the_limits);
    }

    [[nodiscard]] bool any_open() const {
        return std::any_of(cells_.begin(), cells_.end(), [](const auto& cell) { return cell.open; });
    }

    [[nodiscard]] std::vector<CellOutlook> outlooks() const {
        std::vector<CellOutlook> open;
        for (std::size_t index = 0; index < cells_.size(); ++index) {
            const GateCellState& cell = cells_[index];
            if (cell.open) {
                const GatedCell& gated = record_.cells[index].cell;
                open.push_back({gated.name(), gated.rule, cell.rounds_needed, cell.rounds, cell.seconds,
                                cell.round_seconds});
            }
        }
        return open;
    }

    void forecast() const {
        if (!any_open() || plan_.to_the_limits) {
            return;
        }
        const std::vector<CellOutlook> outlook = outlooks();
        const double least = least_seconds(outlook);
        if (plan_.budget_seconds && least > *plan_.budget_seconds - elapsed() && record_.rounds.empty()) {
            throw Error(fmt::format(
                "--budget {:g} is too small: the {} rounds without which no cell can pass, or be called "
                "regressed, take about {:.0f} s",
                *plan_.budget_seconds, record_.cells.front().cell.rule.least_rounds(),
                std::ceil(least + elapsed())));
        }
        std::vector<GatedCell> open;
        for (std::size_t index = 0; index < cells_.size(); ++index) {
            if (cells_[index].open) {
                open.push_back(record_.cells[index].cell);
            }
        }
        view_.say(fmt::format("{}: about {} if all pass", what_is_to_be_judged(open),
                              clock_text(expected_seconds(outlook))));
        for (const std::string& doubt : doubts(outlook)) {
            view_.say(printable(doubt, kLongestDoubt));
        }
    }

    void visit_all() {
        const auto open = [&](std::size_t index) { return cells_[index].open; };
        Sweeps sweeps(plan_.seed, most_rounds(), cells_.size());
        for (auto index = sweeps.next(open); index && !stopped_; index = sweeps.next(open)) {
            Sweeps ahead = sweeps;
            visit(*index, ahead.next(open));
        }
    }

    /// Of any cell: a gate that is continued numbers its sweeps on.
    [[nodiscard]] int most_rounds() const {
        int most = 0;
        for (const GateCellState& cell : cells_) {
            most = std::max(most, cell.rounds);
        }
        return most;
    }

    [[nodiscard]] RoundPlan round_of(std::size_t index, int round) const {
        return {.cell = index,
                .round = round,
                .request = round_request(plan_, record_.cells[index]),
                .draw = draw_round(plan_.seed, index, round, cells_[index].quads)};
    }

    /// The round after the next of cell `index`, if `next` is the cell that is visited then.
    [[nodiscard]] std::optional<RoundPlan> round_after(std::size_t index,
                                                       std::optional<std::size_t> next) const {
        if (!plan_.start_ahead || !next) {
            return std::nullopt;
        }
        return round_of(*next, cells_[*next].rounds + (*next == index ? 1 : 0));
    }

    /// `next` is the cell to be visited then, should this one stay open.
    void visit(std::size_t index, std::optional<std::size_t> next) {
        GateCellState& state = cells_[index];
        GateCellRow& row = record_.cells[index];
        if (plan_.budget_seconds && elapsed() + state.round_seconds > *plan_.budget_seconds) {
            stopped_ = "the budget was spent";
            return;
        }
        try {
            const double start = elapsed();
            RoundRow round = rounds_.measure(round_of(index, state.rounds), round_after(index, next));
            round.start_seconds = std::round((before_ + start) * 1e6) / 1e6;
            feed_.round(round);
            record_.rounds.push_back(round);
            take_in(round);
        } catch (const CellSettled& settled) {
            // A side that could do the cell before and cannot now is none that never had it.
            const bool could = state.rounds > 0 && lacks_a_side(settled.verdict());
            row.settled = could ? Verdict::failed : settled.verdict();
            row.reason = settled.what();
            state.open = false;
            feed_.cell(index, row);
        }
        if (interrupts() > 0) {
            throw Interrupted();
        }
        stop_if_spent(index);
        say_how_it_stands(index);
    }

    void stop_if_spent(std::size_t index) {
        GateCellState& state = cells_[index];
        GateCellRow& row = record_.cells[index];
        const GateRule& rule = row.cell.rule;
        if (state.open && state.rounds >= rule.max_rounds) {
            row.reason = fmt::format("{} rounds were not enough (--max-rounds)", state.rounds);
            state.open = false;
        } else if (state.open && state.seconds >= rule.max_seconds) {
            row.reason = fmt::format("{:.0f} s were not enough (--max-seconds)", state.seconds);
            state.open = false;
        }
    }

    void say_how_it_stands(std::size_t index) {
        const GateCellState& state = cells_[index];
        const GateCellRow& row = record_.cells[index];
        warn_of_noise();
        if (!state.open) {
            const Judgement judgement = judge_cell(row, rounds_of(index));
            if (judgement.verdict != Verdict::pass && !row.cell.control) {
                view_.say(said_of(row, judgement));
            }
        }
        view_.show(progress(), decided(), expected_seconds(outlooks()));
    }

    /// The control, which is hidden, does not count.
    [[nodiscard]] int decided() const {
        int decided = 0;
        for (std::size_t index = 0; index < cells_.size(); ++index) {
            decided += cells_[index].open || record_.cells[index].cell.control ? 0 : 1;
        }
        return decided;
    }

    static std::string said_of(const GateCellRow& row, const Judgement& judgement) {
        return fmt::format("{}: {}{}{}", name_of(judgement.verdict), printable(row.cell.name()),
                           judgement.ratio ? fmt::format(", ratio {:.3f}", *judgement.ratio) : "",
                           judgement.reason.empty() ? "" : ": " + printable(judgement.reason));
    }

    /// Says once, as soon as all cells have had so many rounds as that takes, of which no verdict is to be
    /// expected.
    void warn_of_noise() {
        if (warned_of_noise_ || plan_.to_the_limits) {
            return;
        }
        std::vector<CellNoise> noises;
        for (std::size_t index = 0; index < cells_.size(); ++index) {
            const auto& state = cells_[index];
            const GatedCell& cell = record_.cells[index].cell;
            if (!state.open || cell.control) {
                continue;
            }
            if (state.rounds < kRoundsToKnowNoise) {
                return;
            }
            if (!state.log_ratios.empty()) {
                noises.push_back({cell.name(), cell.rule, noise_of(state.log_ratios)});
            }
        }
        warned_of_noise_ = true;
        for (const std::string& doubt : measured_doubts(noises)) {
            view_.say(printable(doubt, kLongestDoubt));
        }
    }

    [[nodiscard]] std::vector<RoundRow> rounds_of(std::size_t index) const {
        std::vector<RoundRow> rounds;
        std::copy_if(record_.rounds.begin(), record_.rounds.end(), std::back_inserter(rounds),
                     [&](const RoundRow& round) { return round.cell == index; });
        return rounds;
    }

    [[nodiscard]] std::vector<CellProgress> progress() const {
        std::vector<CellProgress> open;
        for (std::size_t index = 0; index < cells_.size(); ++index) {
            const GateCellState& state = cells_[index];
            const GatedCell& cell = record_.cells[index].cell;
            if (state.open && !cell.control) {
                open.push_back({cell.name(), state.rounds,
                                state.log_ratios.empty() ? std::nullopt
                                                         : std::optional(std::exp(median(state.log_ratios))),
                                state.wealth.log_pass_wealth() / cell.rule.pass_bar(),
                                state.wealth.log_flag_wealth() / cell.rule.flag_bar()});
            }
        }
        return open;
    }

    /// Why cells that are still open are.
    void give_reasons() {
        for (std::size_t index = 0; index < cells_.size(); ++index) {
            if (cells_[index].open) {
                record_.cells[index].reason = interrupted_ ? "it was interrupted" : stopped_.value_or("");
            }
        }
    }

    const GatePlan& plan_;
    GateRecord& record_;
    const GateFeed& feed_;
    GateView& view_;
    AnswerBook answers_;
    Rounds rounds_;
    double before_;  ///< seconds of measuring before this session, where a gate is continued
    Clock::time_point start_ = Clock::now();
    std::map<std::size_t, double> first_round_seconds_;
    std::vector<GateCellState> cells_;
    std::optional<std::string> stopped_;
    bool warned_of_noise_ = false;
    bool interrupted_ = false;
};

}  // namespace

GateResult measure_gate(const GatePlan& plan, GateRecord& record, const GateFeed& feed, GateView& view) {
    return GateSession(plan, record, feed, view).measure();
}

}  // namespace pepbench
