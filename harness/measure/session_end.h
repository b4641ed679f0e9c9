// How the sessions of runs and of warm-ups end.
#pragma once

#include <map>

#include "judge/answer_book.h"
#include "measure/session.h"

namespace pepbench {

/// What came of the cells: each that still went on was stopped by `otherwise`, unless the user interrupted.
template <typename CellState>
SessionResult ended_session(SessionResult result, const std::map<Cell, CellState>& cells,
                            const char* otherwise, const Selection& selection, const AnswerBook& answers) {
    for (const auto& [cell, state] : cells) {
        result.stopped_by[cell.name()] = !state.stopped_by.empty() ? state.stopped_by.c_str()
                                         : result.interrupted      ? "interrupted"
                                                                   : otherwise;
    }
    for (const std::string& workload : selection.workloads) {
        result.known_answers[workload] = answers.known(workload);
    }
    return result;
}

}  // namespace pepbench
