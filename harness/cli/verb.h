// Verbs of the command line, a file each.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "exit_code.h"

namespace pepbench {

/// A subcommand and what it does once the command line is read. `execute` throws Error.
struct Verb {
    CLI::App* app;
    std::function<ExitCode()> execute;
};

Verb run_verb(CLI::App& program);
Verb list_verb(CLI::App& program);
Verb show_verb(CLI::App& program);
Verb compare_verb(CLI::App& program);
Verb verify_verb(CLI::App& program);
Verb claims_verb(CLI::App& program);
Verb report_verb(CLI::App& program);
Verb warmup_verb(CLI::App& program);
Verb gate_verb(CLI::App& program);
Verb export_verb(CLI::App& program);
Verb import_verb(CLI::App& program);
Verb interpreters_verb(CLI::App& program);
Verb selfcheck_verb(CLI::App& program);
Verb doctor_verb(CLI::App& program);

}  // namespace pepbench
