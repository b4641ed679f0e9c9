// JSON from outside, read with care.
#pragma once

#include <concepts>
#include <istream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

namespace pepbench {

/// Parses one document. Throws json::parse_error where it is none, and Error where it is nested deeper than
/// anything that pepbench and its runners write: copying, comparing and printing JSON recurse, and a stack
/// has an end.
nlohmann::json parse_json(std::istream& stream);
nlohmann::json parse_json(std::string_view text);

/// Throws that Error where so many objects and lists are around a further one.
void require_depth(int depth);

/// The whole number that `value` is. Nothing where it is something else, has a fraction or does not fit
/// (where json::get would convert a fraction, a boolean or a number out of range without a word).
template <std::integral Number>
std::optional<Number> whole(const nlohmann::json& value) {
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        return std::in_range<Number>(number) ? std::optional(static_cast<Number>(number)) : std::nullopt;
    }
    if (value.is_number_integer()) {
        const auto number = value.get<std::int64_t>();
        return std::in_range<Number>(number) ? std::optional(static_cast<Number>(number)) : std::nullopt;
    }
    return std::nullopt;
}

/// The value, or null where there is none.
template <typename Value>
nlohmann::json or_null(const std::optional<Value>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json();
}

/// The text under a key; empty where there is none, or no text.
std::string text_of(const nlohmann::json& parent, const char* key);

/// A copy of the value at a place; null where there is none. json::value() with a pointer throws instead
/// where a list is on the way to it.
nlohmann::json value_at(const nlohmann::json& document, const nlohmann::json::json_pointer& place);

}  // namespace pepbench
