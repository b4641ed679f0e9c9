// A folder for the workloads' files.
#pragma once

#include <filesystem>

namespace pepbench {

/// A new folder below the system's temporary one (`$TMPDIR`), removed with everything in it at the end.
class Scratch {
  public:
    /// Throws Error where none can be made.
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace pepbench
