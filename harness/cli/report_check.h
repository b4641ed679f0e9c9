// What pepbench verify does with a report.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "judge/verification.h"

namespace pepbench {

struct CheckedFile {
    std::string name;
    std::vector<Check> checks;
};

/// Each result file that the page in `folder` is made of, as alone, then the page: its numbers against these
/// files' samples, and against the claims as they are judged by them now. Throws Error.
std::vector<CheckedFile> check_report(const std::filesystem::path& folder);

}  // namespace pepbench
