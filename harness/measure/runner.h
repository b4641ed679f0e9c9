// The driver's side of runners/protocol.md.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "measure/child_process.h"
#include "measure/messages.h"
#include "plan/configuration.h"

namespace pepbench {

/// A cell that failed in a runner that goes on.
struct CellFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A cell whose work was done and computed something else than it should have.
struct WrongAnswer : CellFailed {
    using CellFailed::CellFailed;
};

/// A cell that this interpreter cannot do.
struct CellUnsupported : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The user asked to stop.
struct Interrupted : std::runtime_error {
    Interrupted() : std::runtime_error("interrupted") {}
};

/// What `measure` asks for, and `open` with the keys that are not about samples (the protocol's keys).
struct MeasureRequest {
    nlohmann::json cell;
    nlohmann::json resources;
    std::int64_t samples = 1;
    std::int64_t warmups = 0;
    double minimum_sample_seconds = 0;
    bool gc = true;
};

/// What a runner says of a cell when it is ready to be executed.
struct OpenCell {
    nlohmann::json parameters;
    nlohmann::json expected;
};

class Runner {
  public:
    using OnReady = std::function<void(const nlohmann::json& parameters, const nlohmann::json& expected)>;
    using OnSample = std::function<void(const SampleMessage&)>;

    /// Starts the configuration's runner. `hash_seed` is for PYTHONHASHSEED. A runner that is silent for
    /// `timeout` seconds is lost. Throws Error where it cannot be started.
    Runner(const Configuration& configuration, std::uint32_t hash_seed, double timeout);

    /// Reads its hello, which is to be done before it is asked anything. Apart from the start, so that two
    /// runners can start at the same time. Throws RunnerLost, Interrupted.
    void await_hello();

    /// Keeps the process on these cores, with what it has started. Throws RunnerLost.
    void pin(const std::vector<int>& cores);

    /// Facts and catalogue: the `description` reply.
    nlohmann::json describe(const std::vector<std::string>& workload_paths);

    /// Measures a cell, handing over each sample before the runner takes the next. Returns what was read
    /// after the work. Throws CellFailed, CellUnsupported, RunnerLost (where it does not take as many samples
    /// as it is asked for, and as long as it says, too), Interrupted (after the sample in flight).
    DoneMessage measure(const MeasureRequest& request, const OnReady& on_ready, const OnSample& on_sample);

    /// Asks for a cell to be prepared and left open, to be executed. It may be asked before its hello is
    /// read, so that it need not wait for the driver.
    void ask_to_open(const MeasureRequest& request);

    /// Waits until the cell is open. Throws CellFailed, CellUnsupported, RunnerLost, Interrupted.
    OpenCell await_open();

    /// One sample of the open cell, of `iterations` executions or as many as fill the last batch. Throws
    /// CellFailed (WrongAnswer where the runner says so), CellUnsupported, RunnerLost, Interrupted.
    SampleMessage execute(std::int64_t iterations);

    /// Closes the open cell. Returns what was read after the work. Throws CellFailed, RunnerLost,
    /// Interrupted.
    DoneMessage close();

    /// CPU time that the process has used so far, without its children; 0 where the system does not tell.
    [[nodiscard]] double cpu_seconds() const;

    /// Lets it end by itself. Throws RunnerLost where it does not, or not with code 0.
    void finish();

    /// Lets it end by itself within so many seconds; it is left alone where it does not.
    void let_end(double patience);

    /// Ends it at once with all that it started, for one that has proven what it was and is not needed any
    /// more.
    void kill_now() { process_.kill_now(); }

    [[nodiscard]] const nlohmann::json& hello() const { return hello_; }

    /// Seconds from its start to the first Python statement, where it told.
    [[nodiscard]] std::optional<double> startup_seconds() const { return startup_seconds_; }

    /// What it held right after that, where it told.
    [[nodiscard]] const std::optional<MemoryUse>& idle_memory() const { return idle_memory_; }
    std::string stderr_tail() { return process_.stderr_tail(); }

  private:
    void ask(const char* type, nlohmann::json request);
    nlohmann::json numbered(const char* type, nlohmann::json request);
    nlohmann::json reply(const char* waiting_for, std::initializer_list<std::string_view> types);
    nlohmann::json next_message(const char* waiting_for);
    void let_go_on();
    void require_place(const SampleMessage& sample, const MeasureRequest& request, std::int64_t samples,
                       std::int64_t warmups);
    void require_time(const SampleMessage& sample);
    void send(const nlohmann::json& message);
    bool try_to_send(const nlohmann::json& message);
    [[noreturn]] void lose_deaf();
    [[noreturn]] void lose(const std::string& what);

    OrphansEnd orphans_end_;  ///< after the process
    double start_;            ///< the monotonic clock's reading
    ChildProcess process_;
    double timeout_;
    bool plays_times_;
    std::int64_t id_ = 0;         ///< of the last request
    double asked_ = 0;            ///< the monotonic clock's reading at that
    double said_seconds_ = 0;     ///< of the samples since, all iterations
    bool asked_to_open_ = false;  ///< whether that request could be written
    nlohmann::json hello_;
    std::optional<double> startup_seconds_;
    std::optional<MemoryUse> idle_memory_;
};

/// The environment of a runner: the driver's without anything that steers Python (PYTHON*), plus the
/// configuration's.
std::map<std::string, std::string> runner_environment(const Configuration& configuration,
                                                      std::uint32_t hash_seed);

}  // namespace pepbench
