#include "judge/page_verification.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "environment/files.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

struct Unit {
    int power;  ///< of ten, of a second
    const char* name;
};
constexpr std::array<Unit, 4> kUnits = {{{0, "s"}, {-3, "ms"}, {-6, "µs"}, {-9, "ns"}}};

std::string shown_ratio(double value) {
    const double size = std::abs(value);
    if (value == 0 || (size >= 0.1 && size < 1e5)) {
        return fmt::format("{:.2f}", value);
    }
    return size < 1 ? fmt::format("{:.2g}", value) : fmt::format("{:.3g}", value);
}

/// `shift`: the power of ten of a second that the value counts.
std::string shown_seconds(double value, int shift) {
    if (value == 0) {
        return "0 s";
    }
    const std::string rounded = fmt::format("{:.2e}", value);
    const std::size_t e = rounded.find('e');
    const std::string digits = rounded.substr(0, e);
    const int power = std::stoi(rounded.substr(e + 1)) + shift;
    if (power < -12 || power >= 6) {
        return fmt::format("{}e{:+03d} s", digits, power);
    }
    const auto* unit =
        std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& one) { return power >= one.power; });
    unit = unit == kUnits.end() ? &kUnits.back() : unit;
    const int left = power - unit->power;
    const std::optional<double> shown = parse_number(fmt::format("{}e{}", digits, left));
    return fmt::format("{:.{}f} {}", shown.value_or(0), std::max(2 - left, 0), unit->name);
}

std::string shown_bytes(double value) {
    constexpr double kMebibyte = 1 << 20;
    constexpr double kGibibyte = 1 << 30;
    return value < kGibibyte ? fmt::format("{:.1f} MiB", value / kMebibyte)
                             : fmt::format("{:.1f} GiB", value / kGibibyte);
}

/// Where a number comes from; nothing where the source or the place in it does not exist.
const json* source_of(const PageNumber& number, const PageSources& sources) {
    const std::size_t colon = number.from.find(':');
    const auto source = sources.find(number.from.substr(0, colon));
    if (colon == std::string::npos || source == sources.end()) {
        return nullptr;
    }
    try {
        const json::json_pointer pointer(number.from.substr(colon + 1));
        return source->second.contains(pointer) ? &source->second.at(pointer) : nullptr;
    } catch (const json::exception&) {  // no JSON pointer
        return nullptr;
    }
}

std::string text_of_json(const json& value) {
    return value.is_string() ? value.get<std::string>()
                             : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

bool has_value(const PageNumber& number, const json& derived) {
    const std::optional<double> value = parse_number(number.value);
    return derived.is_number() ? value && same_number(*value, derived.get<double>())
                               : derived.is_string() && number.value == derived.get<std::string>();
}

/// What the page should show of the element's value; nothing where it is not of that format's kind.
std::optional<std::string> shown_text(const PageNumber& number, const json& derived) {
    if (derived.is_string()) {
        return number.format == "text" ? std::optional(number.value) : std::nullopt;
    }
    return shown_on_page(*parse_number(number.value), number.format);
}

/// What is wrong with a number, as a clause; empty where nothing is.
std::string wrong_about(const PageNumber& number, const PageSources& sources) {
    const json* const derived = source_of(number, sources);
    if (derived == nullptr) {
        return "which is nowhere in its files or claims";
    }
    if (!has_value(number, *derived)) {
        return fmt::format("which is {} by the samples", text_of_json(*derived));
    }
    const std::optional<std::string> shown = shown_text(number, *derived);
    if (!shown) {
        return fmt::format("which cannot be shown as '{}'", number.format);
    }
    return number.text == *shown ? "" : fmt::format("which must be shown as '{}'", *shown);
}

}  // namespace

std::optional<std::string> shown_on_page(double value, std::string_view format) {
    if (format == "ratio") {
        return shown_ratio(value);
    }
    if (format == "seconds") {
        return shown_seconds(value, 0);
    }
    if (format == "nanoseconds") {
        return shown_seconds(value, -9);
    }
    if (format == "bytes") {
        return shown_bytes(value);
    }
    if (format == "percent") {
        return fmt::format("{:.0f} %", value * 100);
    }
    if (format == "count") {
        return fmt::format("{:.15g}", value);
    }
    return std::nullopt;
}

Check verify_page(const ReportPage& page, const PageSources& sources) {
    Check check{.what = "numbers of the page follow from the samples"};
    for (const PageNumber& number : page.numbers) {
        ++check.checked;
        if (const std::string wrong = wrong_about(number, sources); !wrong.empty()) {
            check.problems.push_back(fmt::format("line {} shows '{}' for {} with the value {}, {}",
                                                 number.line, number.text, number.from, number.value, wrong));
        }
    }
    if (page.numbers.empty()) {
        check.problems.emplace_back("the page has no number");
    }
    return check;
}

}  // namespace pepbench
