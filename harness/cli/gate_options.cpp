#include "cli/gate_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <utility>

#include "error.h"
#include "measure/keep_awake.h"
#include "plan/places.h"
#include "plan/workloads.h"
#include "record/printable.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

using Text = std::string GateOptions::*;
using RunText = std::string RunOptions::*;
using RunList = std::vector<std::string> RunOptions::*;

constexpr int kMostRounds = 100'000;

constexpr std::pair<const char*, Text> kTexts[] = {{"base", &GateOptions::base},
                                                   {"head", &GateOptions::head},
                                                   {"base_workloads", &GateOptions::base_workloads},
                                                   {"head_workloads", &GateOptions::head_workloads},
                                                   {"base_ref", &GateOptions::base_ref},
                                                   {"head_ref", &GateOptions::head_ref},
                                                   {"repository", &GateOptions::repository},
                                                   {"setup", &GateOptions::setup},
                                                   {"threshold", &GateOptions::threshold},
                                                   {"alpha", &GateOptions::alpha},
                                                   {"beta", &GateOptions::beta},
                                                   {"max_rounds", &GateOptions::max_rounds},
                                                   {"max_seconds", &GateOptions::max_seconds},
                                                   {"config", &GateOptions::config},
                                                   {"keep_awake", &GateOptions::keep_awake},
                                                   {"start_ahead", &GateOptions::start_ahead}};
constexpr std::pair<const char*, RunText> kRunTexts[] = {{"suite", &RunOptions::suite},
                                                         {"seed", &RunOptions::seed},
                                                         {"url", &RunOptions::url},
                                                         {"interpreters", &RunOptions::interpreters}};
constexpr std::pair<const char*, RunList> kRunLists[] = {{"workloads", &RunOptions::workloads},
                                                         {"modes", &RunOptions::modes},
                                                         {"workers", &RunOptions::workers},
                                                         {"pythons", &RunOptions::pythons},
                                                         {"start_methods", &RunOptions::start_methods}};

/// What names something to be run, or something that names it.
constexpr std::pair<const char*, Text> kForeignTexts[] = {{"--base-workloads", &GateOptions::base_workloads},
                                                          {"--head-workloads", &GateOptions::head_workloads},
                                                          {"--base-ref", &GateOptions::base_ref},
                                                          {"--head-ref", &GateOptions::head_ref},
                                                          {"--setup", &GateOptions::setup},
                                                          {"--config", &GateOptions::config}};
constexpr std::pair<const char*, RunText> kForeignRunTexts[] = {
    {"--url", &RunOptions::url}, {"--interpreters", &RunOptions::interpreters}};

bool is_own_workload(const std::string& workload) {
    std::error_code error;
    const fs::path own = fs::weakly_canonical(source_directory() / "workloads", error);
    const fs::path file = fs::weakly_canonical(workload, error);
    return !is_path(workload) ||
           std::mismatch(own.begin(), own.end(), file.begin(), file.end()).first == own.end();
}

/// Yes or no, as an option says; `automatic` where it is `auto` or not given.
bool as_asked(const char* option, const std::string& text, bool automatic) {
    if (text == "yes" || text == "no") {
        return text == "yes";
    }
    if (!text.empty() && text != "auto") {
        throw Error(fmt::format("{} '{}' is neither auto, yes nor no", option, text));
    }
    return automatic;
}

double number_of(std::string_view text, const char* what) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) {
        throw Error(fmt::format("{} '{}' is not a number", what, text));
    }
    return number;
}

}  // namespace

json to_json(const GateOptions& options) {
    json settings;
    for (const auto& [key, member] : kTexts) {
        settings[key] = options.*member;
    }
    for (const auto& [key, member] : kRunTexts) {
        settings[key] = options.run.*member;
    }
    for (const auto& [key, member] : kRunLists) {
        settings[key] = options.run.*member;
    }
    settings["test_parameters"] = options.run.test_parameters;
    settings["timeout_seconds"] = options.run.timeout;
    return settings;
}

void restore(const json& settings, GateOptions& options) {
    try {
        for (const auto& [key, member] : kTexts) {
            // Files of former versions lack what came later.
            options.*member = settings.value(key, options.*member);
        }
        for (const auto& [key, member] : kRunTexts) {
            options.run.*member = settings.at(key).get<std::string>();
        }
        for (const auto& [key, member] : kRunLists) {
            options.run.*member = settings.at(key).get<std::vector<std::string>>();
        }
        options.run.test_parameters = settings.at("test_parameters").get<bool>();
        options.run.timeout = settings.at("timeout_seconds").get<double>();
    } catch (const json::exception&) {
        throw Error("the gate to be continued does not say what it was asked; begin a new one");
    }
}

