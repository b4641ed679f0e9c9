#include "record/formats/foreign_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// printf '[1, 2]' | gzip -n
const std::string kPacked(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x8b\x36\xd4\x51\x30\x8a\x05\x00"
    "\xff\xe7\xc9\x61\x06\x00\x00\x00",
    26);

std::string refusal(const std::function<void()>& call) {
    try {
        call();
        return {};
    } catch (const Error& error) {
        return error.what();
    }
}

TEST(ForeignJson, NonNumbersOutsideOfStringsBecomeNull) {
    EXPECT_EQ(parse_foreign_json(R"({"a": NaN, "b": [Infinity, -Infinity, 1], "NaN": "Infinity \" NaN"})"),
              json::parse(R"({"a": null, "b": [null, null, 1], "NaN": "Infinity \" NaN"})"));
}

TEST(ForeignJson, AnyNumberOfNonNumbersTakesLinearTime) {
    std::string text = "[NaN";
    for (int count = 1; count < 500'000; ++count) {
        text += ",NaN";
    }
    EXPECT_EQ(parse_foreign_json(text + "]"), json(std::vector<json>(500'000)));
}

TEST(ForeignJson, WhatIsNoneIsRefusedInOneSentence) {
    for (const std::string text : {"", "{", "\"\\", "\"a", "nan", "\x1b[31m", "[1] 2"}) {
        const std::string said = refusal([&] { parse_foreign_json(text); });
        EXPECT_THAT(said, testing::HasSubstr("it is no JSON")) << text;
        EXPECT_THAT(said, testing::Not(testing::HasSubstr("\x1b")));
    }
    EXPECT_THAT(refusal([] { parse_foreign_json(std::string(1000, '[')); }), testing::HasSubstr("nested"));
}

TEST(ForeignJson, UnpacksWhatGzipWrote) {
    EXPECT_EQ(unpacked("[1, 2]"), "[1, 2]");
    EXPECT_EQ(unpacked(kPacked), "[1, 2]");
    EXPECT_THAT(refusal([] { unpacked(kPacked.substr(0, 20)); }), testing::HasSubstr("damaged or cut off"));
    std::string damaged = kPacked;
    damaged[20] = 'x';
    EXPECT_THAT(refusal([&] { unpacked(damaged); }), testing::HasSubstr("damaged or cut off"));
}

TEST(ForeignJson, HashesAsSha256sumDoes) {
    EXPECT_EQ(sha256("abc"),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace pepbench
