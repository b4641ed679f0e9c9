// Charts of a result file.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pepbench {

/// Has them drawn (ci/draw.sh, by plots/) and returns their paths. What could not be drawn is said on
/// standard error in one sentence: charts are an addition. Throws Interrupted.
std::vector<std::string> draw_charts(const std::filesystem::path& file);

}  // namespace pepbench
