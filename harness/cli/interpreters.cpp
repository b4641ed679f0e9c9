// pepbench interpreters: which Pythons there are, and getting more.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/measurement.h"
#include "cli/standard_output.h"
#include "cli/verb.h"
#include "error.h"
#include "measure/lock.h"
#include "measure/runner.h"
#include "measure/script.h"
#include "plan/configuration.h"
#include "plan/discovery.h"
#include "plan/places.h"
#include "record/checked_json.h"
#include "record/printable.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

constexpr double kTimeout = 30;  // seconds
constexpr const char* kExamples = R"(Examples:
  pepbench interpreters                                what is here
  pepbench interpreters --python ~/cpython/python      ... and this one
  pepbench interpreters install cpython-3.13t pypy     into the cache
  pepbench interpreters remove pypy
  pepbench interpreters build-cost                     what building CPython with its JIT costs (PEP 744))";

struct InterpretersOptions {
    std::vector<std::string> pythons;
    std::vector<std::string> names;
    bool optimized = false;
    bool fetch_llvm = false;
    std::string rounds;
    bool wait = false;
};

/// The flag where the build says that it has it.
std::string flag_of(const json& build, const char* key, const char* flag) {
    return build.value(key, json()) == json(true) ? flag : "";
}

std::string jit_of(const json& facts) {
    if (facts.value("jit_available", json()) == json(false)) {
        return "no JIT";
    }
    const json enabled = facts.value("jit_enabled", json());
    return enabled.is_boolean() ? (enabled.get<bool>() ? "JIT on" : "JIT off") : "JIT state unknown";
}

/// PGO, LTO, debug and the compiler, as far as the interpreter tells.
std::string flags_of(const json& build) {
    std::vector<std::string> flags;
    for (const std::string& flag : {flag_of(build, "optimized", "PGO"), flag_of(build, "lto", "LTO"),
                                    flag_of(build, "debug", "debug build"), text_of(build, "compiler")}) {
        if (!flag.empty()) {
            flags.push_back(printable(flag));
        }
    }
    return fmt::format("{}", fmt::join(flags, ", "));
}

/// One line of what an interpreter says of itself.
void print_interpreter(const std::string& name, const Configuration& configuration,
                       const std::string& runner) {
    try {
        Runner process(configuration, 0, kTimeout);
        process.await_hello();
        const json description = process.describe({});
        process.finish();
        const json facts = description.value("facts", json::object());
        const auto start_methods = description.value("start_methods", std::vector<std::string>());
        fmt::print(
            "  {}: {} {}, {}, {}{}, {}, start methods {}; {}\n", printable(name),
            printable(facts.value("implementation", std::string())),
            printable(facts.value("version", std::string())), jit_of(facts),
            facts.value("free_threaded_build", json()) == json(true) ? "free-threaded, " : "",
            facts.value("gil_enabled", json()) == json(false) ? "GIL off" : "GIL on", runner,
            start_methods.empty() ? "none" : printable(fmt::format("{}", fmt::join(start_methods, " "))),
            flags_of(facts.value("build", json::object())));
    } catch (const std::runtime_error& error) {
        fmt::print("  {}: cannot be measured: {}\n", printable(name), printable(error.what()));
    }
}

/// Whether an embedded runner can be built for it, as words for the listing.
std::string embeddable(const json& facts) {
    if (text_of(facts, "implementation") != "cpython") {
        return "not embeddable: only CPython is";
    }
    std::error_code ignored;
    const fs::path include = text_of(facts, "include");
    if (!fs::exists(include / "Python.h", ignored)) {
        return fmt::format("not embeddable: there is no {}", (include / "Python.h").string());
    }
    const std::string library = text_of(facts, "library");
    std::string directories = text_of(facts, "library_directories") + ";";
    for (std::size_t end = directories.find(';'); end != std::string::npos; end = directories.find(';')) {
        if (!library.empty() && fs::exists(fs::path(directories.substr(0, end)) / library, ignored)) {
            return "embeddable";
        }
        directories.erase(0, end + 1);
    }
    return fmt::format("not embeddable: its {} is missing", library.empty() ? "libpython" : library);
}

struct FoundPython {
    fs::path program;
    json facts;  ///< what a build of a runner needs to know
};

/// Throws Error where it is no Python that can be asked.
FoundPython ask_python(const fs::path& program) {
    std::string complaint;
    json facts = json_line_of(
        {program.string(), "-E", (source_directory() / "runners" / "embedded" / "query_python.py").string()},
        kTimeout, complaint);
    if (!facts.is_object()) {
        throw Error(fmt::format("it is no Python that pepbench can ask{}",
                                complaint.empty() ? "" : ": " + printable(complaint)));
    }
    return {program, std::move(facts)};
}

