#include "measure/runner.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstring>
#include <ctime>

#include "error.h"
#include "judge/sample_time.h"
#include "measure/affinity.h"
#include "measure/cpu_clock.h"
#include "measure/interrupt.h"
#include "measure/spawn.h"
#include "record/checked_json.h"
#include "record/printable.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kProtocol = 1;

/// Warm-ups beyond those asked for: with these a runner finds out how often it is to repeat, at least twice
/// as often each time.
constexpr std::int64_t kMoreWarmups = 100;

/// CLOCK_MONOTONIC, which Python's time.monotonic() reads too, so readings of two processes can be compared.
double monotonic_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// What a runner said last, as the end of a sentence.
std::string last_words(const std::string& text) {
    const std::string line = last_line(text);
    return line.empty() ? line : ", saying: " + printable(line, 200);
}

/// Between two samples is where a user's first wish to stop is heard.
void stop_if_asked() {
    if (interrupts() > 0) {
        throw Interrupted();
    }
}

}  // namespace

std::map<std::string, std::string> runner_environment(const Configuration& configuration,
                                                      std::uint32_t hash_seed) {
    std::map<std::string, std::string> environment = own_environment();
    std::erase_if(environment, [](const auto& variable) { return variable.first.starts_with("PYTHON"); });
    environment["PYTHONHASHSEED"] = std::to_string(hash_seed);
    for (const auto& [name, value] : configuration.environment) {
        environment[name] = value;
    }
    return environment;
}

Runner::Runner(const Configuration& configuration, std::uint32_t hash_seed, double timeout)
    : start_(monotonic_seconds()),
      process_(configuration.command, runner_environment(configuration, hash_seed), configuration.folder),
      timeout_(timeout),
      plays_times_(configuration.plays_times) {}

void Runner::await_hello() {
    hello_ = next_message("hello");
    if (!is_hello(hello_) || hello_.value("protocol", json()) != json(kProtocol)) {
        lose(fmt::format("the runner does not speak version {} of the protocol", kProtocol));
    }
    if (text_of(hello_, "runner").empty()) {
        lose("the runner does not say in its hello of what kind it is");
    }
    idle_memory_ = memory_of(hello_);
    if (const json first = hello_.value("first_statement_seconds", json()); first.is_number()) {
        startup_seconds_ = first.get<double>() - start_;
        if (!is_time(*startup_seconds_) || first.get<double>() > monotonic_seconds()) {
            lose("the runner says that Python began before the runner was started, or has yet to begin");
        }
    }
}

json Runner::next_message(const char* waiting_for) {
    std::string line;
    switch (process_.read_line(line, std::chrono::duration<double>(timeout_))) {
        case ChildProcess::Read::line:
            break;
        case ChildProcess::Read::timeout:
            lose(
                fmt::format("the runner was silent for {} s while the driver waited for its {}; it was "
                            "killed (--timeout)",
                            timeout_, waiting_for));
        case ChildProcess::Read::too_long:
            lose("the runner wrote a line of more than 1 MiB; it was killed");
        case ChildProcess::Read::interrupted:
            throw Interrupted();
        case ChildProcess::Read::end:
            process_.wait(std::chrono::duration<double>(1));
            lose(fmt::format("the runner closed its output before its {}: it {}{}", waiting_for,
                             process_.how_it_ended(), last_words(process_.stderr_tail())));
    }
    json message;
    try {
        message = parse_json(line);
    } catch (const std::exception&) {
        message = nullptr;
    }
    if (!is_message(message)) {
        lose(fmt::format("the runner wrote a line that is no message: {}", printable(line, 120)));
    }
    return message;
}

bool Runner::try_to_send(const json& message) {
    return process_.write_line(message.dump(-1, ' ', false, json::error_handler_t::replace),
                               std::chrono::duration<double>(timeout_));
}

void Runner::send(const json& message) {
    if (!try_to_send(message)) {
        lose_deaf();
    }
}

void Runner::lose_deaf() {
    process_.wait(std::chrono::duration<double>(1));
    lose(fmt::format("the runner does not read requests: it {}", process_.how_it_ended()));
}

void Runner::lose(const std::string& what) {
    process_.end();
    throw RunnerLost(what);
}

json Runner::describe(const std::vector<std::string>& workload_paths) {
    send({{"type", "describe"}, {"workloads", workload_paths}});
    json description = next_message("description");
    if (!is_description(description)) {
        lose("the runner did not describe itself as the protocol says when asked");
    }
    return description;
}

void Runner::pin(const std::vector<int>& cores) {
    if (const int problem = keep_on_cores(process_.pid(), cores); problem != 0) {
        lose(fmt::format("the runner cannot be kept on core {}: {}", fmt::join(cores, ", "),
                         std::strerror(problem)));
    }
}

/// A request under a number of its own.
json Runner::numbered(const char* type, json request) {
    request["type"] = type;
    request["id"] = ++id_;
    asked_ = monotonic_seconds();
    said_seconds_ = 0;
    return request;
}

void Runner::ask(const char* type, json request) { send(numbered(type, std::move(request))); }

