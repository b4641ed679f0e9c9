// Keeping cores from going to sleep while something short is measured on them.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <map>
#include <thread>
#include <vector>

#include "environment/machine.h"

namespace pepbench {

/// When a core has nothing to do it sleeps. In a virtual machine going to sleep and waking up takes a call of
/// the host each, after which the core's frequency and caches may be others': between runs of a few
/// milliseconds that is noise. While this lives, a thread on each core runs that does nothing and gives way
/// to anything else at once (SCHED_IDLE of sched(7)).
class KeepAwake {
  public:
    /// A core that this process may not use, where the class is refused or no thread is to be had is left
    /// alone.
    explicit KeepAwake(const std::vector<int>& cores);
    ~KeepAwake();
    KeepAwake(const KeepAwake&) = delete;
    KeepAwake& operator=(const KeepAwake&) = delete;

    /// CPU time that it has used so far on each core that it keeps awake, in seconds.
    [[nodiscard]] std::map<int, double> cpu_seconds() const;

  private:
    std::atomic<bool> ended_{false};
    std::vector<std::thread> threads_;
    std::map<int, clockid_t> clocks_;  ///< of their CPU time, by core
};

/// Whether that is of use here: in a virtual machine, where no control group's quota is used up by it and no
/// core shares its units with another hardware thread.
[[nodiscard]] bool worth_keeping_awake(const Machine& machine);

}  // namespace pepbench
