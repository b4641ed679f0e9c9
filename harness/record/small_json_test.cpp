#include "record/small_json.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include "error.h"

namespace pepbench {
namespace {

using nlohmann::json;

json parsed_small(const std::string& text) {
    std::istringstream stream(text);
    return parse_small_json(stream);
}

TEST(SmallJson, IsParsed) {
    EXPECT_EQ(parsed_small(" [1]" + std::string(1'000'000, ' ')), json::array({1}));
    EXPECT_THROW((void)parsed_small(""), json::parse_error);
    EXPECT_THROW((void)parsed_small("[1] 2"), json::parse_error);
}

TEST(SmallJson, SizeAndDepthAreLimited) {
    EXPECT_THROW((void)parsed_small(" [1]" + std::string(1'100'000, ' ')), Error);
    EXPECT_THROW((void)parsed_small(std::string(100'000, '[')), Error);
}

}  // namespace
}  // namespace pepbench
