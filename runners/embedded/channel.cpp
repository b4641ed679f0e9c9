#include "channel.h"

#include <fcntl.h>
#include <pybind11/pybind11.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <iostream>

using nlohmann::json;

namespace pepbench {
namespace {

/// The first descriptor that is not a standard stream's.
constexpr int kFirstOwn = 3;

int moved(int descriptor) { return fcntl(descriptor, F_DUPFD_CLOEXEC, kFirstOwn); }

[[noreturn]] void end(const char* reason) {
    std::cerr << "pepbench runner: " << reason << "\n";
    _exit(2);
}

}  // namespace

Channel::Channel()
    : input_(moved(STDIN_FILENO)), output_(moved(STDOUT_FILENO)), pipe_(identity()), process_(::getpid()) {
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(nothing, STDIN_FILENO);
    ::close(nothing);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
}

void Channel::send(const json& message) const {
    if (::getpid() != process_) {
        end("a process that was forked by what was measured came back from it");
    }
    if (identity() != pipe_) {
        end("what was measured has closed the descriptor of the replies");
    }
    const std::string line = message.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
    std::size_t written = 0;
    while (written < line.size()) {
        const ssize_t count = ::write(output_, line.data() + written, line.size() - written);
        if (count < 0 && errno != EINTR) {
            end("the driver does not read any more");
        }
        written += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
}

bool Channel::receive(std::string& line) {
    std::array<char, 4096> buffer{};
    while (true) {
        if (const std::size_t newline = text_.find('\n'); newline != std::string::npos) {
            line = text_.substr(0, newline);
            text_.erase(0, newline + 1);
            return true;
        }
        if (PyErr_CheckSignals() != 0) {  // of one that came before the read, which it does not end
            throw pybind11::error_already_set();
        }
        ssize_t count = 0;
        int problem = 0;
        {
            const pybind11::gil_scoped_release released;
            count = ::read(input_, buffer.data(), buffer.size());
            problem = errno;
        }
        if (count > 0) {
            text_.append(buffer.data(), static_cast<std::size_t>(count));
        } else if (count == 0 || problem != EINTR) {  // a last line may lack its newline
            line = std::exchange(text_, {});
            return !line.empty();
        }
    }
}

std::pair<dev_t, ino_t> Channel::identity() const {
    struct stat status{};
    ::fstat(output_, &status);
    return {status.st_dev, status.st_ino};
}

}  // namespace pepbench
