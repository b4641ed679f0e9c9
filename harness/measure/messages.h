// A runner's messages (runners/protocol.md), checked for shape. What is none is a RunnerLost.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

#include "record/run_record.h"

namespace pepbench {

/// The runner did not do its part: it died, hung, or wrote what the protocol does not allow. what() is one
/// sentence.
struct RunnerLost : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A `sample` line, checked for shape: finite, positive, of this request.
struct SampleMessage {
    std::int64_t index = 0;
    bool warmup = false;
    bool stopped =
        false;  ///< a signal stopped the runner, perhaps during this sample; the driver's own notice
    std::int64_t iterations = 1;
    double seconds = 0;
    double cpu_seconds = 0;  ///< 0 where the runner cannot tell
    nlohmann::json answers;
    std::int64_t peak_rss_bytes = 0;
    std::int64_t children_peak_rss_bytes = 0;
    std::optional<std::int64_t> voluntary_context_switches;  ///< where the runner can tell
    std::optional<std::int64_t> involuntary_context_switches;
};

/// A `done` line: what the process reports after the work.
struct DoneMessage {
    nlohmann::json facts;
    std::optional<MemoryUse> memory;
    std::int64_t children_peak_rss_bytes = 0;
};

/// The value under a key that the message must have.
nlohmann::json member(const nlohmann::json& message, const char* key);

/// The reason that a `failure` or `unsupported` gives.
std::string reason_of(const nlohmann::json& message);

SampleMessage sample_message(const nlohmann::json& message);
DoneMessage done_message(const nlohmann::json& message);

/// The `memory` of a hello or a done; nothing where the runner cannot tell.
std::optional<MemoryUse> memory_of(const nlohmann::json& message);

/// What is not as the protocol has it in facts, as the end of a sentence; empty where nothing is.
std::string misshapen(const nlohmann::json& facts);

/// Whether it is an object that says of what type it is, which every message does.
bool is_message(const nlohmann::json& value);

/// Whether it is a `hello` whose parts, as far as they are read further on, have the right types.
bool is_hello(const nlohmann::json& message);

/// Whether it is a `description` whose parts, as far as they are read further on, have the right types.
bool is_description(const nlohmann::json& message);

}  // namespace pepbench
