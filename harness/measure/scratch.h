// A folder for the workloads' files.
#pragma once

#include <filesystem>

namespace pepbench {

/// A new folder, below the system's temporary one (`$TMPDIR`) unless it is said where; removed with
/// everything in it at the end.
class Scratch {
  public:
    /// Throws Error where none can be made.
    Scratch();

    /// A folder of this path, which is not there yet, instead. Throws Error where it cannot be made.
    explicit Scratch(std::filesystem::path path);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace pepbench
