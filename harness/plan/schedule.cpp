#include "plan/schedule.h"

#include <utility>

#include "plan/draw.h"

namespace pepbench {

std::size_t number_of_cells(const Selection& selection) {
    std::size_t cells = 0;
    for (const CellGroup& group : groups_of(selection)) {
        cells += group.workers.size();
    }
    return cells;
}

std::vector<CellGroup> groups_of(const Selection& selection) {
    std::vector<CellGroup> groups;
    for (const std::string& workload : selection.workloads) {
        const Shape shape = selection.shape_of(workload);
        for (const Mode& mode : shape.modes) {
            for (const std::string& configuration : selection.configurations) {
                groups.push_back({workload, mode, configuration, shape.workers});
            }
        }
    }
    return groups;
}

std::vector<CellGroup> drawn_order(const Selection& selection, std::uint64_t seed, int pass) {
    Generator generator = generator_for(seed, static_cast<std::uint64_t>(pass));
    std::vector<std::pair<std::string, Mode>> blocks;
    for (const std::string& workload : selection.workloads) {
        for (const Mode& mode : selection.shape_of(workload).modes) {
            blocks.emplace_back(workload, mode);
        }
    }
    shuffle(blocks, generator);
    std::vector<CellGroup> groups;
    for (const auto& [workload, mode] : blocks) {
        std::vector<std::string> configurations = selection.configurations;
        shuffle(configurations, generator);
        std::vector<int> workers = selection.shape_of(workload).workers;
        shuffle(workers, generator);
        for (const std::string& configuration : configurations) {
            groups.push_back({workload, mode, configuration, workers});
        }
    }
    return groups;
}

std::uint32_t hash_seed(std::uint64_t seed, int process_run) {
    constexpr std::uint64_t kHashSeeds = std::uint64_t{1} << 63U;  // a stream that no pass uses
    return static_cast<std::uint32_t>(
        generator_for(seed, kHashSeeds + static_cast<std::uint64_t>(process_run))());
}

}  // namespace pepbench
