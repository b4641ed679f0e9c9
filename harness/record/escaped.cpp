#include "record/escaped.h"

#include <string_view>

#include "record/printable.h"

namespace pepbench {

std::string escaped_for_xml(const std::string& text) {
    std::string escaped;
    constexpr std::size_t kLongest = 4000;  // a command to be copied may be long
    for (const char character : printable(text, kLongest)) {
        switch (character) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                escaped += character;
        }
    }
    return escaped;
}

std::string escaped_for_markdown(const std::string& text) {
    std::string escaped;
    for (const char character : escaped_for_xml(text)) {
        if (std::string_view("\\`*_{}[]()#+-.!|~@").find(character) != std::string_view::npos) {
            escaped += '\\';
        }
        escaped += character;
    }
    return escaped;
}

}  // namespace pepbench
