// The driver's side of runners/protocol.md.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "measure/child_process.h"
#include "measure/messages.h"
#include "plan/configuration.h"

namespace pepbench {

/// A cell that failed in a runner that goes on.
struct CellFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A cell that this interpreter cannot do.
struct CellUnsupported : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The user asked to stop.
struct Interrupted : std::runtime_error {
    Interrupted() : std::runtime_error("interrupted") {}
};

/// What `measure` asks for (the protocol's keys).
struct MeasureRequest {
    nlohmann::json cell;
    nlohmann::json resources;
    std::int64_t samples = 1;
    std::int64_t warmups = 0;
    double seconds = 0;
    double minimum_sample_seconds = 0;
    bool gc = true;
};

class Runner {
  public:
    using OnReady = std::function<void(const nlohmann::json& parameters, const nlohmann::json& expected)>;
    using OnSample = std::function<void(const SampleMessage&)>;

    /// Starts the configuration's runner and reads its hello. `hash_seed` is for PYTHONHASHSEED. A runner
    /// that is silent for `timeout` seconds is lost. Throws RunnerLost, and Error where it cannot be started.
    Runner(const Configuration& configuration, std::uint32_t hash_seed, double timeout);

    /// Facts and catalogue: the `description` reply.
    nlohmann::json describe(const std::vector<std::string>& workload_paths);

    /// Measures a cell, handing over each sample as it comes. Returns what was read after the work.
    /// Throws CellFailed, CellUnsupported, RunnerLost, Interrupted (after the sample in flight).
    DoneMessage measure(const MeasureRequest& request, const OnReady& on_ready, const OnSample& on_sample);

    /// Lets it end by itself. Throws RunnerLost where it does not, or not with code 0.
    void finish();

    [[nodiscard]] const nlohmann::json& hello() const { return hello_; }

    /// Seconds from its start to the first Python statement, where it told.
    [[nodiscard]] std::optional<double> startup_seconds() const { return startup_seconds_; }

    /// What it held right after that, where it told.
    [[nodiscard]] const std::optional<MemoryUse>& idle_memory() const { return idle_memory_; }
    std::string stderr_tail() { return process_.stderr_tail(); }

  private:
    nlohmann::json next_message(const char* waiting_for);
    void send(const nlohmann::json& message);
    [[noreturn]] void lose(const std::string& what);

    double start_;  ///< the monotonic clock's reading
    ChildProcess process_;
    double timeout_;
    std::int64_t next_id_ = 1;
    nlohmann::json hello_;
    std::optional<double> startup_seconds_;
    std::optional<MemoryUse> idle_memory_;
};

/// The environment of a runner: the driver's without anything that steers Python (PYTHON*), plus the
/// configuration's.
std::map<std::string, std::string> runner_environment(const Configuration& configuration,
                                                      std::uint32_t hash_seed);

}  // namespace pepbench
