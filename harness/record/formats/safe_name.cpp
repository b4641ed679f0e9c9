#include "record/formats/safe_name.h"

namespace pepbench {
namespace {

constexpr std::size_t kLongest = 120;

bool is_safe(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') ||
           std::string_view("._+-").find(character) != std::string_view::npos;
}

/// Of UTF-8: a byte that goes on with a character.
bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace

std::string safe_name(std::string_view text) {
    std::string name;
    for (const char byte : text) {
        if (name.size() < kLongest && !continues(byte)) {
            name += is_safe(byte) ? byte : '_';
        }
    }
    return name.empty() ? "_" : name;
}

std::string UniqueNames::add(const std::string& name) {
    std::string unique = name;
    for (int& number = next_.try_emplace(name, 2).first->second; !given_.insert(unique).second; ++number) {
        unique = name + "-" + std::to_string(number);
    }
    return unique;
}

}  // namespace pepbench
