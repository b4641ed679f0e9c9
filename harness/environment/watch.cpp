#include "environment/watch.h"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace pepbench {
namespace {

double own_cpu_seconds() { return used_cpu_seconds(RUSAGE_SELF) + used_cpu_seconds(RUSAGE_CHILDREN); }

}  // namespace

double used_cpu_seconds(int who) {
    rusage usage{};
    ::getrusage(who, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Watch::Watch(std::filesystem::path root)
    : root_(std::move(root)),
      load_(read_load(root_)),
      processes_(read_process_times(root_)),
      own_cpu_seconds_(own_cpu_seconds()) {}

Observation Watch::observe() {
    const auto own = own_cpu_seconds();
    auto load = read_load(root_);
    auto processes = read_process_times(root_);
    Observation seen{load, difference(load_, load, own - own_cpu_seconds_)};
    seen.others = other_processes(processes_, processes, seen.change.elapsed_seconds, ::getpid(), root_);
    load_ = std::move(load);
    processes_ = std::move(processes);
    own_cpu_seconds_ = own;
    return seen;
}

}  // namespace pepbench
