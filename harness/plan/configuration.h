// Interpreters, and the configurations that they are measured in.
#pragma once

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
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
    std::string python;                              ///< its program; empty where it runs in a runner alone
    std::filesystem::path folder;                    ///< the runner's working directory; empty: the driver's
    std::optional<bool> jit;  ///< what the runner must report after the work, where it is known
    std::optional<bool> gil;
    bool named_by_path = false;  ///< by the user, with --python
    std::string runner;          ///< kind of runner: `embedded`, `script` or `pyodide`
    std::string not_embedded;    ///< why it has no embedded runner; empty where it has, or where nobody said
    bool plays_times = false;    ///< that need not have passed: a fake runner, in tests
    std::string unavailable;     ///< why it cannot be measured here; empty where it can
    std::optional<std::string> stderr_tail;  ///< where that is a runner that failed when it was started

    [[nodiscard]] bool available() const { return unavailable.empty(); }
};

/// The configurations of every interpreter in `file` (interpreters.json, which the build writes beside the
/// programs), in its order: `NAME`, then the same with the switch that it has: `NAME+jit`, `NAME+gil`,
/// `NAME+nojit`. A program that is named without a folder is looked for beside the file, then on PATH.
/// Interpreters listed as unavailable keep their place and reason. Throws Error where the file cannot be
/// read.
std::vector<Configuration> read_configurations(const std::filesystem::path& file);

/// The configurations of one entry of such a file, whose programs are looked for in `folder` first. Throws
/// nlohmann::json::exception where the entry lacks what it needs.
std::vector<Configuration> configurations_of(const nlohmann::json& entry,
                                             const std::filesystem::path& folder);

/// The names of the configurations that the main job measures where the user names none: those of the
/// system's interpreter, which comes first, of CPython 3.15, and of interpreters that the user named by path.
std::vector<std::string> main_job(const std::vector<Configuration>& configurations);

/// Why an interpreter has no such switch, as one sentence, for a `name` like `cpython-3.13t+jit` whose
/// interpreter is among `configurations`; empty where it is not.
std::string no_such_switch(const std::string& name, const std::vector<Configuration>& configurations);

}  // namespace pepbench
