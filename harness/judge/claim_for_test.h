// Runs and claims by hand.
#pragma once

#include <string>
#include <vector>

#include "judge/claim.h"
#include "record/record_for_test.h"

namespace pepbench {

inline const Mode kLinear{"linear", ""};
inline const Mode kThreaded{"threaded", ""};
inline const Mode kForked{"process", "fork"};

/// Describes a configuration as a runner would have: CPython with its GIL on, without a JIT.
inline void add_configuration(RunRecord& record, const std::string& name, const nlohmann::json& facts = {}) {
    nlohmann::json all = {{"implementation", "cpython"}, {"version", "3.15.0"},
                          {"platform", "linux"},         {"gil_enabled", true},
                          {"jit_enabled", nullptr},      {"free_threaded_build", false}};
    if (facts.is_object()) {
        all.update(facts);
    }
    record.header["configurations"][name] = {{"facts", all}};
    record.header["settings"]["configurations"].push_back(name);
}

/// A run of one configuration, `python`, on two usable cores.
inline RunRecord run_for_test() {
    RunRecord record;
    record.header = {{"profile", "default"}, {"machine", {{"usable_cores", 2.0}}}};
    add_configuration(record, "python");
    return record;
}

/// A cell that takes `seconds`, and a hundredth more in each pass than in the one before.
inline void add_passes(RunRecord& record, const Cell& cell, double seconds, int passes = 6) {
    for (int pass = 0; pass < passes; ++pass) {
        add_process_run(record, cell, pass, {seconds * (1 + 0.01 * pass)});
    }
}

inline Role role_for_test(const std::string& name) {
    Role role;
    role.name = name;
    role.what = "a " + name;
    role.such_as = "cpython-3.15";
    return role;
}

/// Time of threads ÷ linear on primes with two workers, at most 1.05.
inline Claim claim_for_test() {
    Claim claim;
    claim.id = "pep1-threads";
    claim.pep = 1;
    claim.section = "Abstract";
    claim.text = "Threads take as long.";
    claim.roles = {role_for_test("any")};
    Comparison comparison;
    comparison.of = {.mode = kThreaded, .role = "any", .workers = std::nullopt};
    comparison.to = ClaimSide{.mode = kLinear, .role = "any", .workers = std::nullopt};
    comparison.workloads = {"primes"};
    comparison.workers = {2};
    comparison.at_most = 1.05;
    claim.expression = comparison;
    return claim;
}

}  // namespace pepbench