std::vector<OptionText> foreign_options(const GateOptions& of_file, const GateOptions& given) {
    std::vector<OptionText> options;
    const auto add_unless_given = [&](const char* option, const std::string& text, const std::string& same) {
        if (!text.empty() && text != same) {
            options.emplace_back(option, text);
        }
    };
    for (const auto& [option, member] :
         {std::pair("--base", &GateOptions::base), std::pair("--head", &GateOptions::head)}) {
        if (is_path(of_file.*member)) {
            add_unless_given(option, of_file.*member, given.*member);
        }
    }
    for (const auto& [option, member] : kForeignTexts) {
        add_unless_given(option, of_file.*member, given.*member);
    }
    if (!of_file.base_ref.empty()) {
        add_unless_given("--repository", of_file.repository, given.repository);
    }
    for (const auto& [option, member] : kForeignRunTexts) {
        add_unless_given(option, of_file.run.*member, given.run.*member);
    }
    for (const std::string& python : of_file.run.pythons) {
        add_unless_given("--python", python, "");
    }
    for (const std::string& workload : of_file.run.workloads) {
        const auto& again = given.run.workloads;
        if (!is_own_workload(workload) && std::find(again.begin(), again.end(), workload) == again.end()) {
            add_unless_given("--workload", workload, "");
        }
    }
    return options;
}

std::vector<std::string> words_to_continue(const json& settings, const std::string& file) {
    std::vector<std::string> words = {"pepbench", "gate", "--continue", file};
    GateOptions begun;
    try {
        restore(settings, begun);
    } catch (const Error&) {
        return words;  // which will say that it cannot go on
    }
    for (const auto& [option, text] : foreign_options(begun, {})) {
        words.insert(words.end(), {option, text});
    }
    return words;
}

std::vector<std::string> differing_options(const GateOptions& of_file, const GateOptions& given) {
    const GateOptions none;
    std::vector<std::string> options;
    const auto add_where_other = [&](const char* key, const std::string& text,
                                     const std::string& default_text, const std::string& same) {
        if (text != default_text && text != same) {
            std::string option = key;
            std::replace(option.begin(), option.end(), '_', '-');
            options.push_back(fmt::format("--{} '{}'", option, printable(text)));
        }
    };
    for (const auto& [key, member] : kTexts) {
        if (member != &GateOptions::max_rounds && member != &GateOptions::max_seconds) {
            add_where_other(key, given.*member, none.*member, of_file.*member);
        }
    }
    for (const auto& [key, member] : kRunTexts) {
        add_where_other(key, given.run.*member, none.run.*member, of_file.run.*member);
    }
    for (const auto& [key, member] :
         {std::pair("mode", &RunOptions::modes), std::pair("workers", &RunOptions::workers),
          std::pair("start-method", &RunOptions::start_methods)}) {
        const auto text = [&](const RunOptions& run) {
            return fmt::format("{}", fmt::join(run.*member, ","));
        };
        add_where_other(key, text(given.run), text(none.run), text(of_file.run));
    }
    const std::vector<std::string>& begun = of_file.run.workloads;
    for (const std::string& workload : given.run.workloads) {
        if (std::find(begun.begin(), begun.end(), workload) == begun.end()) {
            add_where_other("workload", workload, "", "");
        }
    }
    if (given.run.test_parameters && !of_file.run.test_parameters) {
        options.emplace_back("--test-parameters");
    }
    return options;
}

double share_of(const std::string& text, const char* what) {
    const bool percent = text.ends_with('%');
    const double number = number_of(std::string_view(text).substr(0, text.size() - (percent ? 1 : 0)), what);
    const double share = percent ? number / 100 : number;
    if (!(share > 0) || !(share < 1)) {
        throw Error(fmt::format("{} {} is not above 0 and below 100 %; write 5% or 0.05", what, text));
    }
    return share;
}

bool keeps_awake(const std::string& text, const Machine& machine) {
    return as_asked("--keep-awake", text, worth_keeping_awake(machine));
}

bool starts_ahead(const std::string& text, const Machine& machine) {
    return as_asked("--start-ahead", text, machine.usable_cores >= 2 && !machine.smt_active.value_or(false));
}

GateRule rule_of(const GateOptions& options, int cells) {
    GateRule rule{.cells = cells};
    if (!options.threshold.empty()) {
        rule.threshold = share_of(options.threshold, "--threshold");
    }
    if (!options.alpha.empty()) {
        rule.alpha = share_of(options.alpha, "--alpha");
    }
    if (!options.beta.empty()) {
        rule.beta = share_of(options.beta, "--beta");
    }
    if (!options.max_rounds.empty()) {
        rule.max_rounds = whole_number(options.max_rounds, "--max-rounds", 1);
        if (rule.max_rounds > kMostRounds) {
            throw Error(fmt::format("--max-rounds {} is more than any cell is worth; give at most {}",
                                    rule.max_rounds, kMostRounds));
        }
    }
    if (!options.max_seconds.empty()) {
        rule.max_seconds = number_of(options.max_seconds, "--max-seconds");
        if (!(rule.max_seconds > 0)) {
            throw Error(
                fmt::format("--max-seconds {} is not a positive number of seconds", options.max_seconds));
        }
    }
    return rule;
}

void require_rounds_for_a_verdict(const GateRule& rule) {
    if (rule.max_rounds < rule.least_rounds_to_pass()) {
        throw Error(fmt::format("--max-rounds {} is too few: no cell can pass before {} rounds",
                                rule.max_rounds, rule.least_rounds_to_pass()));
    }
    if (rule.max_rounds < rule.least_rounds_to_flag()) {
        throw Error(
            fmt::format("--max-rounds {} is too few for an --alpha of {:g} over {} cell{}: none could be "
                        "called regressed before {} rounds, and a gate that cannot find a regression is none",
                        rule.max_rounds, rule.alpha, rule.cells, rule.cells == 1 ? "" : "s",
                        rule.least_rounds_to_flag()));
    }
}

}  // namespace pepbench
