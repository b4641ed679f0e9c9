// Scripts of the tree that the driver runs.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace pepbench {

/// Runs a program until it ends and returns the first line of its output as JSON; null where it printed none.
/// Its last words on standard error are left in `complaint`. Throws Error where it cannot be started or is
/// silent for `timeout` seconds, and Interrupted.
nlohmann::json json_line_of(const std::vector<std::string>& command, double timeout, std::string& complaint);

/// What a script said until it ended.
struct ScriptEnd {
    std::vector<std::string> lines;  ///< of its output
    std::optional<int> code;         ///< its exit code; nothing where a signal ended it
    std::string complaint;  ///< its last words on standard error, without pepbench's name before them
};

/// Runs a shell script of the tree until it ends. Throws Error where it cannot be started or is silent for
/// `timeout` seconds, and Interrupted.
ScriptEnd run_script(const std::filesystem::path& script, const std::vector<std::string>& arguments,
                     double timeout);

/// Becomes a shell script of the tree, which keeps terminal, environment and exit code. Throws Error where it
/// cannot.
[[noreturn]] void become_script(const std::filesystem::path& script,
                                const std::vector<std::string>& arguments);

}  // namespace pepbench
