#include "plan/configuration.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "error.h"
#include "record/small_json.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

/// The program beside the list of interpreters or on PATH; empty where it is nowhere.
fs::path find_program(const fs::path& name, const fs::path& folder) {
    std::error_code ignored;
    if (fs::exists(folder / name, ignored)) {
        return folder / name;
    }
    if (name.has_parent_path()) {
        return {};
    }
    const char* const path = std::getenv("PATH");
    std::istringstream folders(path != nullptr ? path : "");
    for (std::string one; std::getline(folders, one, ':');) {
        if (!one.empty() && ::access((fs::path(one) / name).c_str(), X_OK) == 0) {
            return fs::path(one) / name;
        }
    }
    return {};
}

Configuration as_shipped(const json& entry, const fs::path& folder) {
    Configuration configuration{.name = entry.at("name"),
                                .interpreter = entry.at("name"),
                                .runner = entry.value("runner", std::string())};
    configuration.environment = entry.value("environment", std::map<std::string, std::string>());
    configuration.not_embedded = entry.value("not_embedded", std::string());
    configuration.unavailable = entry.value("unavailable", std::string());
    if (configuration.available()) {
        configuration.command = entry.at("command").get<std::vector<std::string>>();
        const fs::path program = find_program(entry.at("command").at(0).get<std::string>(), folder);
        if (program.empty()) {
            configuration.unavailable = fmt::format(
                "its runner needs {}, which is neither built nor installed", configuration.command[0]);
        } else {
            configuration.command[0] = program.string();
            // The script runner is run by the Python itself.
            const bool script = configuration.runner == "script";
            configuration.python = entry.value("python", script ? program.string() : std::string());
        }
    }
    return configuration;
}

Configuration with_switch(Configuration configuration, const char* name) {
    configuration.name += std::string("+") + name;
    return configuration;
}

std::string interpreter_of(const std::string& name) { return name.substr(0, name.find('+')); }

}  // namespace

std::vector<Configuration> configurations_of(const json& entry, const fs::path& folder) {
    Configuration shipped = as_shipped(entry, folder);
    const bool free_threaded = entry.value("free_threaded", false);
    // PYTHON_GIL stays unset: setting it to 0 would keep the GIL off whatever a module asks for, and so hide
    // it.
    shipped.gil = !free_threaded;
    std::vector<Configuration> all;
    if (entry.value("jit", false)) {
        // Built but off as shipped; said explicitly, so that a default that changes cannot decide.
        shipped.environment["PYTHON_JIT"] = "0";
        shipped.jit = false;
        all.push_back(with_switch(shipped, "jit"));
        all.back().environment["PYTHON_JIT"] = "1";
        all.back().jit = true;
    }
    if (free_threaded) {
        all.push_back(with_switch(shipped, "gil"));
        all.back().environment["PYTHON_GIL"] = "1";
        all.back().gil = true;
    }
    if (const auto switches = entry.find("nojit_switches"); switches != entry.end()) {
        shipped.jit = true;
        all.push_back(with_switch(shipped, "nojit"));
        all.back().jit = false;
        std::vector<std::string>& command = all.back().command;
        const auto words = switches->get<std::vector<std::string>>();
        command.insert(command.empty() ? command.end() : command.begin() + 1, words.begin(), words.end());
    }
    all.insert(all.begin(), shipped);
    return all;
}

std::vector<Configuration> read_configurations(const fs::path& file) {
    std::ifstream stream(file);
    if (!stream) {
        throw Error(
            fmt::format("cannot read {}, the list of interpreters that the build writes: {}; run ci/setup.sh",
                        file.string(), std::strerror(errno)));
    }
    try {
        std::vector<Configuration> configurations;
        for (const json& entry : parse_small_json(stream)) {
            const std::vector<Configuration> of_entry = configurations_of(entry, file.parent_path());
            configurations.insert(configurations.end(), of_entry.begin(), of_entry.end());
        }
        return configurations;
    } catch (const std::exception& error) {
        throw Error(fmt::format("{} is not a list of interpreters: {}", file.string(), error.what()));
    }
}

std::vector<std::string> main_job(const std::vector<Configuration>& configurations) {
    std::vector<std::string> names;
    for (const Configuration& configuration : configurations) {
        if (configuration.interpreter == configurations.front().interpreter ||
            configuration.interpreter == "cpython-3.15" || configuration.named_by_path) {
            names.push_back(configuration.name);
        }
    }
    return names;
}

std::string no_such_switch(const std::string& name, const std::vector<Configuration>& configurations) {
    const std::string interpreter = interpreter_of(name);
    const auto known = std::find_if(configurations.begin(), configurations.end(),
                                    [&](const Configuration& one) { return one.name == interpreter; });
    if (interpreter == name || known == configurations.end()) {
        return {};
    }
    const std::string asked = name.substr(interpreter.size());
    if (asked == "+jit") {
        return fmt::format("{} {}", interpreter,
                           known->jit == true ? "has its JIT on as shipped; name it without a switch"
                                              : "has no JIT that could be switched on");
    }
    if (asked == "+nojit") {
        return fmt::format("{} has no JIT that is on as shipped", interpreter);
    }
    if (asked == "+nogil") {
        return fmt::format("{} {}", interpreter,
                           known->gil == false ? "runs without the GIL as shipped; name it without a switch"
                                               : "is built with the GIL, which cannot be switched off; a "
                                                 "free-threaded build such as cpython-3.13t can");
    }
    if (asked == "+gil") {
        return fmt::format("{} has the GIL as shipped; name it without a switch", interpreter);
    }
    return fmt::format("there is no switch '{}'; there are +jit, +gil and +nojit", asked);
}

}  // namespace pepbench
