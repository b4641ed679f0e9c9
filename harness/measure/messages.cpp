#include "measure/messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

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
bool is_name(const json& value) { return value.is_string() && !value.get_ref<const std::string&>().empty(); }
bool is_text_or_null(const json& value) { return value.is_string() || value.is_null(); }
bool is_flag(const json& value) { return value.is_boolean() || value.is_null(); }
bool is_count(const json& value) { return whole<std::int64_t>(value).value_or(-1) >= 0; }
bool is_duration(const json& value) { return value.is_number() && value.get<double>() >= 0; }
bool is_start_method(const json& value) {
    return value.is_string() && std::find(kStartMethods.begin(), kStartMethods.end(),
                                          value.get<std::string>()) != kStartMethods.end();
}
bool is_hash(const json& value) {
    constexpr std::size_t kDigits = 64;
    if (!value.is_string()) {
        return false;
    }
    const auto& text = value.get_ref<const std::string&>();
    return text.size() == kDigits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

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

std::string reason_of(const json& message) {
    const auto reason = field<std::string>(message, "reason");
    return reason.empty() ? "the runner gave no reason" : reason;
}

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
    if (std::any_of(sample.answers.begin(), sample.answers.end(),
                    [](const json& answer) { return answer.is_object(); })) {
        throw RunnerLost("the runner sent an answer that is an object, which the protocol has not");
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

std::string misshapen(const json& facts) {
    using IsRight = bool (*)(const json&);
    static const std::map<std::string, IsRight> keys = {
        {"platform", is_name},       {"hash_randomization", is_count},
        {"jit_available", is_flag},  {"jit_enabled", is_flag},
        {"gil_enabled", is_flag},    {"free_threaded_build", is_flag},
        {"implementation", is_name}, {"version", is_name}};
    static const std::map<std::string, IsRight> keys_of_build = {{"compiler", is_text_or_null},
                                                                 {"configure", is_text_or_null},
                                                                 {"cflags", is_text_or_null},
                                                                 {"optimized", is_flag},
                                                                 {"lto", is_flag},
                                                                 {"debug", is_flag},
                                                                 {"prefix", is_text_or_null},
                                                                 {"executable", is_text_or_null},
                                                                 {"version_text", is_text_or_null}};
    if (!facts.is_object() || !facts.contains("implementation") || !facts.contains("version")) {
        return "it reported no facts, or none with implementation and version";
    }
    for (const auto& [key, is_right] : keys) {
        if (!has(facts, key.c_str(), is_right)) {
            return fmt::format("its {} is {}", key, facts.at(key).dump());
        }
    }
    const json build = facts.value("build", json::object());
    if (!build.is_object()) {
        return "its build is no object";
    }
    for (const auto& [key, is_right] : keys_of_build) {
        if (!has(build, key.c_str(), is_right)) {
            return fmt::format("the {} of its build is {}", key, build.at(key).dump());
        }
    }
    return {};
}

bool is_hello(const json& message) {
    return message.value("type", "") == "hello" && has(message, "runner", is_text) &&
           has(message, "library_version", is_text);
}

bool is_description(const json& message) {
    const auto all = [](const auto& is_right) {
        return [=](const json& value) {
            return value.is_array() && std::all_of(value.begin(), value.end(), is_right);
        };
    };
    const auto facts = [](const json& value) { return misshapen(value).empty(); };
    const auto clock = [](const json& value) {
        return value.is_null() || (value.is_object() && is_name(value.value("name", json())) &&
                                   is_duration(value.value("resolution_seconds", json())) &&
                                   is_duration(value.value("read_seconds", json())));
    };
    const auto workload = [](const json& entry) {
        const auto parameters = [](const json& value) { return value.is_object() || value.is_null(); };
        return entry.is_object() && has(entry, "path", is_name) && has(entry, "name", is_name) &&
               has(entry, "shows", is_text) && has(entry, "error", is_name) &&
               has(entry, "sha256", is_hash) && has(entry, "parameters", parameters);
    };
    const auto reasons = [](const json& value) {
        return value.is_object() && std::all_of(value.begin(), value.end(), is_text);
    };
    return message.value("type", "") == "description" && has(message, "facts", facts) &&
           has(message, "unavailable", reasons) && has(message, "modes", all(is_text)) &&
           has(message, "start_methods", all(is_start_method)) && has(message, "clock", clock) &&
           has(message, "workloads", all(workload));
}

}  // namespace pepbench
