// The command line of `pepbench run`, and what it comes to.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "measure/settings.h"
#include "record/unfinished.h"

namespace pepbench {

inline constexpr const char* kAll = "all";  ///< every suite, or every configuration

inline constexpr int kMostWorkers = 256;
inline constexpr int kMostLatencyMs = 10'000;

/// As the user wrote them.
struct RunOptions {
    std::vector<std::string> workloads;  ///< names of ours, and paths of the user's files
    std::string suite;                   ///< empty: pep371, or all where workloads are named
    std::vector<std::string> modes;
    std::vector<std::string> workers;
    std::vector<std::string> configurations;
    std::vector<std::string> pythons;  ///< paths, or NAME=PATH
    std::vector<std::string> start_methods = {"fork"};
    std::string profile = "default";
    std::string samples;
    std::string budget;
    std::string seed;
    double timeout = 120;
    std::string across_shifts = kAcrossShifts.front();
    std::string url;
    int url_port = 0;
    int url_latency_ms = 0;
    std::string output;
    std::string resume;  ///< file of a run to go on with
    std::string interpreters;
    bool force = false;
    bool wait = false;  ///< for the end of another measurement on this machine
    bool test_parameters = false;
};

/// Settings, and the configurations that were asked for but cannot be measured here.
struct ResolvedRun {
    Settings settings;
    std::vector<Configuration> unavailable;
    std::filesystem::path output;
    std::optional<Unfinished> resumed;  ///< the run that goes on, where one does
};

/// `configurations` are all there are, `workload_folder` has the suites. Throws Error for unknown names (with
/// the nearest one), numbers that are none, an output that exists, and where none of the configurations can
/// be measured.
ResolvedRun resolve(const RunOptions& options, const std::vector<Configuration>& configurations,
                    const std::filesystem::path& workload_folder);

/// Seconds of measuring that a selection gets where the user names none.
double default_budget(const Selection& selection);

/// A whole number of at least `least`; `what` names it in the Error that is thrown otherwise.
int whole_number(const std::string& text, const char* what, int least);

}  // namespace pepbench
