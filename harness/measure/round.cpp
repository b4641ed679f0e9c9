#include "measure/round.h"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "measure/round_side.h"
#include "measure/withheld_since.h"

namespace pepbench {
namespace {

/// Keeps this process off the core that is measured on while it lives. Runners inherit what holds when they
/// are started, so that is to be before.
class OffCore {
  public:
    OffCore(const std::vector<int>& cores, std::optional<int> measured) {
        if (!measured || cores.size() < 2) {
            return;
        }
        CPU_ZERO(&before_);
        cpu_set_t others;
        CPU_ZERO(&others);
        for (const int core : cores) {
            if (core != *measured) {
                CPU_SET(static_cast<std::size_t>(core), &others);
            }
        }
        moved_ = ::sched_getaffinity(0, sizeof before_, &before_) == 0 &&
                 ::sched_setaffinity(0, sizeof others, &others) == 0;
    }
    ~OffCore() {
        if (moved_) {
            ::sched_setaffinity(0, sizeof before_, &before_);
        }
    }
    OffCore(const OffCore&) = delete;
    OffCore& operator=(const OffCore&) = delete;

  private:
    cpu_set_t before_{};
    bool moved_ = false;
};

/// To so many parts of one.
double rounded(double value, double parts) { return std::round(value * parts) / parts; }

void require_supported(const RoundSide& base, const RoundSide& head) {
    if (!base.unsupported.empty() && !head.unsupported.empty()) {
        throw CellSettled(Verdict::failed, "neither side can do it: " + head.unsupported);
    }
    if (!base.unsupported.empty()) {
        throw CellSettled(Verdict::added, "the base cannot do it: " + base.unsupported);
    }
    if (!head.unsupported.empty()) {
        throw CellSettled(Verdict::missing, "the head cannot do it: " + head.unsupported);
    }
}

/// ABBA or BAAB, as long as both sides work.
void run_quad(char kind, RoundSide& base, RoundSide& head) {
    RoundSide& outer = kind == 'A' ? base : head;
    RoundSide& inner = kind == 'A' ? head : base;
    for (RoundSide* const side : {&outer, &inner, &inner, &outer}) {
        if (base.works() && head.works()) {
            side->run();
        }
    }
}

}  // namespace

class StartedRound {
  public:
    StartedRound(RoundPlan what, AnswerBook& answers)
        : plan(std::move(what)),
          base(kBase, plan.request.base, plan.request.base_request, plan.request, answers),
          head(kHead, plan.request.head, plan.request.head_request, plan.request, answers) {}

    void start(const std::vector<int>& cores, int number) {
        for (RoundSide* const side : in_order()) {
            side->start(plan.draw, cores, number);
        }
    }

    /// The sides, the one that is started first in front.
    [[nodiscard]] std::array<RoundSide*, 2> in_order() {
        return plan.draw.head_starts_first ? std::array{&head, &base} : std::array{&base, &head};
    }

    [[nodiscard]] bool is(const RoundPlan& other) const {
        return plan.cell == other.cell && plan.round == other.round;
    }

    [[nodiscard]] double process_cpu_seconds() const {
        return base.process_cpu_seconds() + head.process_cpu_seconds();
    }

