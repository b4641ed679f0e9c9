// Work whose time tells how fast the machine is at the moment, and nothing else.
#pragma once

#include <vector>

namespace pepbench {

/// Seconds of each of five runs of the same compiled work, about a millisecond each: multiplications that
/// wait for one another, and a table of 32 KiB that they walk through. No interpreter, switch or workload
/// takes part in it. Its times compare between programs that one compiler built in the same way.
std::vector<double> read_yardstick();

}  // namespace pepbench
