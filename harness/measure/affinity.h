// Which cores a process that is there already may use.
#pragma once

#include <sys/types.h>

#include <vector>

namespace pepbench {

/// Keeps a process, its threads and its descendants on these cores, as far as they are there now; what they
/// start later inherits it. 0, or the errno of the process itself; one of the others may have ended
/// meanwhile.
int keep_on_cores(pid_t process, const std::vector<int>& cores);

}  // namespace pepbench
