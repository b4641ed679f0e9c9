// One round of a comparison: a fresh process of each side, both alive at once, run alternately.
#pragma once

#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "environment/core_load.h"
#include "judge/answer_book.h"
#include "measure/keep_awake.h"
#include "measure/runner.h"
#include "plan/gate_plan.h"
#include "plan/round_draw.h"
#include "record/gate_record.h"

namespace pepbench {

/// Ends the judging of a cell: what was found out cannot become a time.
class CellSettled : public std::exception {
  public:
    CellSettled(Verdict verdict, std::string reason) : verdict_(verdict), reason_(std::move(reason)) {}
    [[nodiscard]] Verdict verdict() const { return verdict_; }
    [[nodiscard]] const char* what() const noexcept override { return reason_.c_str(); }

  private:
    Verdict verdict_;
    std::string reason_;
};

/// How a cell is asked of each side.
struct RoundRequest {
    const GateSide& base;
    const GateSide& head;
    MeasureRequest base_request;
    MeasureRequest head_request;
    Cell answer_cell;  ///< under which the answers of both sides are compared
    std::int64_t iterations = 1;
    int warmups = 1;
    bool single_threaded = true;
    double timeout = 120;
};

/// Runs rounds, choosing the core of each.
class Rounds {
  public:
    /// `cores` are those that this process may use; while this lives they do not sleep, where that is asked.
    Rounds(std::vector<int> cores, bool keep_awake, AnswerBook& answers);

    /// Both sides are started as `draw` says, pinned to the same core (single-threaded cells) or left with
    /// all, warmed up and run in its quads. A side that crashes, hangs or fails leaves its reason in the row.
    /// Throws CellSettled for a wrong answer, a side that is not what it was started as, or cannot do the
    /// cell; Interrupted where the user asks to stop. `cell`, `round` and the times since the start are left
    /// to the caller.
    RoundRow measure(const RoundRequest& request, const RoundDraw& draw);

    /// CPU time that keeping cores awake has used so far, in seconds.
    [[nodiscard]] double awake_cpu_seconds() const;

  private:
    /// CPU seconds so far of the threads that keep cores awake, by core.
    [[nodiscard]] std::map<int, double> seconds_awake() const;

    CoreChoice cores_;
    std::optional<KeepAwake> awake_;
    AnswerBook& answers_;
};

}  // namespace pepbench
