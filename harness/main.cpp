#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <new>
#include <string>
#include <vector>

#include "cli/standard_output.h"
#include "cli/verb.h"
#include "environment/build.h"
#include "error.h"
#include "measure/standard_error.h"
#include "plan/nearest.h"
#include "record/harmless.h"

namespace pepbench {
namespace {

/// CLI11 takes `--url ''` for a value; it is most likely a variable of a script that was not set.
void require_values(const CLI::App& verb) {
    for (const CLI::Option* const option : verb.get_options()) {
        const std::vector<std::string>& values = option->results();
        if (std::find(values.begin(), values.end(), "") != values.end()) {
            throw Error(fmt::format("{} is given without a value", option->get_name()));
        }
    }
    for (const CLI::App* const nested : verb.get_subcommands()) {
        require_values(*nested);
    }
}

std::vector<std::string> names_of(const std::vector<Verb>& verbs) {
    std::vector<std::string> names;
    std::transform(verbs.begin(), verbs.end(), std::back_inserter(names),
                   [](const Verb& verb) { return verb.app->get_name(); });
    return names;
}

int main_of(int argc, char** argv) {
    CLI::App program(
        "pepbench measures what processes, threads and the JIT do to the speed of Python on this machine.");
    program.set_version_flag("--version",
                             "pepbench " + build_facts().version + " (" + build_facts().commit + ")");
    program.require_subcommand(1);
    const std::vector<Verb> verbs = {
        run_verb(program),       list_verb(program),    show_verb(program),   warmup_verb(program),
        gate_verb(program),      compare_verb(program), verify_verb(program), claims_verb(program),
        report_verb(program),    export_verb(program),  import_verb(program), interpreters_verb(program),
        selfcheck_verb(program), doctor_verb(program),
    };
    if (argc > 1 && argv[1][0] != '-') {
        require_known("verb", argv[1], names_of(verbs));
    }
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& asked_for_help) {
        return program.exit(asked_for_help);
    } catch (const CLI::ParseError& error) {
        print_err(fmt::format("pepbench: {}; see pepbench --help\n", harmless(error.what())));
        return static_cast<int>(ExitCode::error);
    }
    for (const Verb& verb : verbs) {
        if (verb.app->parsed()) {
            require_values(*verb.app);
            return static_cast<int>(verb.execute());
        }
    }
    return static_cast<int>(ExitCode::error);
}

/// Where memory is short, libraries may find so where they must not throw: a json's destructor needs some.
[[noreturn]] void end_at_once() {
    try {
        if (std::current_exception()) {
            throw;
        }
    } catch (const std::bad_alloc&) {
        print_err(
            "pepbench: there is not enough memory; allow more (ulimit -v), free some, or give smaller files; "
            "what was being measured goes on with --resume, or --continue of a gate\n");
        ::_exit(static_cast<int>(ExitCode::error));
    } catch (...) {
        print_err("pepbench: this should not have happened, please report it\n");
    }
    std::abort();
}

}  // namespace
}  // namespace pepbench

int main(int argc, char** argv) {
    std::set_terminate(pepbench::end_at_once);
    try {
        pepbench::open_standard_streams();
        std::signal(SIGPIPE, SIG_IGN);  // a pipe that nobody reads is an error to be handled
        std::signal(SIGXFSZ, SIG_IGN);  // and so is a file that may not grow (ulimit -f)
        return pepbench::main_of(argc, argv);
    } catch (const pepbench::Error& error) {
        pepbench::print_err(fmt::format("pepbench: {}\n", pepbench::harmless(error.what())));
        return static_cast<int>(error.code());
    } catch (const std::bad_alloc&) {
        pepbench::print_err(
            "pepbench: there is not enough memory; allow more (ulimit -v), free some, or give smaller "
            "files\n");
        return static_cast<int>(pepbench::ExitCode::error);
    } catch (const std::exception& error) {
        pepbench::print_err(fmt::format("pepbench: this should not have happened, please report it: {}\n",
                                        pepbench::harmless(error.what())));
        return static_cast<int>(pepbench::ExitCode::error);
    }
}
