#include "cli/own_command.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace fs = std::filesystem;

namespace pepbench {
namespace {

bool is_plain(const std::string& word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
               std::string_view("_-+=.,:/@%^").find(letter) != std::string_view::npos;
    });
}

std::string quoted(const std::string& word) {
    std::string result = "'";
    for (const char letter : word) {
        result += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    }
    return result + "'";
}

}  // namespace

std::vector<std::string> own_command() {
    std::ifstream stream("/proc/self/cmdline", std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    std::vector<std::string> command;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\0', start), text.size());
        command.push_back(start == 0 ? fs::path(text.substr(0, end)).filename().string()
                                     : text.substr(start, end - start));
        start = end + 1;
    }
    return command;
}

std::string shell_text(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + (is_plain(word) ? word : quoted(word));
    }
    return text;
}

}  // namespace pepbench
