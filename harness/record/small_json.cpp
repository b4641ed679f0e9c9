#include "record/small_json.h"

#include <array>
#include <string>

#include "error.h"
#include "record/checked_json.h"

namespace pepbench {

nlohmann::json parse_small_json(std::istream& stream) {
    constexpr std::size_t kLargest = std::size_t{1} << 20U;
    std::string text;
    std::array<char, 4096> block{};
    while (stream.read(block.data(), block.size()) || stream.gcount() > 0) {
        text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
        if (text.size() > kLargest) {
            throw Error("it is larger than 1 MiB");
        }
    }
    return parse_json(text);
}

}  // namespace pepbench
