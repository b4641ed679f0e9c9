// One measurement at a time on this machine: two would disturb each other, and both be wrong.
#pragma once

#include <filesystem>

#include "measure/descriptor.h"

namespace pepbench {

/// The file that all users of this machine lock: `$PEPBENCH_LOCK`, else one in /tmp.
std::filesystem::path lock_file();

/// Held while something is measured. The kernel releases it with the process, however that ends, so that
/// there is no stale lock.
class MachineLock {
  public:
    /// Takes the lock. Where another process has it, throws Error with one sentence that names it, or, with
    /// `wait`, says so on standard error and waits for its end. Throws Error where the file cannot be opened.
    explicit MachineLock(bool wait, const std::filesystem::path& file = lock_file());

    /// Leaves it to the program that this process becomes (execve(2)), and to whatever that one starts.
    void hand_on();

  private:
    Descriptor descriptor_;
};

}  // namespace pepbench
