// A journal's lines, as they are read back.
#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <istream>
#include <nlohmann/json.hpp>

namespace pepbench {

/// A journal to be read; the stream is false, and errno says why, where it cannot be opened. Throws Error
/// with one sentence, which does not name it, where it is a device, a pipe or too large.
std::ifstream opened_journal(const std::filesystem::path& journal);

/// Hands over one line after the other; the last may have been cut off, and is then left out. Throws Error
/// with one sentence, which tells the line, for one that is damaged before the last, for one that `take`
/// refuses by an Error, and where reading fails.
void each_line(std::istream& journal, const std::function<void(const nlohmann::json&)>& take);

}  // namespace pepbench
