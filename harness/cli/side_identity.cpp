#include "cli/side_identity.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>

#include "error.h"
#include "measure/child_process.h"
#include "measure/spawn.h"
#include "record/formats/foreign_json.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

constexpr std::chrono::duration<double> kLoaderPatience(10);

std::optional<std::string> bytes_of(const fs::path& file) {
    std::error_code error;
    std::ifstream stream(file, std::ios::binary);
    if (!stream || !fs::is_regular_file(file, error)) {
        return std::nullopt;
    }
    return std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
}

/// The library of an interpreter that a program loads, as its own loader finds it; empty where there is none.
fs::path loaded_library(const fs::path& program) {
    std::map<std::string, std::string> environment = own_environment();
    environment["LD_TRACE_LOADED_OBJECTS"] = "1";  // ld.so(8): say what would be loaded, and end
    try {
        ChildProcess process({program.string()}, environment);
        process.close_input();
        std::string line;
        while (process.read_line(line, kLoaderPatience) == ChildProcess::Read::line) {
            if (const fs::path library = interpreters_library(line); !library.empty()) {
                return library;
            }
        }
    } catch (const Error&) {
        return {};  // what cannot be started says so where it is measured
    }
    return {};
}

using Modules = std::set<fs::path>;

/// Adds the modules in a folder, and in the packages there.
void add_modules(const fs::path& folder, Modules& modules) {
    std::error_code error;
    std::set<fs::path> packages;  // in order, as folders have none
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".py" && entry.is_regular_file(error)) {
            modules.insert(entry.path());
        } else if (fs::is_regular_file(entry.path() / "__init__.py", error) && !entry.is_symlink(error)) {
            packages.insert(entry.path());  // a link could lead around in circles
        }
    }
    for (const fs::path& package : packages) {
        if (modules.size() <= kMostModules) {
            add_modules(package, modules);
        }
    }
}

/// A side without what a former version did not say of it.
json as_far_as_known(json now, const json& then) {
    for (const char* key : {"build", "modules"}) {
        if (!then.contains(key)) {
            now.erase(key);
        }
    }
    return now;
}

}  // namespace

std::string fingerprint(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (std::istreambuf_iterator<char> byte(stream), end; byte != end; ++byte) {
        hash = (hash ^ static_cast<unsigned char>(*byte)) * 0x100000001b3U;
    }
    return fmt::format("{:016x}", hash);
}

fs::path interpreters_library(const std::string& line) {
    constexpr std::string_view kArrow = " => ";
    const std::size_t arrow = line.find(kArrow);
    const std::size_t address = line.rfind(" (0x");
    const bool named =
        line.find("libpython") != std::string::npos || line.find("libpypy") != std::string::npos;
    if (!named || arrow == std::string::npos || address == std::string::npos) {
        return {};
    }
    const std::size_t begin = arrow + kArrow.size();
    return line.substr(begin, address - begin);
}

json build_of(const fs::path& executable, const fs::path& program) {
    json build = json::object();
    if (const auto bytes = bytes_of(executable)) {
        build["executable"] = sha256(*bytes);
    }
    if (const auto bytes = bytes_of(loaded_library(program))) {
        build["library"] = sha256(*bytes);
    }
    return build;
}

json modules_beside(const std::vector<fs::path>& workloads) {
    Modules modules;
    std::set<fs::path> folders;
    for (const fs::path& workload : workloads) {
        folders.insert(fs::absolute(workload).parent_path());
    }
    for (const fs::path& folder : folders) {
        add_modules(folder, modules);
    }
    for (const fs::path& workload : workloads) {
        modules.erase(fs::absolute(workload));
    }
    std::string text;  // names without folders: a checkout may have been moved
    std::size_t files = 0;
    std::size_t size = 0;
    for (const fs::path& module : modules) {
        const std::string bytes = bytes_of(module).value_or("");
        size += bytes.size();
        if (files == kMostModules || size > kMostModuleBytes) {
            break;
        }
        text += module.filename().string() + '\0' + sha256(bytes) + '\n';
        ++files;
    }
    return {{"files", files}, {"sha256", sha256(text)}, {"complete", files == modules.size()}};
}

std::string change_of_side(const json& then, const json& now) {
    if (!then.is_object()) {
        return "its file does not say what it was";
    }
    const json here = as_far_as_known(now, then);
    if (then == here) {
        return {};
    }
    const auto differs = [&](const char* key) { return then.value(key, json()) != here.value(key, json()); };
    if (differs("configuration") || differs("interpreter")) {
        return "it was of another interpreter";
    }
    if (differs("commit")) {
        return "its commit is another one";
    }
    if (differs("workloads")) {
        return "its workloads have changed";
    }
    if (differs("modules")) {
        return "modules beside its workloads have changed";
    }
    return differs("build") ? "its interpreter has been built anew" : "it was named otherwise";
}

}  // namespace pepbench
