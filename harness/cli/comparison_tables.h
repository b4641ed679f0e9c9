// Tables of a summary beyond its cells: switches, suites, scaling, memory, start-up.
#pragma once

#include "record/summary.h"

namespace pepbench {

/// Effects of the switches, by cell and by suite, each configuration against the reference, and how modes
/// scale.
void print_comparisons(const Summary& summary);

/// CPU time and context switches where there are more workers than cores; memory and start-up of each
/// configuration.
void print_resources(const Summary& summary);

}  // namespace pepbench
