#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Reading the small text files in which Linux describes itself. Every reader of this room takes the
/// directory that stands for "/", so that tests can hand in a made-up machine.
namespace pepbench {

/// Bytes read of a file at most; the longest file wanted, /proc/cpuinfo, stays below 2 KiB a CPU.
inline constexpr std::size_t kLongestFile = std::size_t{4} << 20U;

/// `path` of the machine, inside the directory that stands for its "/".
[[nodiscard]] std::filesystem::path inside(const std::filesystem::path& root, std::string_view path);

/// The whole file, cut at `kLongestFile`; nothing if it cannot be read.
[[nodiscard]] std::optional<std::string> read_text(const std::filesystem::path& file);

/// The first line, as `clean_text`; nothing if the file cannot be read or the line is blank.
[[nodiscard]] std::optional<std::string> read_line(const std::filesystem::path& file);

/// The integer that is the file's first line; nothing for anything else.
[[nodiscard]] std::optional<long long> read_integer(const std::filesystem::path& file);

/// Without white space at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);

/// Trimmed, with '?' for each byte that is no printable ASCII: these texts end up in JSON and on terminals.
[[nodiscard]] std::string clean_text(std::string_view text);

/// The whole of `text` (trimmed) as a decimal integer; nothing for anything else or when it does not fit.
[[nodiscard]] std::optional<long long> parse_integer(std::string_view text);

/// The whole of `text` (trimmed) as a finite number in decimal notation; nothing for anything else.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// The lines of `text`, without their ends. These parts, as all below, are views into `text`.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view text);

/// The parts of `text` between separators; an empty text has none.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The words of `line`, parted by spaces and tabs.
[[nodiscard]] std::vector<std::string_view> split_words(std::string_view line);

/// The value, trimmed, of the first line `key: value` (as in /proc/cpuinfo, /proc/meminfo,
/// /proc/self/status).
[[nodiscard]] std::optional<std::string_view> find_field(std::string_view text, std::string_view key);

/// The numbers of a kernel CPU list ("0-2,7" is 0, 1, 2, 7), ascending and each once; nothing for garbage. A
/// list is believed up to CPU 65535, far above the kernel's own limit.
[[nodiscard]] std::optional<std::vector<int>> parse_cpu_list(std::string_view text);

/// The other way round: 0, 1, 2, 7 is "0-2,7".
[[nodiscard]] std::string format_cpu_list(const std::vector<int>& cpus);

}  // namespace pepbench
