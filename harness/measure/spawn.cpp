#include "measure/spawn.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "error.h"

namespace fs = std::filesystem;

namespace pepbench {
namespace {

struct Pipe {
    Descriptor read;
    Descriptor write;

    explicit Pipe(const std::string& program) {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC) != 0) {
            throw Error(fmt::format("cannot start {}: no pipe: {}", program, std::strerror(errno)));
        }
        read = Descriptor(ends[0]);
        write = Descriptor(ends[1]);
    }
};

/// What a child needs to become the program, made before the vfork: after it, little is allowed.
struct Start {
    const char* program;
    char* const* arguments;
    char* const* environment;
    const char* folder;  ///< null: as it is
    int input;
    int output;
    int error;
    int report;
    pid_t driver;
    const sigset_t* signals;  ///< that the driver blocks otherwise
};

/// What a child tells where it could not become the program.
struct Problem {
    bool of_folder = false;
    int reason = 0;  ///< errno
};

std::vector<char*> pointers(std::vector<std::string>& strings) {
    std::vector<char*> result;
    for (std::string& string : strings) {
        result.push_back(string.data());
    }
    result.push_back(nullptr);
    return result;
}

[[noreturn]] void give_up(int report, bool of_folder) {
    const Problem problem{.of_folder = of_folder, .reason = errno};
    [[maybe_unused]] const ssize_t told = ::write(report, &problem, sizeof problem);
    ::_exit(127);
}

/// Undoes what the driver does with a signal, as an exec would, and forgets one that came before the child
/// was in a group of its own: it was meant for the driver. What is ignored stays so.
void forget(int signal) {
    struct sigaction action{};
    if (::sigaction(signal, nullptr, &action) == 0 && action.sa_handler != SIG_IGN) {
        ::signal(signal, SIG_IGN);
        ::signal(signal, SIG_DFL);
    }
}

/// In the child, between vfork and exec, where it works in the driver's memory: only what is safe there. Does
/// not return.
[[noreturn]] void become(const Start& start) {
    ::setpgid(0, 0);
    ::signal(SIGPIPE, SIG_DFL);
    ::signal(SIGXFSZ, SIG_DFL);
    ::signal(SIGINT, SIG_IGN);
    ::signal(SIGINT, SIG_DFL);
    forget(SIGTERM);
    forget(SIGHUP);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // a runner then ends its whole group (runners/protocol.md)
    if (::getppid() != start.driver) {
        ::_exit(127);  // the driver died before it could be watched
    }
    ::dup2(start.input, STDIN_FILENO);
    ::dup2(start.output, STDOUT_FILENO);
    ::dup2(start.error, STDERR_FILENO);
    ::sigprocmask(SIG_SETMASK, start.signals, nullptr);
    if (start.folder != nullptr && ::chdir(start.folder) != 0) {
        give_up(start.report, true);
    }
    ::execve(start.program, start.arguments, start.environment);
    give_up(start.report, false);
}

/// Why the child could not become the program; without a reason where it did.
Problem problem_told(int report) {
    Problem problem;
    ssize_t count = -1;
    do {
        count = ::read(report, &problem, sizeof problem);
    } while (count < 0 && errno == EINTR);
    return count == sizeof problem ? problem : Problem{};
}

void reap(pid_t child) {
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
}

/// Starts the child. A fork would copy the page tables of a driver that holds many results; a vfork lasts as
/// long with any driver. No signal may find the child while it works in the driver's memory.
pid_t start_child(Start start) {
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    start.signals = &before;
    // NOLINTNEXTLINE(bugprone-unsafe-functions): posix_spawn cannot set a death signal
    const pid_t child = ::vfork();
    if (child == 0) {
        become(start);
    }
    const int reason = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = reason;
    return child;
}

}  // namespace

Spawned spawn(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment,
              const fs::path& folder) {
    // A relative program is one of the driver's folder, wherever it is to run.
    const std::string program = fs::absolute(command[0]).string();
    std::vector<std::string> arguments = command;
    std::vector<std::string> variables;
    for (const auto& [name, value] : environment) {
        variables.push_back(fmt::format("{}={}", name, value));
    }
    const std::vector<char*> argument_pointers = pointers(arguments);
    const std::vector<char*> variable_pointers = pointers(variables);
    Pipe input(command[0]);
    Pipe output(command[0]);
    Pipe error(command[0]);
    Pipe report(command[0]);
    const Start start{.program = program.c_str(),
                      .arguments = argument_pointers.data(),
                      .environment = variable_pointers.data(),
                      .folder = folder.empty() ? nullptr : folder.c_str(),
                      .input = input.read.get(),
                      .output = output.write.get(),
                      .error = error.write.get(),
                      .report = report.write.get(),
                      .driver = ::getpid(),
                      .signals = nullptr};
    const pid_t child = start_child(start);
    if (child < 0) {
        throw Error(fmt::format("cannot start {}: {}", command[0], std::strerror(errno)));
    }
    report.write.close();
    if (const Problem problem = problem_told(report.read.get()); problem.reason != 0) {
        reap(child);
        const std::string where = problem.of_folder ? fmt::format(" in the folder {}", folder.string()) : "";
        throw Error(fmt::format("cannot start {}{}: {}", command[0], where, std::strerror(problem.reason)));
    }
    ::setpgid(child, child);  // also here: whoever comes first
    return {.pid = child,
            .input = std::move(input.write),
            .output = std::move(output.read),
            .error = std::move(error.read)};
}

std::map<std::string, std::string> own_environment() {
    std::map<std::string, std::string> environment;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string text(*variable);
        const std::size_t equals = text.find('=');
        environment.emplace(text.substr(0, equals),
                            equals == std::string::npos ? "" : text.substr(equals + 1));
    }
    return environment;
}

}  // namespace pepbench
