// The keys of pyperf's metadata that say which of our cells a benchmark is.
#pragma once

namespace pepbench::pyperf {

inline constexpr const char* kVersion = "1.0";  ///< a text; pyperf refuses the number
inline constexpr const char* kWorkload = "pepbench_workload";
inline constexpr const char* kMode = "pepbench_mode";
inline constexpr const char* kStartMethod = "pepbench_start_method";
inline constexpr const char* kWorkers = "pepbench_workers";
inline constexpr const char* kConfiguration = "pepbench_configuration";
inline constexpr const char* kPass = "pepbench_pass";
inline constexpr const char* kUsableCores = "pepbench_usable_cores";
inline constexpr const char* kJit = "pepbench_jit";  ///< "on" or "off"; missing where nobody can tell
inline constexpr const char* kGil = "pepbench_gil";

}  // namespace pepbench::pyperf
