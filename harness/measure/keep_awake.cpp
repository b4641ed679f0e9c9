#include "measure/keep_awake.h"

#include <pthread.h>
#include <sched.h>

#include <csignal>
#include <future>
#include <system_error>
#include <utility>

#include "measure/cpu_clock.h"

namespace pepbench {
namespace {

void pause_briefly() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

/// Puts this thread on a core, where it runs only when nothing else does. False where that is refused.
bool withdraw_to(int core) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(static_cast<std::size_t>(core), &cores);
    const sched_param none{};
    return ::sched_setaffinity(0, sizeof cores, &cores) == 0 &&
           ::sched_setscheduler(0, SCHED_IDLE, &none) == 0;
}

/// The signals of this thread, and of those it starts, are left to others while this lives.
class SignalsElsewhere {
  public:
    SignalsElsewhere() {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsElsewhere() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsElsewhere(const SignalsElsewhere&) = delete;
    SignalsElsewhere& operator=(const SignalsElsewhere&) = delete;

  private:
    sigset_t before_{};
};

}  // namespace

KeepAwake::KeepAwake(const std::vector<int>& cores) {
    const SignalsElsewhere to_the_driver;
    for (const int core : cores) {
        std::promise<bool> told;
        std::future<bool> withdrawn = told.get_future();
        std::thread thread;
        try {
            thread = std::thread([this, core, told = std::move(told)]() mutable {
                const bool here = withdraw_to(core);
                told.set_value(here);
                while (here && !ended_.load(std::memory_order_relaxed)) {
                    pause_briefly();
                }
            });
        } catch (const std::system_error&) {
            return;  // no more threads are to be had here (ulimit -u), and this one is not needed
        }
        if (withdrawn.get()) {
            ::pthread_getcpuclockid(thread.native_handle(), &clocks_[core]);
            threads_.push_back(std::move(thread));
        } else {
            thread.join();
        }
    }
}

KeepAwake::~KeepAwake() {
    ended_ = true;
    for (std::thread& thread : threads_) {
        thread.join();
    }
}

std::map<int, double> KeepAwake::cpu_seconds() const {
    std::map<int, double> seconds;
    for (const auto& [core, clock] : clocks_) {
        seconds[core] = seconds_of(clock);
    }
    return seconds;
}

bool worth_keeping_awake(const Machine& machine) {
    return machine.virtualization.virtual_machine && !machine.cgroup_quota_cores &&
           !machine.smt_active.value_or(false);
}

}  // namespace pepbench
