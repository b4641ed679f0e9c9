// One round of a comparison: a fresh process of each side, both alive at once, run alternately.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "environment/core_load.h"
#include "judge/answer_book.h"
#include "measure/keep_awake.h"
#include "measure/round_request.h"
#include "plan/round_draw.h"
#include "record/gate_record.h"

namespace pepbench {

/// A round that is to come: which, of which cell, and what was drawn for it.
struct RoundPlan {
    std::size_t cell = 0;  ///< its number in the gate's list
    int round = 0;         ///< of this cell, from 0
    RoundRequest request;
    RoundDraw draw;
};

/// The two processes of a round, from their start on.
class StartedRound;

/// Runs rounds, choosing the core of each.
class Rounds {
  public:
    /// `cores` are those that this process may use; while this lives they do not sleep, where that is asked.
    Rounds(std::vector<int> cores, bool keep_awake, AnswerBook& answers);
    ~Rounds();

    /// Both sides are started as `plan` has drawn, pinned to the same core (single-threaded cells) or left
    /// with all, warmed up and run in its quads. A side that crashes, hangs or fails leaves its reason in the
    /// row. Where this round and the round `next` take one core each, and there is another, the processes of
    /// `next` are started there meanwhile; where another round is measured then they are ended unused. How
    /// many quads `next` has does not matter yet. Throws CellSettled for a wrong answer, a side that is
    /// not what it was started as, or cannot do the cell; Interrupted where the user asks to stop.
    /// `start_seconds` is left to the caller.
    RoundRow measure(RoundPlan plan, std::optional<RoundPlan> next = std::nullopt);

    /// CPU time that keeping cores awake has used so far, in seconds.
    [[nodiscard]] double awake_cpu_seconds() const;

  private:
    /// This round if it was started already; another one that was is ended.
    std::unique_ptr<StartedRound> take_started(const RoundPlan& plan);
    std::unique_ptr<StartedRound> start(RoundPlan plan, const std::vector<int>& cores);
    void start_ahead(RoundPlan next, int measured_core);

    /// Ends what processes have left behind, which takes the end of all of them.
    void end_orphans();

    /// Runs the quads, and takes in what others did on the cores meanwhile.
    void measure_quads(StartedRound& round, std::optional<int> core);

    /// CPU seconds by core that this program and what it started have used so far: runs of the round on its
    /// core, the processes of the next one, and the threads that keep cores awake.
    [[nodiscard]] std::map<int, double> own_cpu_seconds(const StartedRound& round,
                                                        std::optional<int> core) const;

    /// CPU seconds so far of the threads that keep cores awake, by core.
    [[nodiscard]] std::map<int, double> seconds_awake() const;

    CoreChoice cores_;
    std::optional<KeepAwake> awake_;
    AnswerBook& answers_;
    bool ahead_allowed_ = true;
    std::unique_ptr<StartedRound> ahead_;  ///< the next round, where it was started already
};

}  // namespace pepbench
