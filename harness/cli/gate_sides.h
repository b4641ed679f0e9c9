// From the command line of `pepbench gate` to what is compared.
#pragma once

#include <memory>
#include <vector>

#include "cli/gate_options.h"
#include "measure/gate_session.h"
#include "measure/worktrees.h"

namespace pepbench {

struct ResolvedGate {
    ResolvedRun run;  ///< everything that a gate shares with a run
    GateSide base;
    GateSide head;
    std::vector<GatedCell> cells;  ///< that are to be judged
    std::optional<double> budget_seconds;
    std::unique_ptr<Worktrees> worktrees;  ///< where the sides are commits: they live as long as this
    std::vector<std::string> notes;        ///< for the user, a sentence each
};

/// Throws Error for what cannot be compared, one sentence that says why and what can.
ResolvedGate resolve_gate(GateOptions options);

}  // namespace pepbench