/// The next reply to the last request, which is to be of one of these types. Throws CellFailed, WrongAnswer
/// and CellUnsupported for the replies that say so.
json Runner::reply(const char* waiting_for, std::initializer_list<std::string_view> types) {
    json message = next_message(waiting_for);
    const std::string type = message.value("type", std::string());
    if (message.value("id", json()) != json(id_)) {
        lose(fmt::format("the runner answered request {} with a {} for another", id_,
                         type.empty() ? "line" : printable(type, 40)));
    }
    if (type == "failure" && message.value("wrong_answer", json()) == json(true)) {
        throw WrongAnswer(reason_of(message));
    }
    if (type == "failure") {
        throw CellFailed(reason_of(message));
    }
    if (type == "unsupported") {
        throw CellUnsupported(reason_of(message));
    }
    if (std::find(types.begin(), types.end(), type) == types.end()) {
        lose(fmt::format("the runner sent a message of type '{}' where the protocol has none",
                         printable(type, 40)));
    }
    return message;
}

DoneMessage Runner::measure(const MeasureRequest& request, const OnReady& on_ready,
                            const OnSample& on_sample) {
    ask("measure", {{"cell", request.cell},
                    {"resources", request.resources},
                    {"samples", request.samples},
                    {"warmups", request.warmups},
                    {"minimum_sample_seconds", request.minimum_sample_seconds},
                    {"gc", request.gc},
                    {"wait_for_next", true}});
    const json ready = reply("ready", {"ready"});
    on_ready(member(ready, "parameters"), member(ready, "expected"));
    std::int64_t samples = 0;
    std::int64_t warmups = 0;
    while (true) {
        const json message = reply("next sample", {"sample", "done"});
        if (message.at("type") == "done") {
            if (samples < request.samples) {
                lose(
                    fmt::format("the runner was done with the cell after {} of the {} samples that it was "
                                "asked for",
                                samples, request.samples));
            }
            return done_message(message);
        }
        SampleMessage sample = sample_message(message);
        sample.stopped = process_.was_stopped();
        require_place(sample, request, samples, warmups);
        require_time(sample);
        ++(sample.warmup ? warmups : samples);
        on_sample(sample);
        stop_if_asked();
        let_go_on();
    }
}

/// Tells the runner, which waits for it, that it may take the next sample.
void Runner::let_go_on() {
    if (process_.has_said_more()) {
        lose("the runner did not wait, after a sample, until it was told to go on");
    }
    // Where that fails, waiting for what comes next tells best why.
    try_to_send({{"type", "next"}, {"id", id_}});
}

/// A sample is to be the next one, after so many, of those that were asked for.
void Runner::require_place(const SampleMessage& sample, const MeasureRequest& request, std::int64_t samples,
                           std::int64_t warmups) {
    if (sample.warmup) {
        if (warmups == request.warmups + kMoreWarmups) {
            lose(fmt::format("the runner sent more than {} warm-ups where it was asked for {}", warmups,
                             request.warmups));
        }
        return;
    }
    if (samples == request.samples) {
        lose(fmt::format("the runner sent more than the {} samples that it was asked for", request.samples));
    }
    if (sample.index != samples) {
        lose(fmt::format("the runner sent sample {} where sample {} was to come", sample.index, samples));
    }
}

/// What a runner says that its samples lasted must have passed since it was asked for them, however late its
/// lines are read.
void Runner::require_time(const SampleMessage& sample) {
    said_seconds_ += sample.seconds * static_cast<double>(sample.iterations);
    const double passed = monotonic_seconds() - asked_;
    if (!plays_times_ && !can_have_lasted(said_seconds_, passed)) {
        lose(
            fmt::format("the runner lies about its time: its samples are to have lasted {:.3g} s, but it was "
                        "asked for them {:.3g} s ago",
                        said_seconds_, passed));
    }
}

void Runner::ask_to_open(const MeasureRequest& request) {
    // Where that fails, waiting for its hello tells best why.
    asked_to_open_ = try_to_send(
        numbered("open", {{"cell", request.cell}, {"resources", request.resources}, {"gc", request.gc}}));
}

OpenCell Runner::await_open() {
    if (!asked_to_open_) {
        lose_deaf();
    }
    const json ready = reply("ready", {"ready"});
    stop_if_asked();
    return {.parameters = member(ready, "parameters"), .expected = member(ready, "expected")};
}

SampleMessage Runner::execute(std::int64_t iterations) {
    ask("execute", {{"iterations", iterations}});
    SampleMessage sample = sample_message(reply("sample", {"sample"}));
    sample.stopped = process_.was_stopped();
    require_time(sample);
    if (sample.iterations < iterations) {
        lose(fmt::format("the runner executed the cell {} times where it was asked for {}", sample.iterations,
                         iterations));
    }
    stop_if_asked();
    return sample;
}

DoneMessage Runner::close() {
    ask("close", json::object());
    return done_message(reply("done", {"done"}));
}

double Runner::cpu_seconds() const {
    clockid_t clock{};
    return ::clock_getcpuclockid(process_.pid(), &clock) == 0 ? seconds_of(clock) : 0;
}

void Runner::let_end(double patience) {
    process_.close_input();
    process_.wait(std::chrono::duration<double>(patience));
}

void Runner::finish() {
    process_.close_input();
    if (!process_.wait(std::chrono::duration<double>(timeout_))) {
        if (interrupts() > 1) {
            throw Interrupted();
        }
        lose("the runner did not end when its input did; it was killed");
    }
    if (process_.how_it_ended() != "exited with code 0") {
        throw RunnerLost(fmt::format("the runner {} after its last cell", process_.how_it_ended()));
    }
}

}  // namespace pepbench
