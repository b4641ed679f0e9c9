// Interpreters, and the configurations that they are measured in.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pepbench {

/// An interpreter with the switches that differ from how it is shipped, and how to start its runner.
struct Configuration {
    std::string name;                                ///< `cpython-3.15+jit`
    std::string interpreter;                         ///< `cpython-3.15`
    std::vector<std::string> command;                ///< of the runner
    std::map<std::string, std::string> environment;  ///< switches that are read at start-up
    std::optional<bool> jit;  ///< what the runner must report after the work, where it is known
    std::optional<bool> gil;
    std::string unavailable;  ///< why it cannot be measured here; empty where it can

    [[nodiscard]] bool available() const { return unavailable.empty(); }
};

/// The configurations of every interpreter in `file` (interpreters.json, which the build writes beside the
/// programs; relative commands are taken from its folder), in its order: `NAME`, then `NAME+jit` where it has
/// a JIT. Interpreters listed as unavailable keep their place and reason. Throws Error where the file cannot
/// be read.
std::vector<Configuration> read_configurations(const std::filesystem::path& file);

}  // namespace pepbench
