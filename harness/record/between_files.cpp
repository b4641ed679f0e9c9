#include "record/between_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "record/by_pass.h"
#include "stats/bootstrap.h"

namespace pepbench {
namespace {

using TimesByCell = std::map<Cell, TimesByProcessRun>;

TimesByCell times_by_cell(const RunRecord& record) {
    TimesByCell times;
    for (const auto& [cell, rows] : samples_by_cell(record)) {
        std::map<int, std::vector<double>> by_process_run;
        for (const SampleRow* row : rows) {
            by_process_run[row->process_run].push_back(row->seconds);
        }
        TimesByProcessRun& of_cell = times[cell];
        for (auto& [number, seconds] : by_process_run) {
            of_cell.push_back(std::move(seconds));
        }
    }
    return times;
}

std::map<Cell, const CellSummary*> by_cell(const Summary& summary) {
    std::map<Cell, const CellSummary*> cells;
    for (const CellSummary& cell : summary.cells) {
        cells[cell.cell] = &cell;
    }
    return cells;
}

std::string failure_of(const RunRecord& record, const Cell& cell) {
    const auto failure = std::find_if(record.failures.begin(), record.failures.end(),
                                      [&](const FailureRow& row) { return row.cell == cell; });
    return failure == record.failures.end() ? std::string() : failure->reason;
}

StoredCell stored_cell(const RunRecord& record, const CellSummary& summary) {
    return {summary.median_seconds, summary.process_runs, failure_of(record, summary.cell)};
}

std::string why_not_measured(const RunRecord& record, const Cell& cell) {
    if (const std::string failure = failure_of(record, cell); !failure.empty()) {
        return fmt::format("it failed: {}", failure);
    }
    for (const UnavailableRow& row : record.unavailable) {
        const bool whole_configuration = row.cell.workload.empty();
        if (row.cell == cell || (whole_configuration && row.cell.configuration == cell.configuration)) {
            return row.reason;
        }
    }
    return {};
}

std::vector<MeanRatio> mean_ratios(const std::vector<CellRatio>& common) {
    std::vector<std::optional<std::string>> names = {std::nullopt};
    std::map<std::optional<std::string>, std::vector<double>> ratios;
    for (const CellRatio& cell : common) {
        if (!ratios.contains(cell.cell.configuration)) {
            names.emplace_back(cell.cell.configuration);
        }
        ratios[cell.cell.configuration].push_back(cell.ratio);
        ratios[std::nullopt].push_back(cell.ratio);
    }
    std::vector<MeanRatio> means;
    for (const auto& name : names) {
        if (const auto& of_name = ratios[name]; !of_name.empty()) {
            means.push_back({name, geometric_mean(of_name), static_cast<int>(of_name.size())});
        }
    }
    return means;
}

/// The cells of `of` that `other` has no sample of.
std::vector<LoneCell> lone_cells(const Summary& of, const StoredRun& other) {
    const std::map<Cell, const CellSummary*> others = by_cell(other.summary);
    std::vector<LoneCell> lone;
    for (const CellSummary& cell : of.cells) {
        if (!others.contains(cell.cell)) {
            lone.push_back({cell.cell, why_not_measured(other.record, cell.cell)});
        }
    }
    return lone;
}

}  // namespace

BetweenFiles between_files(const StoredRun& a, const StoredRun& b) {
    BetweenFiles result;
    RatioBootstrap bootstrap;
    const TimesByCell times_in_a = times_by_cell(a.record);
    const TimesByCell times_in_b = times_by_cell(b.record);
    const std::map<Cell, const CellSummary*> of_b = by_cell(b.summary);
    for (const CellSummary& cell : a.summary.cells) {
        if (const auto other = of_b.find(cell.cell); other != of_b.end()) {
            const CellSummary& in_b = *other->second;
            result.common.push_back(
                {.cell = cell.cell,
                 .a = stored_cell(a.record, cell),
                 .b = stored_cell(b.record, in_b),
                 .ratio = in_b.median_seconds / cell.median_seconds,
                 .interval = bootstrap.interval(times_in_b.at(cell.cell), times_in_a.at(cell.cell))});
        }
    }
    result.means = mean_ratios(result.common);
    result.missing = lone_cells(a.summary, b);
    result.new_ones = lone_cells(b.summary, a);
    return result;
}

bool excludes_1(const CellRatio& ratio) {
    return ratio.interval && (ratio.interval->low > 1 || ratio.interval->high < 1);
}

}  // namespace pepbench
