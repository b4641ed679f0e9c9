#include "judge/speed_comparability.h"

#include <algorithm>

using nlohmann::json;
using Pointer = nlohmann::json::json_pointer;

namespace pepbench {
namespace {

/// Compiler and flags, as the header tells them.
bool same_build(const RunRecord& a, const RunRecord& b) {
    const auto differs = [&](const char* pointer) {
        return a.header.value(Pointer(pointer), json()) != b.header.value(Pointer(pointer), json());
    };
    return !differs("/machine/build/compiler") && !differs("/machine/build/flags") &&
           !differs("/machine/architecture");
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
    if (!in_a || !in_b || !same_build(a, b)) {
        return;
    }
    const Weight weight = across_shifts == AcrossShifts::refuse ? Weight::forbids : Weight::care;
    if (speed_between(*in_a, *in_b)) {
        add(environments, {"the machine's speed (usual milliseconds of the yardstick)",
                           1e3 * in_a->usual_seconds, 1e3 * in_b->usual_seconds, weight});
    }
    if (in_a->moved() || in_b->moved()) {
        add(environments, {"changes of the machine's speed meanwhile", in_a->stretches.size() - 1,
                           in_b->stretches.size() - 1, weight});
    }
}

std::string why_not_normalised(const RunRecord& a, const RunRecord& b) {
    if (!same_build(a, b)) {
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
