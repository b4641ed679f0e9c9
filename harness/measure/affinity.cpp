#include "measure/affinity.h"

#include <fmt/format.h>
#include <sched.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace fs = std::filesystem;

namespace pepbench {
namespace {

/// Those of a process, as numbers; none where it has ended.
std::vector<pid_t> threads_of(pid_t process) {
    std::vector<pid_t> threads;
    std::error_code gone;
    for (fs::directory_iterator task(fmt::format("/proc/{}/task", process), gone), end; !gone && task != end;
         task.increment(gone)) {
        threads.push_back(static_cast<pid_t>(std::stol(task->path().filename().string())));
    }
    return threads;
}

/// Processes that a thread has started; none where the kernel does not tell.
std::vector<pid_t> children_of(pid_t process, pid_t thread) {
    std::vector<pid_t> children;
    std::ifstream list(fmt::format("/proc/{}/task/{}/children", process, thread));
    for (pid_t child = 0; list >> child;) {
        children.push_back(child);
    }
    return children;
}

void keep_all_on(pid_t process, const cpu_set_t& cores) {
    for (const pid_t thread : threads_of(process)) {
        ::sched_setaffinity(thread, sizeof cores, &cores);
        for (const pid_t child : children_of(process, thread)) {
            keep_all_on(child, cores);
        }
    }
}

}  // namespace

int keep_on_cores(pid_t process, const std::vector<int>& cores) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (const int core : cores) {
        CPU_SET(static_cast<std::size_t>(core), &set);
    }
    if (::sched_setaffinity(process, sizeof set, &set) != 0) {
        return errno;
    }
    keep_all_on(process, set);
    return 0;
}

}  // namespace pepbench
