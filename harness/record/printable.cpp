#include "record/printable.h"

namespace pepbench {

std::string printable(std::string_view text, std::size_t longest) {
    std::string result;
    for (const char character : text.substr(0, longest)) {
        const bool space = character == '\n' || character == '\t' || character == '\r';
        result += space ? ' ' : character < ' ' || character > '~' ? '?' : character;
    }
    return text.size() > longest ? result + "..." : result;
}

std::string last_line(std::string text) {
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    return text.substr(text.rfind('\n') + 1);
}

}  // namespace pepbench
