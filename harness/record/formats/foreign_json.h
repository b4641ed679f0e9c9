// JSON that other tools wrote, from bytes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace pepbench {

/// The bytes, or what they hold where gzip wrote them, as pyperf does for .json.gz. Throws Error with the end
/// of a sentence that begins with the file's name where they are damaged or hold more than 1 GiB.
std::string unpacked(const std::string& bytes);

/// Parses one document. NaN and Infinity, which Google Benchmark and Python write although JSON has no such
/// numbers, become null. Throws Error as above where the text is no JSON.
nlohmann::json parse_foreign_json(std::string_view text);

/// In hexadecimal digits, as sha256sum(1) prints it.
std::string sha256(const std::string& bytes);

}  // namespace pepbench
