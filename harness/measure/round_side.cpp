#include "measure/round_side.h"

#include <fmt/format.h>

#include <cmath>

#include "error.h"
#include "judge/mode_proof.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr const char* kPadding = "PEPBENCH_PADDING";
constexpr double kPatienceWithTeardown = 2;  // seconds, where nothing depends on the process any more

Configuration padded(Configuration configuration, int bytes) {
    configuration.environment[kPadding] = std::string(static_cast<std::size_t>(bytes), '.');
    return configuration;
}

}  // namespace

RoundSide::RoundSide(const char* name, const GateSide& side, const MeasureRequest& request,
                     const RoundRequest& round, AnswerBook& answers)
    : name_(name), side_(side), request_(request), round_(round), answers_(answers) {}

RoundSide::~RoundSide() { end(); }

template <typename Step>
void RoundSide::attempt(Step step) {
    if (!works()) {
        return;
    }
    try {
        step();
    } catch (const Interrupted&) {
        throw;
    } catch (const WrongAnswer& wrong) {
        throw CellSettled(Verdict::wrong_answer, fmt::format("the {}: {}", name_, wrong.what()));
    } catch (const RunnerLost& lost) {
        may_be_open_ = false;
        failure = lost.what();
    } catch (const std::runtime_error& error) {
        failure = error.what();
    }
}

MeasureRequest RoundSide::own_request(int number) {
    MeasureRequest request = request_;
    if (const auto shared = request.resources.find("scratch"); shared != request.resources.end()) {
        // As long a path on both sides and in all rounds, as it is part of what they compute with.
        scratch_.emplace(std::filesystem::path(shared->get<std::string>()) /
                         fmt::format("{}-{:06}", name_, number));
        *shared = scratch_->path().string();
    }
    return request;
}

void RoundSide::start(const RoundDraw& draw, const std::vector<int>& cores, int number) {
    attempt([&] {
        const MeasureRequest request = own_request(number);
        runner_ = std::make_unique<Runner>(padded(side_.configuration, draw.padding_bytes), draw.hash_seed,
                                           round_.timeout);
        keep_on(cores);
        may_be_open_ = true;
        runner_->ask_to_open(request);
    });
}

void RoundSide::pin(const std::vector<int>& cores) {
    attempt([&] { keep_on(cores); });
}

void RoundSide::keep_on(const std::vector<int>& cores) {
    if (!cores.empty()) {  // a system that does not tell which there are
        runner_->pin(cores);
    }
}

void RoundSide::await_open() {
    attempt([&] {
        try {
            runner_->await_hello();
            const OpenCell opened = runner_->await_open();
            require_agreement(answers_.expect(round_.answer_cell, opened.expected));
        } catch (const CellUnsupported& reason) {
            failure = unsupported = reason.what();
        }
    });
}

void RoundSide::warm_up() {
    for (int run = 0; run < round_.warmups; ++run) {
        attempt([&] { execute(); });
    }
    stopped = false;
}

void RoundSide::run() {
    attempt([&] { nanoseconds.push_back(execute()); });
}

double RoundSide::execute() {
    const SampleMessage sample = runner_->execute(round_.iterations);
    require_agreement(answers_.check(round_.answer_cell, sample.answers));
    stopped = stopped || sample.stopped;
    cpu_seconds += sample.cpu_seconds * static_cast<double>(sample.iterations);
    const double recorded = std::round(sample.seconds * 1e10) / 10;  // nanoseconds, to a tenth
    if (!is_time(recorded * 1e-9)) {
        throw Error(fmt::format("a sample of {:g} s is shorter than any clock can tell", sample.seconds));
    }
    return recorded;
}

void RoundSide::close() {
    attempt([&] {
        const DoneMessage done = runner_->close();
        may_be_open_ = false;
        const std::string difference = differs_from_asked(
            side_.configuration, runner_->hello().value("facts", json::object()), done.facts);
        if (!difference.empty()) {
            throw CellSettled(Verdict::failed,
                              fmt::format("the {} is not what it was started as: {}", name_, difference));
        }
    });
    end();
}

void RoundSide::end() {
    if (!runner_) {
        return;
    }
    if (may_be_open_) {
        runner_->let_end(kPatienceWithTeardown);
    }
    runner_->kill_now();
    runner_.reset();
}

double RoundSide::process_cpu_seconds() const { return runner_ ? runner_->cpu_seconds() : 0; }

void RoundSide::require_agreement(const std::string& difference) const {
    if (!difference.empty()) {
        throw CellSettled(Verdict::wrong_answer, fmt::format("the {}: {}", name_, difference));
    }
}

}  // namespace pepbench
