// The journal: every row as it happens, so that no end of the driver loses a sample.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace pepbench {

/// `RESULT.journal`, one JSON object a line with a `type`, appended and handed to the kernel before anything
/// goes on.
class Journal {
  public:
    /// Creates it. Throws Error where it cannot be written, which also tells an unwritable output before
    /// measuring.
    explicit Journal(const std::filesystem::path& result);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// Throws Error where the line cannot be written (a full disk).
    void append(const char* type, nlohmann::json row);

    /// Removes it: the result file holds everything now.
    void discard();

  private:
    std::filesystem::path path_;
    int descriptor_;
};

}  // namespace pepbench
