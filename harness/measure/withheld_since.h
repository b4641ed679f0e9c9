// What the machine withheld meanwhile, for a row.
#pragma once

#include "environment/load.h"
#include "record/withheld.h"

namespace pepbench {

inline Withheld withheld_since(const Disturbances& before) {
    const Disturbances meanwhile = difference(before, read_disturbances());
    return {.steal_seconds = meanwhile.steal_seconds,
            .thermal_throttles = meanwhile.thermal_throttles,
            .throttled_seconds = meanwhile.cgroup_throttled_seconds};
}

}  // namespace pepbench
