// In which order process runs are made.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "plan/cell.h"

namespace pepbench {

/// In which modes and with which numbers of workers a workload is measured.
struct Shape {
    std::vector<Mode> modes;
    std::vector<int> workers;
};

/// What cells a run is about: each workload in its shape, in every configuration.
struct Selection {
    std::vector<std::string> workloads;
    std::vector<Mode> modes;  ///< of all workloads
    std::vector<int> workers;
    std::vector<std::string> configurations;
    std::map<std::string, Shape> shapes;  ///< by workload; one that is not there is measured in all modes

    [[nodiscard]] Shape shape_of(const std::string& workload) const {
        const auto own = shapes.find(workload);
        return own == shapes.end() ? Shape{modes, workers} : own->second;
    }
};

/// How many cells that makes.
std::size_t number_of_cells(const Selection& selection);

/// One group a workload, mode and configuration, in the order of the lists.
std::vector<CellGroup> groups_of(const Selection& selection);

/// The order of pass `pass` (from 0) over the groups: workloads and modes shuffled, within each the
/// configurations shuffled and next to each other, and the numbers of workers shuffled, the same way for all
/// of them. A slow stretch of the machine then hits all configurations alike, none is always first, and a
/// cell comes after the same other cells in each. Depends on `seed` and `pass` alone.
std::vector<CellGroup> drawn_order(const Selection& selection, std::uint64_t seed, int pass);

/// The hash seed of a process run: 32 bits that depend on both numbers alone.
std::uint32_t hash_seed(std::uint64_t seed, int process_run);

}  // namespace pepbench
