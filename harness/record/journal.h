// The journal: every row as it happens, so that no end of the driver loses a sample.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

#include "record/gate_record.h"
#include "record/run_record.h"

namespace pepbench {

/// The types of a run's lines. A gate's journal has headers, cells and rounds.
namespace journal_line {
inline constexpr const char* kHeader = "header";  ///< `context` and `pepbench`; the last one holds
inline constexpr const char* kStart = "start";    ///< a process run's row as far as it is known at its start
inline constexpr const char* kProcessRun = "process_run";  ///< the same at its end
inline constexpr const char* kParameters = "parameters";   ///< `workload`, and its `parameters` as used
inline constexpr const char* kSample = "sample";
inline constexpr const char* kWarmup = "warmup";
inline constexpr const char* kWithdraw =
    "withdraw";  ///< samples of cell `name` in `process_run` do not count
inline constexpr const char* kYardstick = "yardstick";
inline constexpr const char* kFailure = "failure";
inline constexpr const char* kUnavailable = "unavailable";
inline constexpr const char* kCell = "cell";  ///< a gate's, with its `number`; the last one holds
inline constexpr const char* kRound = "round";
inline constexpr const char* kDriver = "driver";  ///< a soak's `cpu_seconds` so far; the last one holds
}  // namespace journal_line

/// `RESULT.journal`
std::filesystem::path journal_of(const std::filesystem::path& result);

/// One JSON object a line with a `type`, appended and handed to the kernel before anything goes on.
class Journal {
  public:
    /// Creates it. Throws Error where it cannot be written, which also tells an unwritable output before
    /// measuring.
    explicit Journal(const std::filesystem::path& result);

    /// Creates it with what a run that goes on has so far. One that is there is replaced once the new one is
    /// whole. Throws Error.
    Journal(const std::filesystem::path& result, const RunRecord& so_far);

    /// The same of a gate that goes on.
    Journal(const std::filesystem::path& result, const GateRecord& so_far);

    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// Throws Error where the line cannot be written (a full disk).
    void append(const char* type, nlohmann::json row);

    /// Removes it: the result file holds everything now.
    void discard();

  private:
    template <typename Record>
    void begin_with(const Record& so_far, const std::filesystem::path& result);
    void append_all(const RunRecord& record);
    void append_all(const GateRecord& record);
    [[noreturn]] void give_up();

    std::filesystem::path path_;
    int descriptor_;
};

}  // namespace pepbench
