// Whether two stored runs can be set against each other: what of their environments differs.
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "record/run_record.h"

namespace pepbench {

enum class Weight {
    care,     ///< may explain a difference in time, or is what is being compared (an interpreter's version)
    forbids,  ///< other hardware, other work or another way of measuring: times are not of the same thing
};

struct Difference {
    std::string what;     ///< `CPU model`; `cpython-3.15: version`
    nlohmann::json in_a;  ///< null where the file does not tell
    nlohmann::json in_b;
    Weight weight = Weight::care;
};

enum class Comparability { comparable, with_care, not_comparable };

struct EnvironmentComparison {
    Comparability verdict = Comparability::comparable;
    std::vector<Difference> differences;  ///< those that forbid first
};

/// The names in cells that both runs measured: only of these do differences count.
struct InCommon {
    std::set<std::string> workloads;
    std::set<std::string> configurations;
};

/// Of the cells that two runs measured.
InCommon names_in_common(const RunRecord& a, const RunRecord& b);

/// Compares two headers (`pepbench` of result files). A fact that one of the files does not tell asks for
/// care and never forbids. Start methods are part of a cell's name and so never differ between cells that are
/// compared.
EnvironmentComparison compare_environments(const nlohmann::json& a, const nlohmann::json& b,
                                           const InCommon& common);

/// `comparable`, `comparable with care`, `not comparable`
std::string to_string(Comparability verdict);

/// `care`, `forbids`
std::string to_string(Weight weight);

/// `{"verdict", "differences": [{"what", "a", "b", "weight"}]}`
nlohmann::json to_json(const EnvironmentComparison& environments);

}  // namespace pepbench
