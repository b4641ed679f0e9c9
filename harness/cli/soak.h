// pepbench gate --soak: the gate measured on this machine.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/gate_options.h"
#include "exit_code.h"

namespace pepbench {

struct SoakOptions {
    std::string verdicts;   ///< on sides with extra work, and as many on identical ones; empty: no soak
    std::string identical;  ///< verdicts on identical sides, where they are not as many
    std::vector<std::string> extra = {"1", "2", "3", "5", "10"};  ///< percent, taken in turn
    bool neighbour = false;
};

void add_soak_options(CLI::App& app, SoakOptions& options);

/// Throws Error for what `pepbench gate` was given and would ignore: options of a soak without one, and
/// others with one.
void require_honoured(const CLI::App& app, const SoakOptions& options);

/// Judges pairs whose ratio is known exactly and prints how often the gate is right. Throws Error.
ExitCode soak(GateOptions options, const SoakOptions& soak_options);

}  // namespace pepbench
