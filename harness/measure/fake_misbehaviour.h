// What the fake runner (fake_runner_main.cpp) can do wrong beside what it says.
#pragma once

#include <sys/ioctl.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

namespace pepbench {

inline void sleep_for(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

[[noreturn]] inline void hang() {
    while (true) {
        ::pause();
    }
}

/// Does the action of that name. Returns false where there is none.
inline bool misbehave(const std::string& name, const nlohmann::json& argument) {
    if (name == "exit") {
        std::_Exit(argument.get<int>());
    }
    if (name == "hang") {
        hang();
    }
    if (name == "signal") {
        ::signal(argument.get<int>(), SIG_DFL);  // a sanitizer may have taken it
        ::raise(argument.get<int>());
    } else if (name == "close") {
        ::close(argument.get<int>());
    } else if (name == "signal driver") {
        ::kill(::getppid(), argument.get<int>());
    } else if (name == "sleep") {
        sleep_for(argument.get<double>());
    } else if (name == "drained") {  // the driver has read all and had time to act on it
        for (int waiting = 1; ::ioctl(STDOUT_FILENO, FIONREAD, &waiting) == 0 && waiting > 0;) {
            sleep_for(0.005);
        }
        sleep_for(0.2);
    } else if (name == "stopped") {  // for so many seconds
        const pid_t self = ::getpid();
        if (::fork() == 0) {
            while (::getppid() == self) {  // again, as it may come to its stop late
                sleep_for(argument.get<double>());
                ::kill(self, SIGCONT);
            }
            std::_Exit(0);
        }
        ::raise(SIGSTOP);
    } else if (name == "ignore") {
        ::signal(argument.get<int>(), SIG_IGN);
    } else {
        return false;
    }
    return true;
}

}  // namespace pepbench
