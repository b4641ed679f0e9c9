#include "measure/runner.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "error.h"
#include "measure/interrupt.h"
#include "record/checked_json.h"
#include "record/printable.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kProtocol = 1;

/// CLOCK_MONOTONIC, which Python's time.monotonic() reads too, so readings of two processes can be compared.
double monotonic_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// What a runner said last, as the end of a sentence.
std::string last_words(const std::string& text) {
    const std::string line = last_line(text);
    return line.empty() ? line : ", saying: " + printable(line, 200);
}

}  // namespace

std::map<std::string, std::string> runner_environment(const Configuration& configuration,
                                                      std::uint32_t hash_seed) {
    std::map<std::string, std::string> environment;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text(*variable);
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos && !text.starts_with("PYTHON")) {
            environment.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    environment["PYTHONHASHSEED"] = std::to_string(hash_seed);
    for (const auto& [name, value] : configuration.environment) {
        environment[name] = value;
    }
    return environment;
}

Runner::Runner(const Configuration& configuration, std::uint32_t hash_seed, double timeout)
    : start_(monotonic_seconds()),
      process_(configuration.command, runner_environment(configuration, hash_seed)),
      timeout_(timeout) {
    hello_ = next_message("hello");
    if (hello_.value("type", "") != "hello" || hello_.value("protocol", json()) != json(kProtocol)) {
        lose(fmt::format("the runner does not speak version {} of the protocol", kProtocol));
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
    if (!message.is_object() || !message.value("type", json("")).is_string()) {
        lose(fmt::format("the runner wrote a line that is no message: {}", printable(line, 120)));
    }
    return message;
}

void Runner::send(const json& message) {
    if (!process_.write_line(message.dump(-1, ' ', false, json::error_handler_t::replace),
                             std::chrono::duration<double>(timeout_))) {
        process_.wait(std::chrono::duration<double>(1));
        lose(fmt::format("the runner does not read requests: it {}", process_.how_it_ended()));
    }
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

DoneMessage Runner::measure(const MeasureRequest& request, const OnReady& on_ready,
                            const OnSample& on_sample) {
    const std::int64_t id = next_id_++;
    send({{"type", "measure"},
          {"id", id},
          {"cell", request.cell},
          {"resources", request.resources},
          {"samples", request.samples},
          {"warmups", request.warmups},
          {"seconds", request.seconds},
          {"minimum_sample_seconds", request.minimum_sample_seconds},
          {"gc", request.gc}});
    bool ready = false;
    std::int64_t samples = 0;
    while (true) {
        const json message = next_message(ready ? "next sample" : "ready");
        const std::string type = message.value("type", std::string());
        if (message.value("id", json()) != json(id)) {
            lose(fmt::format("the runner answered request {} with a {} for another", id,
                             type.empty() ? "line" : printable(type, 40)));
        }
        if (type == "ready" && !ready) {
            ready = true;
            on_ready(member(message, "parameters"), member(message, "expected"));
        } else if (type == "sample" && ready) {
            const SampleMessage sample = sample_message(message);
            if (!sample.warmup && ++samples > request.samples) {
                lose(fmt::format("the runner sent more than the {} samples that it was asked for",
                                 request.samples));
            }
            on_sample(sample);
            if (interrupts() > 0) {
                throw Interrupted();
            }
        } else if (type == "failure") {
            throw CellFailed(reason_of(message));
        } else if (type == "unsupported") {
            throw CellUnsupported(reason_of(message));
        } else if (type == "done" && ready) {
            return done_message(message);
        } else {
            lose(fmt::format("the runner sent a message of type '{}' where the protocol has none",
                             printable(type, 40)));
        }
    }
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
