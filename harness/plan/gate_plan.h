// What a gate compares: two sides, in one or more cells.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "judge/gate_rule.h"
#include "plan/cell.h"
#include "plan/configuration.h"

namespace pepbench {

/// Names of the sides where a name of a configuration is due: in rows, messages and charts.
inline constexpr const char* kBase = "base";
inline constexpr const char* kHead = "head";

/// One side: an interpreter with its switches, and the files that it works on.
struct GateSide {
    Configuration configuration;
    std::map<std::string, std::filesystem::path> workload_files;  ///< by workload; those that it has
    std::vector<std::filesystem::path> import_from;  ///< folders whose modules its workloads may import
    nlohmann::json identity;  ///< what a result file says of it: configuration, commit, folder
};

/// A cell without its configuration, which is what the sides differ in, and the rule that judges it.
struct GatedCell {
    std::string workload;
    Mode mode;
    int workers = 1;
    GateRule rule;
    nlohmann::json base_parameters = nlohmann::json::object();  ///< that differ from the workload's own
    nlohmann::json head_parameters = nlohmann::json::object();
    bool control = false;           ///< the hidden one whose sides are both the base
    std::optional<bool> neighbour;  ///< of a soak: whether it is judged beside a noisy neighbour

    /// `primes/linear/1`; `primes/linear/1 (control)`
    [[nodiscard]] std::string name() const {
        const std::string plain = workload + "/" + mode.label() + "/" + std::to_string(workers);
        return control ? plain + " (control)" : plain;
    }

    /// Whether one core is enough for it.
    [[nodiscard]] bool single_threaded() const { return mode.name == "linear"; }
};

}  // namespace pepbench
