#include "record/checked_json.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "error.h"

namespace pepbench {
namespace {

using nlohmann::json;

TEST(CheckedJson, DepthIsLimited) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_TRUE(parse_json(nested(60)).is_array());
    EXPECT_THROW((void)parse_json(nested(100)), Error);
    EXPECT_THROW((void)parse_json(std::string(1'000'000, '[')), Error);
    std::istringstream stream(R"({"a": )" + nested(100'000) + "}");
    EXPECT_THROW((void)parse_json(stream), Error);
}

TEST(CheckedJson, TextThatIsNone) {
    for (const char* text : {"", "{", "nan", "[NaN]", "[Infinity]", "[1e999]", "\"\xff\"", "{} {}", "\0"}) {
        EXPECT_THROW((void)parse_json(text), json::exception) << text;
    }
}

TEST(CheckedJson, WholeNumbers) {
    EXPECT_EQ(whole<int>(json(7)), 7);
    EXPECT_EQ(whole<int>(json(-7)), -7);
    EXPECT_EQ(whole<std::uint32_t>(json(4'294'967'295U)), 4'294'967'295U);
    EXPECT_EQ(whole<std::int64_t>(parse_json("-9223372036854775808")),
              std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(whole<int>(json(4'294'967'297)), std::nullopt);
    EXPECT_EQ(whole<std::uint32_t>(json(-1)), std::nullopt);
    EXPECT_EQ(whole<std::int64_t>(parse_json("9223372036854775808")), std::nullopt);
    EXPECT_EQ(whole<std::int64_t>(parse_json("99999999999999999999")), std::nullopt);
    for (const char* text : {"1.0", "1.5", "1e300", "true", "\"1\"", "null", "[1]", "{}"}) {
        EXPECT_EQ(whole<std::int64_t>(parse_json(text)), std::nullopt) << text;
    }
}

TEST(CheckedJson, ValuesAtAPlace) {
    const json document = {{"a", {{"b", 1}}}, {"c", json::array({2})}};
    const auto at = [&](const char* place) { return value_at(document, json::json_pointer(place)); };
    EXPECT_EQ(at("/a/b"), 1);
    EXPECT_EQ(at("/c/0"), 2);
    EXPECT_EQ(at(""), document);
    for (const char* nowhere : {"/b", "/a/c", "/a/b/c", "/c/b", "/c/1", "/c/-", "/c/01"}) {
        EXPECT_EQ(at(nowhere), json()) << nowhere;
    }
}

}  // namespace
}  // namespace pepbench
