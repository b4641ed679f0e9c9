#include "record/harmless.h"

#include <algorithm>
#include <array>

namespace pepbench {
namespace {

struct Character {
    char32_t code = 0;
    std::size_t bytes = 0;  ///< none: what the text begins with is no UTF-8
};

/// The first character of a text that is not empty. Only the shortest form counts: a careless terminal would
/// take a longer one for a control character all the same.
Character first_character(std::string_view text) {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const std::size_t bytes = byte(0) < 0x80   ? 1
                              : byte(0) < 0xc0 ? 0
                              : byte(0) < 0xe0 ? 2
                              : byte(0) < 0xf0 ? 3
                                               : 4;
    if (bytes == 0 || bytes > text.size() || byte(0) > 0xf4) {
        return {};
    }
    static constexpr std::array<char32_t, 4> kLeast = {0, 0x80, 0x800, 0x10000};
    char32_t code = bytes == 1 ? byte(0) : byte(0) & (0x7fU >> bytes);
    for (std::size_t index = 1; index < bytes; ++index) {
        if ((byte(index) & 0xc0U) != 0x80) {
            return {};
        }
        code = code << 6U | (byte(index) & 0x3fU);
    }
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    return code < kLeast[bytes - 1] || surrogate || code > 0x10ffff ? Character{} : Character{code, bytes};
}

/// What a terminal obeys instead of showing it.
bool is_command(char32_t code) {
    const auto between = [&](char32_t first, char32_t last) { return code >= first && code <= last; };
    return code < 0x20 || between(0x7f, 0x9f) || code == 0x61c || between(0x200e, 0x200f) ||
           between(0x2028, 0x202e) || between(0x2066, 0x2069);
}

bool is_space(char32_t code) { return code == '\n' || code == '\t' || code == '\r'; }

}  // namespace

std::string harmless(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto [code, bytes] = first_character(text);
        if (bytes == 0 || is_command(code)) {
            result += is_space(code) ? ' ' : '?';
        } else {
            result += text.substr(0, bytes);
        }
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return result;
}

}  // namespace pepbench
