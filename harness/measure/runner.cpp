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

template <typename T>
T field(const json& message, const char* key) {
    const auto found = message.find(key);
    if (found == message.end()) {
        throw RunnerLost(
            fmt::format("the runner sent a {} without '{}'", message.value("type", "message"), key));
    }
    try {
        return found->template get<T>();
    } catch (const json::exception&) {
        throw RunnerLost(fmt::format("the runner sent a '{}' of the wrong type", key));
    }
}

/// A number of things: whole and not negative.
std::int64_t count_field(const json& message, const char* key) {
    const auto count = whole<std::int64_t>(field<json>(message, key));
    if (!count || *count < 0) {
        throw RunnerLost(
            fmt::format("the runner sent a sample whose '{}' is no whole number from 0 on", key));
    }
    return *count;
}

bool is_null(const json& message, const char* key) {
    const auto found = message.find(key);
    return found != message.end() && found->is_null();
}

/// The same where a runner may not be able to tell.
std::optional<std::int64_t> count_or_null(const json& message, const char* key) {
    return is_null(message, key) ? std::nullopt : std::optional(count_field(message, key));
}

double time_field(const json& message, const char* key, bool may_be_zero) {
    const auto found = message.find(key);
    if (found == message.end() || !found->is_number()) {
        throw RunnerLost(fmt::format("the runner sent a sample whose '{}' is missing or no number", key));
    }
    const auto seconds = found->get<double>();
    if (!is_time(seconds) && !(may_be_zero && seconds >= 0 && seconds < 1)) {
        throw RunnerLost(
            fmt::format("the runner sent a sample whose '{}' is {}, which cannot be true", key, seconds));
    }
    return seconds;
}

/// The last line of a runner's standard error, as the end of a sentence.
std::string last_words(std::string text) {
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    const std::size_t newline = text.rfind('\n');
    return text.empty()
               ? text
               : ", saying: " + printable(text.substr(newline == std::string::npos ? 0 : newline + 1), 200);
}

SampleMessage sample_of(const json& message) {
    SampleMessage sample{
        .index = count_field(message, "index"),
        .warmup = field<bool>(message, "warmup"),
        .iterations = count_field(message, "iterations"),
        .seconds = time_field(message, "seconds", false),
        .cpu_seconds = is_null(message, "cpu_seconds") ? 0 : time_field(message, "cpu_seconds", true),
        .answers = field<json>(message, "answers"),
        .peak_rss_bytes = count_or_null(message, "peak_rss_bytes").value_or(0),
        .children_peak_rss_bytes = count_or_null(message, "children_peak_rss_bytes").value_or(0),
        .voluntary_context_switches = count_or_null(message, "voluntary_context_switches"),
        .involuntary_context_switches = count_or_null(message, "involuntary_context_switches")};
    if (sample.iterations < 1 || !sample.answers.is_array()) {
        throw RunnerLost("the runner sent a sample without iterations or without answers");
    }
    if (!is_time(sample.seconds * static_cast<double>(sample.iterations))) {
        throw RunnerLost(
            fmt::format("the runner sent a sample of {} iterations of {} seconds, which cannot be true",
                        sample.iterations, sample.seconds));
    }
    return sample;
}

/// What is read of a description further on must have the right type.
bool is_description(const json& description) {
    const auto has = [](const json& parent, const char* key, const auto& is_right) {
        return !parent.contains(key) || is_right(parent.at(key));
    };
    const auto text = [](const json& value) { return value.is_string(); };
    const auto text_or_null = [](const json& value) { return value.is_string() || value.is_null(); };
    const auto texts = [&](const json& value) {
        return value.is_array() && std::all_of(value.begin(), value.end(), text);
    };
    const auto facts = [&](const json& value) {
        const auto build = [&](const json& entry) {
            return entry.is_object() && has(entry, "compiler", text_or_null);
        };
        return value.is_object() && has(value, "implementation", text) && has(value, "version", text) &&
               has(value, "build", build);
    };
    const auto workloads = [&](const json& value) {
        return value.is_array() && std::all_of(value.begin(), value.end(), [&](const json& entry) {
                   return entry.is_object() && has(entry, "path", text) && has(entry, "name", text) &&
                          has(entry, "shows", text) && has(entry, "error", text);
               });
    };
    const auto reasons = [&](const json& value) {
        return value.is_object() && std::all_of(value.begin(), value.end(), text);
    };
    return description.value("type", "") == "description" && has(description, "facts", facts) &&
           has(description, "unavailable", reasons) && has(description, "modes", texts) &&
           has(description, "start_methods", texts) && has(description, "workloads", workloads);
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

std::optional<MemoryUse> Runner::memory_of(const json& message) {
    try {
        return memory_use(message.value("memory", json()));
    } catch (const Error& error) {
        lose(fmt::format("the runner's {} cannot be used: {}", message.value("type", "message"),
                         error.what()));
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
            on_ready(field<json>(message, "parameters"), field<json>(message, "expected"));
        } else if (type == "sample" && ready) {
            const SampleMessage sample = sample_of(message);
            if (!sample.warmup && ++samples > request.samples) {
                lose(fmt::format("the runner sent more than the {} samples that it was asked for",
                                 request.samples));
            }
            on_sample(sample);
            if (interrupts() > 0) {
                throw Interrupted();
            }
        } else if (type == "failure") {
            throw CellFailed(field<std::string>(message, "reason"));
        } else if (type == "unsupported") {
            throw CellUnsupported(field<std::string>(message, "reason"));
        } else if (type == "done" && ready) {
            return {
                .facts = field<json>(message, "facts"),
                .memory = memory_of(message),
                .children_peak_rss_bytes = message.contains("children_peak_rss_bytes")
                                               ? count_or_null(message, "children_peak_rss_bytes").value_or(0)
                                               : 0};
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
