// A child process with pipes on its standard streams.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "measure/orphans.h"
#include "measure/spawn.h"

namespace pepbench {

/// Started in a process group of its own, so that it can be ended with everything that it started, and set to
/// die with the driver. Its standard error is kept, the last 8 KiB of it.
class ChildProcess {
  public:
    using Clock = std::chrono::steady_clock;

    enum class Read { line, end, timeout, interrupted, too_long };

    /// `environment` is the whole environment, `folder` the working directory: the driver's where it is
    /// empty. Throws Error where the program cannot be started.
    ChildProcess(const std::vector<std::string>& command,
                 const std::map<std::string, std::string>& environment,
                 const std::filesystem::path& folder = {});
    /// Ends the whole process group at once.
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Writes a line to its standard input. False where it does not read any more, or not within `timeout`.
    bool write_line(const std::string& line, std::chrono::duration<double> timeout);

    /// The next line of its standard output, without the newline, waited for at most `timeout`. `end` once it
    /// has closed its output or ended without one, `interrupted` where a signal asked the driver to stop at
    /// once, `too_long` beyond 1 MiB.
    Read read_line(std::string& line, std::chrono::duration<double> timeout);

    /// Whether it has written more to its standard output than the lines that were read.
    bool has_said_more();

    void close_input();

    /// Waits for its end, then ends what is left of its group. Nothing where it is still running after
    /// `timeout`, or when a signal asked the driver to stop at once. What it still writes is thrown away.
    std::optional<int> wait(std::chrono::duration<double> timeout);

    /// SIGTERM to the whole group, SIGKILL to what is left after `grace`; waits.
    void end(std::chrono::duration<double> grace = std::chrono::duration<double>(0.2));

    /// Ends the whole group at once, and waits for no more than that.
    void kill_now();

    /// "exited with code 3", "was killed by signal 11 (SIGSEGV)"; to be called after the end.
    [[nodiscard]] std::string how_it_ended() const;

    /// The last lines of its standard error.
    std::string stderr_tail();

    /// Whether a signal stopped it (SIGSTOP, Ctrl-Z) since it was asked the last time. It may have hit
    /// whatever was read since then, and stays true until all that came meanwhile is read.
    bool was_stopped();

    [[nodiscard]] pid_t pid() const { return pid_; }

  private:
    explicit ChildProcess(Spawned spawned);
    void take_in(int milliseconds);
    void drain(Descriptor& descriptor, std::string& into);
    void trim_stderr();
    bool take_line(std::string& line);
    bool reap(bool block);

    pid_t pid_;
    OwnChild own_;
    Descriptor input_;
    Descriptor output_;
    Descriptor error_;
    std::string output_text_;
    std::string error_text_;
    std::optional<int> status_;
    bool stopped_ = false;
};

}  // namespace pepbench
