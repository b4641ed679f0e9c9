// A result file's text parsed row by row, which must come to what parsing it as a whole comes to.
#include <cstdlib>
#include <sstream>

#include "fuzz/input.h"
#include "record/checked_json.h"
#include "record/result_parser.h"
#include "record/rows.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// The list there, taken out of the document; nothing where there is none.
std::optional<json> list_taken(json& parent, const char* key) {
    if (!parent.is_object() || !parent.contains(key) || !parent.at(key).is_array()) {
        return std::nullopt;
    }
    return std::exchange(parent.at(key), json::array());
}

ParsedRows rows_of(const std::optional<json>& list) {
    ParsedRows parsed;
    try {
        for (const json& row : list.value_or(json::array())) {
            parsed.rows.push_back(sample_row(row));
        }
    } catch (const Error& error) {
        parsed.wrong = error;
    }
    return parsed;
}

bool same(const ParsedRows& one, const ParsedRows& other) {
    return std::equal(one.rows.begin(), one.rows.end(), other.rows.begin(), other.rows.end(),
                      [](const SampleRow& a, const SampleRow& b) { return to_json(a) == to_json(b); }) &&
           (one.wrong ? one.wrong->what() : std::string()) ==
               (other.wrong ? other.wrong->what() : std::string());
}

void take(const std::string& text) {
    json whole;
    try {
        whole = parse_json(text);
    } catch (const json::exception&) {
        throw Error("it is no JSON");
    }
    std::istringstream stream(text);
    const ParsedResult parsed = parse_result(stream);
    const std::optional<json> samples = list_taken(whole, "benchmarks");
    const std::optional<json> warmups = whole.is_object() && whole.contains("pepbench")
                                            ? list_taken(whole.at("pepbench"), "warmups")
                                            : std::nullopt;
    if (parsed.document != whole || !same(parsed.samples, rows_of(samples)) ||
        !same(parsed.warmups, rows_of(warmups))) {
        std::abort();
    }
}

}  // namespace
}  // namespace pepbench

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    pepbench::take_or_refuse([&] { pepbench::take({reinterpret_cast<const char*>(bytes), size}); });
    return 0;
}
