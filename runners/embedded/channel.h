// The protocol's lines, in and out.
#pragma once

#include <sys/types.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace pepbench {

/// What the driver is spoken to through, on descriptors of its own that no child inherits through exec.
class Channel {
  public:
    /// Takes standard input and output over. What is measured finds an end of input, and what it prints goes
    /// to standard error, so that it can neither swallow a request nor forge a reply.
    Channel();

    /// Writes one line. A driver that has gone away ends the runner: nobody is left to measure for. So does a
    /// descriptor that the measured code has closed, where a file of its own may be by now. And a copy of the
    /// runner ends here, which the measured code has forked and not ended.
    void send(const nlohmann::json& message) const;

    /// The next line, without its newline. False at the end of input. The GIL is free meanwhile, for threads
    /// that what is measured has left. Throws pybind11::error_already_set where the handler of a signal
    /// raised, as Ctrl-C's does.
    bool receive(std::string& line);

  private:
    [[nodiscard]] std::pair<dev_t, ino_t> identity() const;

    int input_;
    int output_;
    std::pair<dev_t, ino_t> pipe_;  ///< which file the output is
    pid_t process_;
    std::string text_;  ///< read and not yet handed out
};

}  // namespace pepbench
