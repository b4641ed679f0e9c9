// Whether a machine is fit to measure on, fact by fact.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "environment/machine.h"
#include "environment/watch.h"

namespace pepbench {

enum class Fitness { fine, unknown, care, unfit };

/// What one fact about the machine is to a measurement.
struct Finding {
    std::string what;  ///< `steal`
    Fitness fitness = Fitness::unknown;
    std::string found;    ///< `3.1 % of the CPU time`
    std::string meaning;  ///< for a measurement
    std::string remedy;   ///< the command that mends it, or why nothing can be done; empty where it is fine
};

inline constexpr const char* kNotTold = "the machine does not tell";  ///< a Finding's `found`

/// When the machine was observed.
enum class Moment {
    before,  ///< this program measures next
    after,   ///< it measured meanwhile: load average and pressure are its own, too, and not judged
};

struct EnvironmentVerdict {
    Fitness worst = Fitness::unknown;  ///< of the findings
    std::vector<Finding> findings;

    [[nodiscard]] std::string word() const;  ///< `quiet`, `usable with care` or `not fit`
};

/// Facts that hold for a whole run: cores, clock rate, layout, what stands between here and the hardware.
std::vector<Finding> machine_findings(const Machine& machine);

/// What else went on.
std::vector<Finding> load_findings(const Observation& seen, Moment moment);

/// All of them. The worst decides: with an unfit one the machine is `not fit`, with one that asks for care
/// `usable with care`; what the machine does not tell keeps no other from being `quiet`.
EnvironmentVerdict judge_environment(const Machine& machine, const Observation& seen, Moment moment);

/// `fine`, `unknown`, `care`, `unfit`
std::string to_string(Fitness fitness);

nlohmann::ordered_json to_json(const EnvironmentVerdict& verdict);

}  // namespace pepbench
