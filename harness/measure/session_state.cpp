#include "measure/session_state.h"

#include <algorithm>

#include "record/by_pass.h"

namespace pepbench {
namespace {

double duration(const SampleRow& row) { return row.seconds * static_cast<double>(row.iterations); }

void add_process_runs(const RunRecord& record, SessionState& state) {
    for (const ProcessRunRow& row : record.process_runs) {
        GroupCost& cost = state.groups[{row.workload, row.mode, row.configuration}];
        const double seconds = row.end_seconds - row.start_seconds;
        cost.wall_seconds += seconds;
        cost.overhead_seconds += seconds;
        ++cost.runs;
        state.next_process_run = std::max(state.next_process_run, row.process_run + 1);
        state.pass = std::max(state.pass, row.pass);
    }
}

void add_samples(const RunRecord& record, SessionState& state) {
    std::map<int, int> pass_of;
    for (const ProcessRunRow& row : record.process_runs) {
        pass_of[row.process_run] = row.pass;
    }
    for (const auto& [cell, by_pass] : values_by_pass(record, AcrossShifts::tell)) {
        state.cells[cell].values = values_of(by_pass);
    }
    for (const SampleRow& row : record.samples) {
        state.cells[row.cell].sample_seconds = duration(row);
        state.groups[{row.cell.workload, row.cell.mode, row.cell.configuration}].overhead_seconds -=
            duration(row);
        state.timed_seconds += duration(row);
        ++state.had[{pass_of.at(row.process_run), row.cell}];
        state.answers.check(row.cell, row.answers);  // what all others must equal
    }
    for (const SampleRow& row : record.warmups) {
        state.timed_seconds += duration(row);
    }
}

/// Cells that failed or cannot be measured are not tried again.
void add_ends(const RunRecord& record, SessionState& state) {
    for (const FailureRow& row : record.failures) {
        state.cells[row.cell].stopped_by = "failed";
    }
    for (const UnavailableRow& row : record.unavailable) {
        if (!row.cell.workload.empty()) {
            state.cells[row.cell].stopped_by = "unsupported";
        }
    }
}

}  // namespace

SessionState state_of(const RunRecord& record) {
    SessionState state;
    add_process_runs(record, state);
    add_samples(record, state);
    add_ends(record, state);
    return state;
}

}  // namespace pepbench
