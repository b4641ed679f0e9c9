// A gate's configuration file: which cells, and thresholds of their own.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "cli/gate_options.h"
#include "plan/gate_plan.h"

namespace pepbench {

/// A cell that the file lists.
struct ConfiguredCell {
    std::string workload;  ///< name, or a path from the file's folder
    std::string mode = "linear";
    std::string start_method;  ///< of processes; empty: fork
    int workers = 1;
    std::optional<double> threshold;  ///< of its own, which needs a reason and a date

    /// `primes/linear/1`
    [[nodiscard]] std::string cell_name() const;
};

/// Reads the file and puts what the command line leaves open (sides, threshold, alpha, beta; the cells'
/// workloads, modes, start methods and numbers of workers) into `options`. Returns the cells that it lists,
/// each once and at least one. Throws Error with one sentence that names the file.
std::vector<ConfiguredCell> read_gate_config(const std::filesystem::path& file, GateOptions& options);

}  // namespace pepbench
