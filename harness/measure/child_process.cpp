#include "measure/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

#include "measure/interrupt.h"

namespace pepbench {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr std::size_t kLongestLine = std::size_t{1} << 20U;
constexpr std::size_t kKeptStderr = 8192;
constexpr std::size_t kRead = std::size_t{1} << 16U;

constexpr int kLook = 200;            // milliseconds between looks at whether the process has ended
constexpr int kLookAtNoPipe = 2;      // the same once its output is closed, and nothing else tells of the end
constexpr Seconds kLongestWait(1e8);  // three years; a clock's arithmetic overflows beyond centuries

/// While it lives, writing to a pipe that nobody reads is an error (EPIPE) and no signal to this thread.
class WithoutSigpipe {
  public:
    WithoutSigpipe() {
        sigemptyset(&sigpipe_);
        sigaddset(&sigpipe_, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &sigpipe_, &before_);
    }
    ~WithoutSigpipe() {
        if (sigismember(&before_, SIGPIPE) == 0) {
            const timespec at_once{};
            ::sigtimedwait(&sigpipe_, nullptr, &at_once);
        }
        ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    WithoutSigpipe(const WithoutSigpipe&) = delete;
    WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;

  private:
    sigset_t sigpipe_{};
    sigset_t before_{};
};

int milliseconds_until(ChildProcess::Clock::time_point deadline) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - ChildProcess::Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, 1'000'000'000));
}

ChildProcess::Clock::time_point deadline_after(Seconds timeout) {
    return ChildProcess::Clock::now() +
           std::chrono::duration_cast<ChildProcess::Clock::duration>(std::min(timeout, kLongestWait));
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command,
                           const std::map<std::string, std::string>& environment,
                           const std::filesystem::path& folder)
    : ChildProcess(spawn(command, environment, folder)) {}

ChildProcess::ChildProcess(Spawned spawned)
    : pid_(spawned.pid),
      own_(spawned.pid),
      input_(std::move(spawned.input)),
      output_(std::move(spawned.output)),
      error_(std::move(spawned.error)) {
    for (const Descriptor* const descriptor : {&input_, &output_, &error_}) {
        ::fcntl(descriptor->get(), F_SETFL, O_NONBLOCK);
    }
}

ChildProcess::~ChildProcess() { kill_now(); }

bool ChildProcess::write_line(const std::string& line, Seconds timeout) {
    const WithoutSigpipe quietly;
    const std::string text = line + "\n";
    const auto deadline = deadline_after(timeout);
    std::size_t written = 0;
    while (written < text.size() && input_.is_open() && interrupts() < 2) {
        const ssize_t count = ::write(input_.get(), text.data() + written, text.size() - written);
        if (count > 0) {
            written += static_cast<std::size_t>(count);
        } else if (errno == EAGAIN) {
            pollfd writable{.fd = input_.get(), .events = POLLOUT, .revents = 0};
            if (milliseconds_until(deadline) == 0 ||
                ::poll(&writable, 1, milliseconds_until(deadline)) == 0) {
                return false;
            }
        } else if (errno != EINTR) {
            return false;
        }
    }
    return written == text.size();
}

ChildProcess::Read ChildProcess::read_line(std::string& line, Seconds timeout) {
    const auto deadline = deadline_after(timeout);
    while (true) {
        if (take_line(line)) {
            return Read::line;
        }
        if (output_text_.size() > kLongestLine) {
            return Read::too_long;
        }
        if (!output_.is_open()) {
            return Read::end;
        }
        if (interrupts() > 1) {
            return Read::interrupted;
        }
        const int left = milliseconds_until(deadline);
        take_in(left);
        if (left == 0) {  // a driver that was stopped itself finds in the pipe what came in time
            return take_line(line) ? Read::line : Read::timeout;
        }
    }
}

void ChildProcess::take_in(int milliseconds) {
    // A child of the runner may hold the pipe open after the runner's end, so its end is looked for as well;
    // first, so that nothing that it wrote comes after the look at the pipe.
    const bool ended = reap(false);
    const int longest = ended ? 0 : !output_.is_open() ? kLookAtNoPipe : kLook;
    pollfd ready[2] = {{.fd = output_.get(), .events = POLLIN, .revents = 0},
                       {.fd = error_.get(), .events = POLLIN, .revents = 0}};
    ::poll(ready, 2, std::min(milliseconds, longest));
    if ((ready[1].revents & (POLLIN | POLLHUP)) != 0) {
        drain(error_, error_text_);
        trim_stderr();
    }
    if ((ready[0].revents & (POLLIN | POLLHUP)) != 0) {
        drain(output_, output_text_);
    } else if (ended) {
        output_.close();
    }
}

bool ChildProcess::take_line(std::string& line) {
    const std::size_t end = output_text_.find('\n');
    if (end == std::string::npos || end > kLongestLine) {
        return false;
    }
    line = output_text_.substr(0, end);
    output_text_.erase(0, end + 1);
    return true;
}

void ChildProcess::drain(Descriptor& descriptor, std::string& into) {
    char buffer[kRead];
    const ssize_t count = ::read(descriptor.get(), buffer, sizeof buffer);
    if (count > 0) {
        into.append(buffer, static_cast<std::size_t>(count));
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        descriptor.close();
    }
}

void ChildProcess::trim_stderr() {
    if (error_text_.size() > kKeptStderr) {
        error_text_.erase(0, error_text_.size() - kKeptStderr);
    }
}

bool ChildProcess::has_said_more() {
    take_in(0);
    return !output_text_.empty();
}

void ChildProcess::close_input() { input_.close(); }

bool ChildProcess::reap(bool block) {
    if (!status_) {
        int status = 0;
        pid_t ended = -1;
        do {
            ended = ::waitpid(pid_, &status, block ? 0 : WNOHANG | WUNTRACED | WCONTINUED);
        } while (ended < 0 && errno == EINTR);
        if (ended == pid_ && (WIFSTOPPED(status) || WIFCONTINUED(status))) {
            stopped_ = true;
        } else if (ended == pid_) {
            status_ = status;
        }
    }
    return status_.has_value();
}

bool ChildProcess::was_stopped() {
    reap(false);
    const bool now = stopped_;
    stopped_ = stopped_ && !output_text_.empty();
    return now;
}

std::optional<int> ChildProcess::wait(Seconds timeout) {
    const auto deadline = deadline_after(timeout);
    while (!reap(false) && interrupts() < 2 && milliseconds_until(deadline) > 0) {
        take_in(milliseconds_until(deadline));
        output_text_.clear();
    }
    if (status_) {
        ::kill(-pid_, SIGKILL);
    }
    return status_;
}

void ChildProcess::end(Seconds grace) {
    close_input();
    ::kill(-pid_, SIGTERM);
    wait(grace);
    kill_now();
}

void ChildProcess::kill_now() {
    ::kill(-pid_, SIGKILL);
    reap(true);
}

std::string ChildProcess::how_it_ended() const {
    if (!status_) {
        return "is still running";
    }
    if (WIFSIGNALED(*status_)) {
        const char* const name = sigabbrev_np(WTERMSIG(*status_));  // real-time signals have none
        return fmt::format("was killed by signal {} ({})", WTERMSIG(*status_),
                           name == nullptr ? "real-time" : std::string("SIG") + name);
    }
    return fmt::format("exited with code {}", WEXITSTATUS(*status_));
}

std::string ChildProcess::stderr_tail() {
    while (error_.is_open()) {
        pollfd readable{.fd = error_.get(), .events = POLLIN, .revents = 0};
        if (::poll(&readable, 1, 0) <= 0) {
            break;
        }
        drain(error_, error_text_);
        trim_stderr();
    }
    return error_text_;
}

}  // namespace pepbench
