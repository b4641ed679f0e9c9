// The command line of `pepbench gate`.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/run_options.h"
#include "environment/machine.h"
#include "judge/gate_rule.h"

namespace pepbench {

/// As the user wrote them; empty where not.
struct GateOptions {
    RunOptions run;
    std::string base;  ///< a configuration, or an interpreter's path
    std::string head;
    std::string base_workloads;  ///< a workload's file, or a folder of them
    std::string head_workloads;
    std::string base_ref;  ///< a commit of the user's repository
    std::string head_ref;
    std::string repository = ".";
    std::string setup;
    std::string threshold;
    std::string alpha;
    std::string beta;
    std::string max_rounds;
    std::string max_seconds;
    std::string keep_awake;   ///< `auto`, `yes` or `no`
    std::string start_ahead;  ///< the same
    std::string config;
    std::string continued;  ///< file of a gate to go on with
    std::string markdown;
    std::string junit;
    std::string explain;
    bool json = false;
};

/// What decides which cells are judged and on what, so that a gate can be continued from its file alone.
nlohmann::json to_json(const GateOptions& options);

/// Puts them where to_json took them from. Throws Error where one is of the wrong type.
void restore(const nlohmann::json& settings, GateOptions& options);

/// An option with its text: `--setup`, `make`.
using OptionText = std::pair<std::string, std::string>;

/// The options by which a file's settings would run what is not pepbench's own (interpreters, workloads and
/// commits of a user's, a setup, a page), where `given` does not have them too. Empty where there are none.
std::vector<OptionText> foreign_options(const GateOptions& of_file, const GateOptions& given);

/// The command that goes on with a gate in `file` that has these settings.
std::vector<std::string> words_to_continue(const nlohmann::json& settings, const std::string& file);

/// Those of `given` that differ from what a gate was begun with, `of_file`, as they would be written. Not its
/// limits, which are those of each part.
std::vector<std::string> differing_options(const GateOptions& of_file, const GateOptions& given);

/// A share: `5%` or `0.05`. `what` names it in the Error for anything that is not above 0 and below 1.
double share_of(const std::string& text, const char* what);

/// Whether cores are to be kept awake while this machine measures: as the user says, else where it is of use.
/// Throws Error for what is neither `auto`, `yes` nor `no`.
bool keeps_awake(const std::string& text, const Machine& machine);

/// Whether the processes of a round are to be started while the round before is measured: as the user says,
/// else where two cores are usable that share nothing. Throws Error as above.
bool starts_ahead(const std::string& text, const Machine& machine);

/// The rule for so many cells. `max_seconds` is the default where the user gave none. Throws Error for
/// numbers that cannot be.
GateRule rule_of(const GateOptions& options, int cells);

/// Throws Error where the rule allows fewer rounds than any verdict takes.
void require_rounds_for_a_verdict(const GateRule& rule);

}  // namespace pepbench
