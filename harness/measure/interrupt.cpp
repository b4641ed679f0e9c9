#include "measure/interrupt.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>

namespace pepbench {
namespace {

std::atomic<int> count{0};

constexpr std::array kCounted = {SIGINT, SIGTERM, SIGHUP};

void on_signal(int signal) {
    if (count.fetch_add(1) >= 2) {
        ::_exit(128 + signal);
    }
}

}  // namespace

void catch_interrupts() {
    struct sigaction action{};
    action.sa_handler = on_signal;  // without SA_RESTART: whatever waits is woken
    for (const int signal : kCounted) {
        struct sigaction inherited{};
        const bool known = ::sigaction(signal, nullptr, &inherited) == 0;
        if (signal == SIGTERM || !known || inherited.sa_handler != SIG_IGN) {
            ::sigaction(signal, &action, nullptr);
        }
    }
    ::signal(SIGPIPE, SIG_IGN);
}

void let_calls_go_on() {
    for (const int signal : kCounted) {
        struct sigaction action{};
        if (::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == on_signal) {
            action.sa_flags |= SA_RESTART;
            ::sigaction(signal, &action, nullptr);
        }
    }
}

int interrupts() { return count.load(); }

void reset_interrupts() { count = 0; }

}  // namespace pepbench
