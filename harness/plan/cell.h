// One number in a table: workload × configuration × mode × workers.
#pragma once

#include <compare>
#include <string>
#include <vector>

namespace pepbench {

inline const std::vector<std::string> kModes = {
    "linear", "threaded", "process", "subinterpreter", "thread-pool", "process-pool", "interpreter-pool"};
inline const std::vector<std::string> kStartMethods = {"fork", "forkserver", "spawn"};

/// Whether the workers of this mode are processes, which are started by a start method.
inline bool has_start_method(const std::string& mode) { return mode == "process" || mode == "process-pool"; }

/// How the work is spread.
struct Mode {
    std::string name;          ///< one of kModes
    std::string start_method;  ///< of workers that are processes: one of kStartMethods; empty otherwise

    /// `linear`, `process-fork`
    [[nodiscard]] std::string label() const {
        return start_method.empty() ? name : name + "-" + start_method;
    }
    auto operator<=>(const Mode&) const = default;
};

struct Cell {
    std::string workload;
    Mode mode;
    int workers = 1;
    std::string configuration;

    /// `primes/process-fork/4/cpython-3.15+jit`: the row's name in a result file
    [[nodiscard]] std::string name() const {
        return workload + "/" + mode.label() + "/" + std::to_string(workers) + "/" + configuration;
    }
    auto operator<=>(const Cell&) const = default;
};

/// Cells that share everything but the number of workers, and so one process run.
struct CellGroup {
    std::string workload;
    Mode mode;
    std::string configuration;
    std::vector<int> workers;
};

}  // namespace pepbench
