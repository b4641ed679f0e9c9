#include "measure/messages.h"

#include <fmt/format.h>

#include <algorithm>

#include "error.h"
#include "record/checked_json.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

template <typename T>
T field(const json& message, const char* key) {
    try {
        return member(message, key).get<T>();
    } catch (const json::exception&) {
        throw RunnerLost(fmt::format("the runner sent a '{}' of the wrong type", key));
    }
}

/// A number of things: whole and not negative.
std::int64_t count_field(const json& message, const char* key) {
    const auto count = whole<std::int64_t>(member(message, key));
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

bool is_text(const json& value) { return value.is_string(); }

/// Whether what is under the key, where there is something, is right.
template <typename IsRight>
bool has(const json& parent, const char* key, const IsRight& is_right) {
    return !parent.contains(key) || is_right(parent.at(key));
}

}  // namespace

json member(const json& message, const char* key) {
    const auto found = message.find(key);
    if (found == message.end()) {
        throw RunnerLost(
            fmt::format("the runner sent a {} without '{}'", message.value("type", "message"), key));
    }
    return *found;
}

std::string reason_of(const json& message) { return field<std::string>(message, "reason"); }

SampleMessage sample_message(const json& message) {
    SampleMessage sample{
        .index = count_field(message, "index"),
        .warmup = field<bool>(message, "warmup"),
        .iterations = count_field(message, "iterations"),
        .seconds = time_field(message, "seconds", false),
        .cpu_seconds = is_null(message, "cpu_seconds") ? 0 : time_field(message, "cpu_seconds", true),
        .answers = member(message, "answers"),
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

DoneMessage done_message(const json& message) {
    DoneMessage done{.facts = member(message, "facts"), .memory = memory_of(message)};
    if (message.contains("children_peak_rss_bytes")) {
        done.children_peak_rss_bytes = count_or_null(message, "children_peak_rss_bytes").value_or(0);
    }
    return done;
}

std::optional<MemoryUse> memory_of(const json& message) {
    try {
        return memory_use(message.value("memory", json()));
    } catch (const Error& error) {
        throw RunnerLost(fmt::format("the runner's {} cannot be used: {}", message.value("type", "message"),
                                     error.what()));
    }
}

bool is_message(const json& value) { return value.is_object() && is_text(value.value("type", json())); }

bool is_hello(const json& message) {
    return message.value("type", "") == "hello" && has(message, "runner", is_text) &&
           has(message, "library_version", is_text);
}

bool is_description(const json& message) {
    const auto text_or_null = [](const json& value) { return value.is_string() || value.is_null(); };
    const auto texts = [&](const json& value) {
        return value.is_array() && std::all_of(value.begin(), value.end(), is_text);
    };
    const auto facts = [&](const json& value) {
        const auto build = [&](const json& entry) {
            return entry.is_object() && has(entry, "compiler", text_or_null);
        };
        return value.is_object() && has(value, "implementation", is_text) && has(value, "version", is_text) &&
               has(value, "build", build);
    };
    const auto workloads = [&](const json& value) {
        return value.is_array() && std::all_of(value.begin(), value.end(), [&](const json& entry) {
                   return entry.is_object() && has(entry, "path", is_text) && has(entry, "name", is_text) &&
                          has(entry, "shows", is_text) && has(entry, "error", is_text);
               });
    };
    const auto reasons = [&](const json& value) {
        return value.is_object() && std::all_of(value.begin(), value.end(), is_text);
    };
    return message.value("type", "") == "description" && has(message, "facts", facts) &&
           has(message, "unavailable", reasons) && has(message, "modes", texts) &&
           has(message, "start_methods", texts) && has(message, "workloads", workloads);
}

}  // namespace pepbench
