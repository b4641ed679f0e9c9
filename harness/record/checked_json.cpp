#include "record/checked_json.h"

#include <fmt/format.h>

#include "error.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kDeepest = 64;

bool not_too_deep(int depth, json::parse_event_t /*event*/, json& /*parsed*/) {
    require_depth(depth);
    return true;
}

}  // namespace

json parse_json(std::istream& stream) { return json::parse(stream, not_too_deep); }

json parse_json(std::string_view text) { return json::parse(text, not_too_deep); }

void require_depth(int depth) {
    if (depth > kDeepest) {
        throw Error(fmt::format("it is nested more than {} deep", kDeepest));
    }
}

std::string text_of(const nlohmann::json& parent, const char* key) {
    const auto found = parent.find(key);
    return found != parent.end() && found->is_string() ? found->get<std::string>() : std::string();
}

json value_at(const json& document, const json::json_pointer& place) {
    return document.contains(place) ? document.at(place) : json();
}

}  // namespace pepbench
