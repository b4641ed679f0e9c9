// What a run was asked to do.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "plan/configuration.h"
#include "plan/schedule.h"
#include "record/run_speed.h"

namespace pepbench {

enum class Profile {
    sound,   ///< `default`: several fresh processes, median with interval
    pep371,  ///< the original's protocol: one process, 100 repetitions, minimum
};

struct Settings {
    Profile profile = Profile::sound;
    Selection selection;
    std::map<std::string, std::filesystem::path> workload_files;  ///< by workload
    std::map<std::string, std::string> suites;                    ///< by workload
    std::map<std::string, Configuration> configurations;          ///< by name, the available ones
    std::map<std::pair<std::string, std::string>, std::string>
        unsupported;  ///< (configuration, mode's label) that its runner tried in vain, with the reason
    bool test_parameters = false;  ///< the workloads' small parameters instead of the PEP's
    double budget_seconds = 0;     ///< of measuring, all cells together
    std::optional<int> samples;    ///< exactly so many a cell, instead of a budget
    std::uint64_t seed = 0;
    double timeout_seconds = 120;  ///< a runner silent for so long is lost
    AcrossShifts across_shifts = AcrossShifts::tell;
    std::string url;  ///< empty: a server of our own
    int url_port = 0;
    int url_latency_ms = 0;
};

inline constexpr int kPep371Repetitions = 100;
inline constexpr int kEnoughProcessRuns = 6;     ///< below that no 95 % interval of a median exists
inline constexpr int kMostProcessRuns = 100;     ///< of a cell
inline constexpr int kMostSamplesPerVisit = 10;  ///< of a cell in one process run
inline constexpr double kMinimumSampleSeconds = 1e-3;
/// In the profile pep371: runners take 1000 steps of their clock for it, which are more, and only repeat what
/// is shorter than that.
inline constexpr double kMinimumForTheClock = 1e-9;
inline constexpr double kBetweenReadings = 1;  ///< seconds at least, of the yardstick, which takes 5 ms

/// The repetitions of the original, or what `--samples` asks for in its place.
inline int repetitions(const Settings& settings) { return settings.samples.value_or(kPep371Repetitions); }

}  // namespace pepbench
