#include "measure/round.h"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "judge/mode_proof.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr const char* kPadding = "PEPBENCH_PADDING";

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

Configuration padded(Configuration configuration, int bytes) {
    configuration.environment[kPadding] = std::string(static_cast<std::size_t>(bytes), '.');
    return configuration;
}

/// One side of a round. What goes wrong in it is its failure; the round goes on to be written down.
class Side {
  public:
    Side(const char* name, const GateSide& side, const MeasureRequest& request, const RoundRequest& round,
         AnswerBook& answers)
        : name_(name), side_(side), request_(request), round_(round), answers_(answers) {}

    void start(const RoundDraw& draw) {
        attempt([&] {
            runner_ = std::make_unique<Runner>(padded(side_.configuration, draw.padding_bytes),
                                               draw.hash_seed, round_.timeout);
        });
    }

    void greet(const std::vector<int>& cores) {
        attempt([&] {
            runner_->await_hello();
            if (!cores.empty()) {  // a system that does not tell which there are
                runner_->pin(cores);
            }
        });
    }

    void open() {
        attempt([&] {
            try {
                const OpenCell opened = runner_->open(request_);
                require_agreement(answers_.expect(round_.answer_cell, opened.expected));
            } catch (const CellUnsupported& reason) {
                failure = unsupported = reason.what();
            }
        });
    }

    void warm_up() {
        for (int run = 0; run < round_.warmups; ++run) {
            attempt([&] { execute(); });
        }
    }

    void run() {
        attempt([&] { nanoseconds.push_back(execute()); });
    }

    /// Proves what ran, and ends it.
    void close() {
        attempt([&] {
            const DoneMessage done = runner_->close();
            const std::string difference = differs_from_asked(
                side_.configuration, runner_->hello().value("facts", json::object()), done.facts);
            if (!difference.empty()) {
                throw CellSettled(Verdict::failed,
                                  fmt::format("the {} is not what it was started as: {}", name_, difference));
            }
        });
        if (runner_) {
            runner_->kill_now();
        }
    }

    [[nodiscard]] bool works() const { return failure.empty(); }

    std::vector<double> nanoseconds;
    double cpu_seconds = 0;
    std::string failure;
    std::string unsupported;  ///< why its interpreter cannot do the cell; empty where it can

  private:
    template <typename Step>
    void attempt(Step step) {
        if (!works()) {
            return;
        }
        try {
            step();
        } catch (const Interrupted&) {
            throw;
        } catch (const std::runtime_error& error) {
            failure = error.what();
        }
    }

    /// Nanoseconds for one execution.
    double execute() {
        const SampleMessage sample = runner_->execute(round_.iterations);
        require_agreement(answers_.check(round_.answer_cell, sample.answers));
        cpu_seconds += sample.cpu_seconds * static_cast<double>(sample.iterations);
        return rounded(sample.seconds * 1e9, 10);
    }

    void require_agreement(const std::string& difference) const {
        if (!difference.empty()) {
            throw CellSettled(Verdict::wrong_answer, fmt::format("the {}: {}", name_, difference));
        }
    }

    const char* name_;
    const GateSide& side_;
    const MeasureRequest& request_;
    const RoundRequest& round_;
    AnswerBook& answers_;
    std::unique_ptr<Runner> runner_;
};

void require_supported(const Side& base, const Side& head) {
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
void run_quad(char kind, Side& base, Side& head) {
    Side& outer = kind == 'A' ? base : head;
    Side& inner = kind == 'A' ? head : base;
    for (Side* const side : {&outer, &inner, &inner, &outer}) {
        if (base.works() && head.works()) {
            side->run();
        }
    }
}

}  // namespace

Rounds::Rounds(std::vector<int> cores, bool keep_awake, AnswerBook& answers)
    : cores_(std::move(cores)), answers_(answers) {
    if (keep_awake) {
        awake_.emplace(cores_.cores());
    }
}

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

RoundRow Rounds::measure(const RoundRequest& request, const RoundDraw& draw) {
    using Clock = std::chrono::steady_clock;
    const Clock::time_point start = Clock::now();
    RoundRow row{.head_started_first = draw.head_starts_first,
                 .quads = draw.quads,
                 .padding_bytes = draw.padding_bytes,
                 .hash_seed = draw.hash_seed,
                 .kept_awake = !seconds_awake().empty()};
    std::vector<int> cores = cores_.cores();
    if (request.single_threaded && !cores.empty()) {
        row.core = cores_.choose(draw.core_word);
        row.foreign_load = rounded(cores_.foreign_load(*row.core), 1e3);
        cores = {*row.core};
    }
    Side base(kBase, request.base, request.base_request, request, answers_);
    Side head(kHead, request.head, request.head_request, request, answers_);
    Side& first = draw.head_starts_first ? head : base;
    Side& second = draw.head_starts_first ? base : head;
    const std::array<Side*, 2> sides = {&first, &second};
    for (Side* const side : sides) {
        side->start(draw);
    }
    const OffCore elsewhere(cores_.cores(), row.core);
    for (Side* const side : sides) {
        side->greet(cores);
    }
    for (Side* const side : sides) {
        side->open();
    }
    require_supported(base, head);
    for (Side* const side : sides) {
        side->warm_up();
    }
    const auto before = read_core_times();
    std::map<int, double> own_seconds = seconds_awake();
    const double warm_up_seconds = base.cpu_seconds + head.cpu_seconds;
    for (const char quad : draw.quads) {
        run_quad(quad, base, head);
    }
    for (const auto& [core, seconds] : seconds_awake()) {
        own_seconds[core] = seconds - own_seconds[core];
    }
    if (row.core) {
        own_seconds[*row.core] += base.cpu_seconds + head.cpu_seconds - warm_up_seconds;
    }
    cores_.observe(before, read_core_times(), own_seconds);
    for (Side* const side : sides) {
        side->close();
    }
    row.base = base.nanoseconds;
    row.head = head.nanoseconds;
    row.base_failure = base.failure;
    row.head_failure = head.failure;
    row.seconds = rounded(std::chrono::duration<double>(Clock::now() - start).count(), 1e6);
    return row;
}

}  // namespace pepbench
