// Where rows go as they happen: into the record and into the journal.
#pragma once

#include <chrono>

#include "record/journal.h"
#include "record/run_record.h"

namespace pepbench {

class Recorder {
  public:
    Recorder(RunRecord& record, Journal& journal);

    /// Seconds since this recorder was made: the run's clock. It goes on where the record ends.
    [[nodiscard]] double now() const;

    void header();                         ///< writes the record's header and context to the journal
    void start(const ProcessRunRow& row);  ///< for the journal alone: a process run that begins
    /// Parameters of a workload, as the work is done with; into the header.
    void parameters(const std::string& workload, const nlohmann::json& parameters);
    void sample(const SampleRow& row);
    void warmup(const SampleRow& row);
    void process_run(const ProcessRunRow& row);
    void yardstick(const YardstickRow& row);
    void failure(const FailureRow& row);
    void unavailable(const UnavailableRow& row);

    /// Takes back the samples of a cell in a process run that turned out not to be what it was started as.
    void withdraw(int process_run, const Cell& cell);

    /// The median of a cell's samples in a process run, in seconds; there must be one.
    [[nodiscard]] double value_of(int process_run, const Cell& cell) const;

    /// The reason of the newest failure; there must be one.
    [[nodiscard]] const std::string& last_failure() const { return record_.failures.back().reason; }

    [[nodiscard]] const RunRecord& record() const { return record_; }

  private:
    RunRecord& record_;
    Journal& journal_;
    double used_;  ///< seconds of the run before this recorder was made
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace pepbench
