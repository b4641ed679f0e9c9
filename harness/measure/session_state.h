// What a run knows of its cells while it goes on.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "judge/answer_book.h"
#include "plan/cell.h"
#include "record/run_record.h"

namespace pepbench {

struct CellState {
    std::vector<double> values;  ///< one a process run: the median of its samples
    double sample_seconds = 0;   ///< of the last sample, all its iterations
    std::string stopped_by;      ///< empty while it goes on
};

/// What the process runs of a group of cells cost so far.
struct GroupCost {
    double wall_seconds = 0;
    double overhead_seconds = 0;  ///< the part of it that is not in samples which count
    int runs = 0;
};

using GroupKey = std::tuple<std::string, Mode, std::string>;  ///< workload, mode, configuration

struct SessionState {
    std::map<Cell, CellState> cells;
    std::map<GroupKey, GroupCost> groups;
    AnswerBook answers;
    double timed_seconds = 0;
    int next_process_run = 0;
    int pass = 0;                             ///< the one to go on with
    std::map<std::pair<int, Cell>, int> had;  ///< samples by pass and cell that were there at the beginning

    /// How many samples of a cell a pass that goes on has already.
    [[nodiscard]] int had_in(int pass_number, const Cell& cell) const {
        const auto found = had.find({pass_number, cell});
        return found == had.end() ? 0 : found->second;
    }
};

/// Where a run stands that has measured `record`; at its beginning where that is empty. Throws Error where a
/// sample names a process run that is not listed.
SessionState state_of(const RunRecord& record);

}  // namespace pepbench