    RoundPlan plan;
    RoundSide base;
    RoundSide head;
    std::optional<int> core;  ///< that it was started on, where that was ahead of its time
};

Rounds::Rounds(std::vector<int> cores, bool keep_awake, AnswerBook& answers)
    : cores_(std::move(cores)), answers_(answers) {
    if (keep_awake) {
        awake_.emplace(cores_.cores());
    }
}

Rounds::~Rounds() = default;

std::map<int, double> Rounds::seconds_awake() const {
    return awake_ ? awake_->cpu_seconds() : std::map<int, double>();
}

double Rounds::awake_cpu_seconds() const {
    double sum = 0;
    for (const auto& [core, seconds] : seconds_awake()) {
        sum += seconds;
    }
    return sum;
}

std::unique_ptr<StartedRound> Rounds::take_started(const RoundPlan& plan) {
    std::unique_ptr<StartedRound> ahead = std::move(ahead_);
    if (!ahead || !ahead->is(plan)) {
        return nullptr;
    }
    ahead->plan.draw.quads = plan.draw.quads;
    return ahead;
}

std::unique_ptr<StartedRound> Rounds::start(RoundPlan plan, const std::vector<int>& cores) {
    static int number = 0;  // of any gate of this process: no two have the same scratch folders
    auto round = std::make_unique<StartedRound>(std::move(plan), answers_);
    round->start(cores, ++number);
    return round;
}

void Rounds::start_ahead(RoundPlan next, int measured_core) {
    const std::optional<int> core = cores_.choose_other(measured_core, next.draw.core_word);
    // What a set-up makes for all cores, it is not to make for one.
    if (core && ahead_allowed_ && next.request.single_threaded) {
        ahead_ = start(std::move(next), {*core});
        ahead_->core = core;
    }
}

void Rounds::end_orphans() {
    if (has_orphans()) {
        ahead_.reset();
        ahead_allowed_ = false;  // it will be so in the next round, too
    }
}

RoundRow Rounds::measure(RoundPlan plan, std::optional<RoundPlan> next) {
    using Clock = std::chrono::steady_clock;
    const Disturbances before = read_disturbances();
    std::unique_ptr<StartedRound> round = take_started(plan);
    const Clock::time_point start_time = Clock::now();
    RoundRow row{.cell = plan.cell,
                 .round = plan.round,
                 .head_started_first = plan.draw.head_starts_first,
                 .quads = plan.draw.quads,
                 .padding_bytes = plan.draw.padding_bytes,
                 .hash_seed = plan.draw.hash_seed,
                 .kept_awake = !seconds_awake().empty(),
                 .started_ahead = round != nullptr};
    std::vector<int> cores = cores_.cores();
    if (plan.request.single_threaded && !cores.empty()) {
        row.core = cores_.choose(plan.draw.core_word, round ? round->core : std::nullopt);
        row.foreign_load = rounded(cores_.foreign_load(*row.core), 1e3);
        cores = {*row.core};
    }
    if (!round) {
        round = start(std::move(plan), cores);
    }
    const OffCore elsewhere(cores_.cores(), row.core);
    for (RoundSide* const side : round->in_order()) {
        side->await_open();
    }
    require_supported(round->base, round->head);
    for (RoundSide* const side : round->in_order()) {
        side->pin(cores);
        side->warm_up();
    }
    if (next && row.core) {
        start_ahead(std::move(*next), *row.core);
    }
    measure_quads(*round, row.core);
    for (RoundSide* const side : round->in_order()) {
        side->close();
    }
    end_orphans();
    row.withheld = withheld_since(before);
    row.stopped = round->base.stopped || round->head.stopped;
    row.base = round->base.nanoseconds;
    row.head = round->head.nanoseconds;
    row.base_failure = round->base.failure;
    row.head_failure = round->head.failure;
    row.seconds = rounded(std::chrono::duration<double>(Clock::now() - start_time).count(), 1e6);
    return row;
}

void Rounds::measure_quads(StartedRound& round, std::optional<int> core) {
    const auto before = read_core_times();
    const std::map<int, double> own_before = own_cpu_seconds(round, core);
    for (const char quad : round.plan.draw.quads) {
        run_quad(quad, round.base, round.head);
    }
    std::map<int, double> own_seconds = own_cpu_seconds(round, core);
    for (const auto& [number, seconds] : own_before) {  // a process that has ended tells no time any more
        own_seconds[number] = std::max(0.0, own_seconds[number] - seconds);
    }
    if (core) {  // a round that has all cores uses each of them itself, nobody knows how much
        cores_.observe(before, read_core_times(), own_seconds);
    }
}

std::map<int, double> Rounds::own_cpu_seconds(const StartedRound& round, std::optional<int> core) const {
    std::map<int, double> seconds = seconds_awake();
    if (core) {
        seconds[*core] += round.base.cpu_seconds + round.head.cpu_seconds;
    }
    if (ahead_) {
        seconds[*ahead_->core] += ahead_->process_cpu_seconds();
    }
    return seconds;
}

}  // namespace pepbench
