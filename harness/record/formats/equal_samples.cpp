#include "record/formats/equal_samples.h"

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>

namespace pepbench {
namespace {

using SamplesOfRuns = std::map<int, std::size_t>;                           // by number of the process run
using Comparison = std::tuple<std::string, Mode, int>;                      // workload, mode, workers
using Sides = std::map<Comparison, std::vector<std::vector<std::size_t>>>;  // samples of each run, most first

struct Share {
    std::size_t runs = 0;
    std::size_t samples = 0;  ///< of each run
};

Comparison comparison_of(const Cell& cell) { return {cell.workload, cell.mode, cell.workers}; }

std::map<Cell, SamplesOfRuns> samples_of_runs(const RunRecord& record) {
    std::map<Cell, SamplesOfRuns> cells;
    for (const SampleRow& row : record.samples) {
        ++cells[row.cell][row.process_run];
    }
    return cells;
}

void add_sides(Sides& sides, const RunRecord& record) {
    for (const auto& [cell, runs] : samples_of_runs(record)) {
        std::vector<std::size_t> counts;
        for (const auto& [number, samples] : runs) {
            counts.push_back(samples);
        }
        std::sort(counts.begin(), counts.end(), std::greater<>());
        sides[comparison_of(cell)].push_back(counts);
    }
}

/// The share that every side has and that keeps the most samples; of equals the one with more process runs.
Share largest_share(const std::vector<std::vector<std::size_t>>& sides) {
    Share best;
    for (std::size_t runs = 1;; ++runs) {
        Share share{runs, sides.front().size() < runs ? 0 : sides.front()[runs - 1]};
        for (const std::vector<std::size_t>& side : sides) {
            share.samples = std::min(share.samples, side.size() < runs ? 0 : side[runs - 1]);
        }
        if (share.samples == 0) {
            return best;
        }
        if (share.runs * share.samples >= best.runs * best.samples) {
            best = share;
        }
    }
}

}  // namespace

RunRecord with_equal_samples(const RunRecord& record, const RunRecord* like) {
    Sides sides;
    add_sides(sides, record);
    if (like != nullptr) {
        add_sides(sides, *like);
    }
    std::map<Cell, SamplesOfRuns> kept;  // how many samples of a run are still to be taken
    for (const auto& [cell, runs] : samples_of_runs(record)) {
        const Share share = largest_share(sides.at(comparison_of(cell)));
        for (const auto& [number, samples] : runs) {
            if (samples >= share.samples && kept[cell].size() < share.runs) {
                kept[cell][number] = share.samples;
            }
        }
    }
    RunRecord equal = record;
    std::erase_if(equal.warmups, [&](const SampleRow& row) {
        const auto cell = kept.find(row.cell);
        return cell == kept.end() || !cell->second.contains(row.process_run);
    });
    std::erase_if(equal.samples, [&](const SampleRow& row) {
        const auto left = kept.at(row.cell).find(row.process_run);
        if (left == kept.at(row.cell).end() || left->second == 0) {
            return true;
        }
        --left->second;
        return false;
    });
    return equal;
}

}  // namespace pepbench
