// What the machine withheld, for a row.
#pragma once

#include "environment/load.h"
#include "record/withheld.h"

namespace pepbench {

inline Withheld withheld_between(const Disturbances& before, const Disturbances& after) {
    const Disturbances meanwhile = difference(before, after);
    return {.steal_seconds = meanwhile.steal_seconds,
            .thermal_throttles = meanwhile.thermal_throttles,
            .throttled_seconds = meanwhile.cgroup_throttled_seconds};
}

inline Withheld withheld_since(const Disturbances& before) {
    return withheld_between(before, read_disturbances());
}

}  // namespace pepbench
