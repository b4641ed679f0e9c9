// A claim: a sentence of a PEP as a condition on cells (results/claims/, results/README.md).
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "plan/cell.h"

namespace pepbench {

/// Which of a run's configurations a claim means, by the facts that they reported: every fact that is given
/// must hold.
struct Role {
    std::string name;     ///< as the claim's sides call it
    std::string what;     ///< in words
    std::string such_as;  ///< one that pepbench can measure, or NAME=PATH for one that the user must have
    std::optional<std::string> implementation;
    std::optional<std::string> platform;
    std::optional<std::string> version;        ///< `3.13`, and no other
    std::optional<std::string> least_version;  ///< `3.14` or later
    std::optional<bool> gil;
    std::optional<bool> jit;  ///< false also where there is none
    std::optional<bool> free_threaded;
    std::string switched;     ///< a switch that it has on beside `other`, as `jit`; empty: none
    std::string other;        ///< the role that `switched` or `same_build` refers to
    bool same_build = false;  ///< of the version, by the compiler and with the optimisation of `other`
};

/// One side of a comparison.
struct ClaimSide {
    Mode mode;
    std::string role;
    std::optional<int> workers;  ///< where they do not go with the other side's
};

/// What a side's number is.
enum class Quantity { time, memory };

/// How cells become numbers (results/README.md has the formulas).
enum class Comparing { ratio, efficiency, growth, proportional, monotone, geometric_mean };

struct Comparison {
    Comparing how = Comparing::ratio;
    Quantity quantity = Quantity::time;
    ClaimSide of;
    std::optional<ClaimSide> to;
    std::vector<std::string> workloads;
    std::string suite;  ///< that the workloads are all of; empty where they are named
    std::vector<int> workers;
    int needs_cores = 1;
    std::optional<double> at_least;
    std::optional<double> at_most;
};

/// The same answers in both configurations, wherever both measured.
struct SameAnswers {
    std::string of;  ///< roles
    std::string to;
};

/// A use that must fail, with a reason that contains `raises`.
struct UnsupportedUse {
    std::string name;
    std::string workload;
    Mode mode;
    std::string raises;
};

struct Unsupported {
    std::string role;
    std::vector<UnsupportedUse> uses;
};

/// What an interpreter must have reported: a value, or text with a beginning.
struct FactTest {
    std::string name;
    std::string path;  ///< JSON pointer below the configuration's entry of the result file
    nlohmann::json equals;
    std::optional<std::string> begins;  ///< empty: any text
};

struct ReportedFacts {
    std::string role;
    std::vector<FactTest> facts;
};

using Expression = std::variant<Comparison, SameAnswers, Unsupported, ReportedFacts>;

struct Claim {
    std::string id;
    int pep = 0;
    std::string section;
    std::string text;
    std::vector<Role> roles;  ///< all of its file's
    Expression expression;
    std::string note;
    std::string cannot_be_measured;  ///< why pepbench cannot measure it anywhere yet; empty where it can
};

/// The names of the roles that the expression is about.
std::vector<std::string> roles_used(const Expression& expression);

/// Throws std::out_of_range for a name that is none; read_claims has made sure of that.
const Role& role_named(const Claim& claim, const std::string& name);

}  // namespace pepbench
