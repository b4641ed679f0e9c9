// The runner as an ordinary Google Benchmark program whose benchmarks are the cells.
#pragma once

namespace pepbench {

/// Registers every cell of the workloads of a folder and runs those that `--benchmark_filter` asks for.
/// Returns the exit code: 0, or 2 for bad usage, or 4 where a cell failed.
int run_by_hand(int argc, char** argv);

}  // namespace pepbench
