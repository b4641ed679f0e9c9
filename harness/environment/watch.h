#pragma once

#include <filesystem>
#include <vector>

#include "environment/load.h"
#include "environment/processes.h"

/// What else the machine does over a stretch of time.
namespace pepbench {

struct Observation {
    LoadSnapshot load;                   ///< at the end of the stretch
    LoadDifference change;               ///< over it, without what this program and its children used
    std::vector<OtherProcess> others{};  ///< the busy ones, and other benchmarks
};

/// CPU time, in seconds, of this process (RUSAGE_SELF of getrusage(2)) or of those of its children, and
/// theirs, that have ended and been waited for (RUSAGE_CHILDREN).
[[nodiscard]] double used_cpu_seconds(int who);

/// Looks at the machine from its making to the first observation, and from each observation to the next.
class Watch {
  public:
    explicit Watch(std::filesystem::path root = "/");

    [[nodiscard]] Observation observe();

  private:
    std::filesystem::path root_;
    LoadSnapshot load_;
    ProcessTimes processes_;
    double own_cpu_seconds_ = 0;
};

}  // namespace pepbench
