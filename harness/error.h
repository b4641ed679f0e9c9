// What ends a verb early.
#pragma once

#include <stdexcept>
#include <string>

#include "exit_code.h"

namespace pepbench {

/// what() is one sentence for the user: what is wrong, where, and what to do. main() prints it and exits with
/// `code`.
class Error : public std::runtime_error {
  public:
    explicit Error(const std::string& sentence, ExitCode code = ExitCode::error)
        : std::runtime_error(sentence), code_(code) {}
    [[nodiscard]] ExitCode code() const { return code_; }

  private:
    ExitCode code_;
};

}  // namespace pepbench
