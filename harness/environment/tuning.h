#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// Settings of the machine that make times steadier, changed and put back.
/// Sources: the kernel's Documentation/admin-guide/pm/cpufreq.rst, intel_pstate.rst and sysctl/kernel.rst.
namespace pepbench {

/// Where `tune` remembers what it found. /run is emptied when the machine restarts, as the settings are, and
/// only root can write there, as to the settings.
inline constexpr const char* kTunedFile = "/run/pepbench-tuned";

struct TuningStep {
    std::string what;      ///< the setting: `governor`
    bool failed = false;   ///< it exists and could not be changed
    std::string sentence;  ///< what was done, or why nothing
};

/// Sets the governor of all CPUs to performance, turbo off, ASLR on, and how often perf may interrupt to once
/// a second. A setting that is not what it shall be is remembered in kTunedFile before it is changed; what
/// was remembered before stays. Throws Error, having changed nothing more, where that file cannot be written.
[[nodiscard]] std::vector<TuningStep> tune_machine(const std::filesystem::path& root = "/");

/// Puts back what is remembered, and forgets what was put back; of a file that is gone (a CPU was taken away)
/// it says so. Throws Error where kTunedFile cannot be
/// read or written.
[[nodiscard]] std::vector<TuningStep> restore_machine(const std::filesystem::path& root = "/");

}  // namespace pepbench
