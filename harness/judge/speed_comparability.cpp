#include "judge/speed_comparability.h"

#include <fmt/format.h>

#include <algorithm>

using nlohmann::json;

namespace pepbench {
namespace {

json course_of(const std::optional<MachineSpeed>& speed) {
    if (!speed) {
        return nullptr;
    }
    const std::size_t changes = speed->stretches.size() - 1;
    return changes == 0 ? json("steady") : json(fmt::format("{} change{}", changes, changes == 1 ? "" : "s"));
}

json milliseconds_of(const std::optional<MachineSpeed>& speed) {
    return speed ? json(1e3 * speed->usual_seconds) : json();
}

void add(EnvironmentComparison& environments, const Difference& difference) {
    const bool forbids = difference.weight == Weight::forbids;
    auto& differences = environments.differences;
    const auto first_care = std::find_if(differences.begin(), differences.end(),
                                         [](const Difference& one) { return one.weight == Weight::care; });
    differences.insert(forbids ? first_care : differences.end(), difference);
    environments.verdict =
        std::max(environments.verdict, forbids ? Comparability::not_comparable : Comparability::with_care);
}

}  // namespace

void compare_speeds(EnvironmentComparison& environments, const RunRecord& a, const RunRecord& b,
                    AcrossShifts across_shifts) {
    const std::optional<MachineSpeed> in_a = speed_of(a);
    const std::optional<MachineSpeed> in_b = speed_of(b);
    const bool refuses = across_shifts == AcrossShifts::refuse;
    const Weight weight = refuses ? Weight::forbids : Weight::care;
    const bool comparable = in_a && in_b && yardstick_build(a.header) == yardstick_build(b.header);
    if (comparable ? speed_between(*in_a, *in_b).has_value() : in_a || in_b || refuses) {
        add(environments, {"the machine's speed (usual milliseconds of the yardstick)", milliseconds_of(in_a),
                           milliseconds_of(in_b), comparable ? weight : Weight::care});
    }
    if ((in_a && in_a->moved()) || (in_b && in_b->moved())) {
        add(environments,
            {"the machine's speed in the course of a run", course_of(in_a), course_of(in_b), weight});
    }
}

std::string why_not_normalised(const RunRecord& a, const RunRecord& b) {
    if (yardstick_build(a.header) != yardstick_build(b.header)) {
        return "they were measured by pepbenches that were built differently, whose yardsticks do not "
               "compare";
    }
    return speed_of(a) && speed_of(b)
               ? ""
               : "one of them has too few readings of the yardstick to tell its machine's speed";
}

void normalise_both(RunRecord& a, RunRecord& b) {
    const double reference = speed_of(a)->usual_seconds;
    normalise_samples(a, reference);
    normalise_samples(b, reference);
}

}  // namespace pepbench
