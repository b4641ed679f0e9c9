#include "environment/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <utility>

namespace pepbench {
namespace {

constexpr std::string_view kSpace = " \t\r\n\v\f";
constexpr long long kLastCpu = 65535;

}  // namespace

std::filesystem::path inside(const std::filesystem::path& root, std::string_view path) {
    return root / std::filesystem::path(path).relative_path();
}

std::optional<std::string> read_text(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        return std::nullopt;
    }
    // Files of /proc and /sys tell no size, so that reading goes on until there is no more.
    std::string text;
    char block[4096];
    while (text.size() < kLongestFile && (stream.read(block, sizeof block) || stream.gcount() > 0)) {
        text.append(block, static_cast<std::size_t>(stream.gcount()));
    }
    if (stream.bad() || (text.empty() && !stream.eof())) {
        return std::nullopt;
    }
    text.resize(std::min(text.size(), kLongestFile));
    return text;
}

std::optional<std::string> read_line(const std::filesystem::path& file) {
    const auto text = read_text(file);
    if (!text) {
        return std::nullopt;
    }
    auto line = clean_text(std::string_view(*text).substr(0, text->find('\n')));
    if (line.empty()) {
        return std::nullopt;
    }
    return line;
}

std::optional<long long> read_integer(const std::filesystem::path& file) {
    const auto line = read_line(file);
    return line ? parse_integer(*line) : std::nullopt;
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(kSpace);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string clean_text(std::string_view text) {
    std::string cleaned(trim(text));
    std::ranges::replace_if(cleaned, [](char byte) { return byte < ' ' || byte > '~'; }, '?');
    return cleaned;
}

std::optional<long long> parse_integer(std::string_view text) {
    text = trim(text);
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::optional<double> parse_number(std::string_view text) {
    text = trim(text);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return parts;
}

std::vector<std::string_view> split_lines(std::string_view text) { return split(text, '\n'); }

std::vector<std::string_view> split_words(std::string_view line) {
    std::vector<std::string_view> words;
    for (auto start = line.find_first_not_of(kSpace); start != std::string_view::npos;
         start = line.find_first_not_of(kSpace)) {
        line.remove_prefix(start);
        const auto end = std::min(line.find_first_of(kSpace), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(end);
    }
    return words;
}

std::optional<std::string_view> find_field(std::string_view text, std::string_view key) {
    for (const auto line : split_lines(text)) {
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && trim(line.substr(0, colon)) == key) {
            return trim(line.substr(colon + 1));
        }
    }
    return std::nullopt;
}

std::optional<std::vector<int>> parse_cpu_list(std::string_view text) {
    std::vector<int> cpus;
    for (const auto part : split(trim(text), ',')) {
        const auto dash = part.find('-');
        const auto first = parse_integer(part.substr(0, dash));
        const auto last = dash == std::string_view::npos ? first : parse_integer(part.substr(dash + 1));
        if (!first || !last || *first < 0 || *last < *first || *last > kLastCpu ||
            cpus.size() > static_cast<std::size_t>(kLastCpu)) {
            return std::nullopt;
        }
        for (auto cpu = static_cast<int>(*first); cpu <= static_cast<int>(*last); ++cpu) {
            cpus.push_back(cpu);
        }
    }
    std::ranges::sort(cpus);
    const auto repeated = std::ranges::unique(cpus);
    cpus.erase(repeated.begin(), repeated.end());
    return cpus;
}

std::string format_cpu_list(const std::vector<int>& cpus) {
    std::string text;
    for (std::size_t first = 0; first < cpus.size();) {
        auto last = first;
        while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1) {
            ++last;
        }
        text += text.empty() ? "" : ",";
        text +=
            first == last ? fmt::format("{}", cpus[first]) : fmt::format("{}-{}", cpus[first], cpus[last]);
        first = last + 1;
    }
    return text;
}

}  // namespace pepbench