void print_python(const FoundPython& python) {
    Configuration configuration{.name = python.program.string()};
    configuration.command = {python.program.string(),
                             (source_directory() / "runners" / "script" / "runner.py").string(),
                             "--protocol"};
    print_interpreter(configuration.name, configuration, printable(embeddable(python.facts)));
}

void list_registered() {
    fmt::print("measured by name\n");
    for (const Configuration& configuration :
         read_configurations(program_directory() / "interpreters.json")) {
        if (configuration.name != configuration.interpreter) {
            continue;
        }
        if (configuration.available()) {
            print_interpreter(
                configuration.name, configuration,
                configuration.runner + " runner" +
                    (configuration.not_embedded.empty() ? "" : " (" + configuration.not_embedded + ")"));
        } else {
            fmt::print("  {}: {}\n", printable(configuration.name), printable(configuration.unavailable));
        }
    }
}

std::vector<FoundPython> named_pythons(const std::vector<std::string>& paths) {
    std::vector<FoundPython> pythons;
    for (const std::string& path : paths) {
        try {
            pythons.push_back(ask_python(fs::absolute(path)));
        } catch (const Error& error) {
            throw Error(fmt::format("--python {}: {}", path, error.what()));
        }
    }
    return pythons;
}

void list_all(const std::vector<FoundPython>& named) {
    list_registered();
    fmt::print("found besides, measured with pepbench run --python PATH\n");
    for (const FoundPython& python : named) {
        print_python(python);
    }
    for (const fs::path& program : find_pythons(usual_places())) {
        try {
            print_python(ask_python(program));
        } catch (const Error& error) {
            fmt::print("  {}: {}\n", printable(program.string()), printable(error.what()));
        }
    }
}

/// The words of a subcommand that is a script's.
std::vector<std::string> script_words(const char* command, const InterpretersOptions& options) {
    std::vector<std::string> words = {command};
    if (options.optimized) {
        words.emplace_back("--optimized");
    }
    words.insert(words.end(), options.names.begin(), options.names.end());
    return words;
}

std::vector<std::string> build_cost_words(const InterpretersOptions& options) {
    std::vector<std::string> words;
    if (options.fetch_llvm) {
        words.emplace_back("--fetch-llvm");
    }
    if (!options.rounds.empty()) {
        words.insert(words.end(), {"--rounds", options.rounds});
    }
    return words;
}

}  // namespace

Verb interpreters_verb(CLI::App& program) {
    CLI::App* const app = program.add_subcommand(
        "interpreters",
        "List the Pythons on this machine, and install or remove the ones that pepbench can get.");
    const auto options = std::make_shared<InterpretersOptions>();
    app->add_option("--python", options->pythons, "list this interpreter too");
    CLI::App* const install = app->add_subcommand("install", "Install interpreters into the cache.");
    install->add_option("NAME", options->names, "cpython-3.15, cpython-3.14, cpython-3.13t, pypy, pyodide")
        ->required();
    install->add_flag("--optimized", options->optimized,
                      "build from source with PGO and LTO, which takes long");
    CLI::App* const remove = app->add_subcommand("remove", "Remove interpreters from the cache.");
    remove->add_option("NAME", options->names, "as for install")->required();
    CLI::App* const build_cost = app->add_subcommand(
        "build-cost",
        "Build CPython with and without its JIT, and compare the seconds (PEP 744). Takes long.");
    build_cost->add_flag("--fetch-llvm", options->fetch_llvm, "fetch the LLVM that it needs into the cache");
    build_cost->add_option("--rounds", options->rounds, "of building both (default: 2)");
    add_wait_option(*build_cost, options->wait);
    app->require_subcommand(0, 1);
    app->footer(kExamples);
    return {app, [=] {
                if (install->parsed()) {
                    become_script("ci/interpreters.sh", script_words("install", *options));
                }
                if (remove->parsed()) {
                    become_script("ci/interpreters.sh", script_words("remove", *options));
                }
                if (build_cost->parsed()) {
                    MachineLock alone(options->wait);
                    alone.hand_on();
                    become_script("ci/build_cost.sh", build_cost_words(*options));
                }
                const std::vector<FoundPython> named = named_pythons(options->pythons);
                print_out([&] { list_all(named); });
                return ExitCode::done;
            }};
}

}  // namespace pepbench
