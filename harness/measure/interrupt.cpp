#include "measure/interrupt.h"

#include <unistd.h>

#include <atomic>
#include <csignal>

namespace pepbench {
namespace {

std::atomic<int> count{0};

void on_signal(int signal) {
    if (count.fetch_add(1) >= 2) {
        ::_exit(128 + signal);
    }
}

}  // namespace

void catch_interrupts() {
    struct sigaction action{};
    action.sa_handler = on_signal;  // without SA_RESTART: whatever waits is woken
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction inherited{};
        const bool known = ::sigaction(signal, nullptr, &inherited) == 0;
        if (signal == SIGTERM || !known || inherited.sa_handler != SIG_IGN) {
            ::sigaction(signal, &action, nullptr);
        }
    }
    ::signal(SIGPIPE, SIG_IGN);
}

int interrupts() { return count.load(); }

void reset_interrupts() { count = 0; }

}  // namespace pepbench
