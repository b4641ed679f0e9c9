#include "plan/configuration.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "error.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

Configuration as_shipped(const json& entry, const fs::path& folder) {
    Configuration configuration{.name = entry.at("name"), .interpreter = entry.at("name")};
    configuration.unavailable = entry.value("unavailable", std::string());
    if (configuration.available()) {
        const json& command = entry.at("command");
        const fs::path program = folder / command.at(0).get<std::string>();
        configuration.command = command.get<std::vector<std::string>>();
        configuration.command[0] = program.string();
        std::error_code ignored;
        if (!fs::exists(configuration.command[0], ignored)) {
            configuration.unavailable = fmt::format("its runner {} is not built", configuration.command[0]);
        }
    }
    configuration.environment = entry.value("environment", std::map<std::string, std::string>());
    return configuration;
}

}  // namespace

std::vector<Configuration> read_configurations(const fs::path& file) try {
    std::ifstream stream(file);
    if (!stream) {
        throw Error(
            fmt::format("cannot read {}, the list of interpreters that the build writes; run ci/setup.sh",
                        file.string()));
    }
    std::vector<Configuration> configurations;
    for (const json& entry : json::parse(stream)) {
        Configuration shipped = as_shipped(entry, file.parent_path());
        const bool has_jit = entry.value("jit", false);
        if (has_jit) {
            // Debian ships it built but off; said explicitly, so that the user's environment cannot decide.
            shipped.environment["PYTHON_JIT"] = "0";
            shipped.jit = false;
        }
        configurations.push_back(shipped);
        if (has_jit) {
            Configuration with_jit = shipped;
            with_jit.name += "+jit";
            with_jit.environment["PYTHON_JIT"] = "1";
            with_jit.jit = true;
            configurations.push_back(with_jit);
        }
    }
    return configurations;
} catch (const json::exception& error) {
    throw Error(fmt::format("{} is not a list of interpreters: {}", file.string(), error.what()));
}

}  // namespace pepbench
