// A journal's lines, as they are read back.
#pragma once

#include <functional>
#include <istream>
#include <nlohmann/json.hpp>

namespace pepbench {

/// Hands over one line after the other; the last may have been cut off, and is then left out. Throws Error
/// with one sentence, which tells the line, for one that is damaged before the last and for one that `take`
/// refuses by an Error.
void each_line(std::istream& journal, const std::function<void(const nlohmann::json&)>& take);

}  // namespace pepbench
