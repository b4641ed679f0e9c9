#include "record/result_parser.h"

#include <gtest/gtest.h>

#include <sstream>

#include "record/record_for_test.h"
#include "record/result_file.h"
#include "record/rows.h"

namespace pepbench {
namespace {

using nlohmann::json;

ParsedResult parsed(const std::string& text) {
    std::istringstream stream(text);
    return parse_result(stream);
}

std::string row_refusal(const std::string& text) {
    const ParsedResult result = parsed(text);
    EXPECT_TRUE(result.samples.wrong);
    return result.samples.wrong ? result.samples.wrong->what() : "";
}

/// A document with this list of `benchmarks`.
std::string with_rows(const json& rows) { return json{{"benchmarks", rows}, {"context", 7}}.dump(); }

json row_for_test(int workers) {
    return to_json(sample_for_test({"primes", {"threaded", ""}, workers, "a"}, 5, 2, 0.5));
}

TEST(ResultParser, WithoutListsOfSamplesAnyDocumentIsWhatJsonMakesOfIt) {
    for (const char* text :
         {"null", "-7", "18446744073709551615", "2.5", "\"text\"", "[]", "{}", "[[], {}, [{}]]",
          R"({"a": [1, "b", {"c": [true, false, null, -1.5e3]}, []], "d": {"e": "\u00e9\n"}})",
          R"({"a": 1, "a": {"b": 2}, "c": "x", "c": "y"})",
          R"({"pepbench": {"benchmarks": [1], "deeper": {"warmups": [2]}}, "warmups": [3]})",
          R"([{"benchmarks": [1]}, {"pepbench": {"warmups": [2]}}])",
          R"({"context": {"warmups": 1}, "pepbench": [[1]]})"}) {
        const ParsedResult result = parsed(text);
        EXPECT_EQ(result.document, json::parse(text)) << text;
        EXPECT_TRUE(result.samples.rows.empty() && !result.samples.wrong) << text;
        EXPECT_TRUE(result.warmups.rows.empty() && !result.warmups.wrong) << text;
    }
}

TEST(ResultParser, OfAKeyThatIsThereTwiceTheLastHolds) {
    const std::string rows = json::array({row_for_test(1)}).dump();
    const ParsedResult list = parsed(R"({"benchmarks": )" + rows + R"(, "benchmarks": 7})");
    EXPECT_TRUE(list.samples.rows.empty());
    const ParsedResult owner = parsed(R"({"pepbench": {"warmups": )" + rows + R"(}, "pepbench": {}})");
    EXPECT_TRUE(owner.warmups.rows.empty());
    const ParsedResult inner = parsed(R"({"pepbench": {"warmups": ["x"], "warmups": )" + rows + "}}");
    EXPECT_EQ(inner.warmups.rows.size(), 1U);
    EXPECT_FALSE(inner.warmups.wrong);
}

TEST(ResultParser, SamplesComeAsRowsAndNotInTheDocument) {
    const RunRecord record = record_for_test();
    json document = result_document(record, {});
    const ParsedResult result = parsed(document.dump(1));
    ASSERT_EQ(result.samples.rows.size(), record.samples.size());
    for (std::size_t index = 0; index < record.samples.size(); ++index) {
        EXPECT_EQ(to_json(result.samples.rows[index]), to_json(record.samples[index]));
    }
    ASSERT_EQ(result.warmups.rows.size(), 1U);
    EXPECT_EQ(to_json(result.warmups.rows[0]), to_json(record.warmups[0]));
    document["benchmarks"] = json::array();
    document["pepbench"]["warmups"] = json::array();
    EXPECT_EQ(result.document, document);
}

TEST(ResultParser, ARowHasNothingOfTheRowBefore) {
    for (const char* key : {"answers", "mode", "workers"}) {
        json without = row_for_test(2);
        without.erase(key);
        EXPECT_EQ(row_refusal(with_rows({row_for_test(2), without})),
                  std::string("a sample's row has no '") + key + "'");
    }
    json process = row_for_test(2);
    process["mode"] = "process";
    process["start_method"] = "fork";
    const ParsedResult result = parsed(with_rows({process, row_for_test(4)}));
    ASSERT_EQ(result.samples.rows.size(), 2U);
    EXPECT_EQ(result.samples.rows[0].cell.mode.start_method, "fork");
    EXPECT_EQ(result.samples.rows[1].cell.mode.start_method, "");
    EXPECT_EQ(result.samples.rows[1].answers.size(), 4U);
}

TEST(ResultParser, KeysInAnyOrderWithOthersBetween) {
    json answers = {{1, {{"a", json::array()}}}, nullptr, "text"};
    json row = row_for_test(3);
    row["answers"] = answers;
    row["zebra"] = {{"benchmarks", {1, 2}}};
    std::string text = "{";
    for (auto member = row.rbegin(); member != row.rend(); ++member) {
        text += json(member.key()).dump() + ":" + member.value().dump() + ",";
    }
    text += R"("workers": 2})";  // for the second time; the last one counts
    const ParsedResult result = parsed(R"({"benchmarks": [)" + text + "," + text + "]}");
    ASSERT_EQ(result.samples.rows.size(), 2U);
    EXPECT_EQ(result.samples.rows[1].answers, answers);
    EXPECT_EQ(result.samples.rows[1].cell.workers, 2);
}

TEST(ResultParser, TheFirstWrongRowIsNotedAndTheRestPassedOver) {
    json wrong = row_for_test(2);
    wrong["real_time"] = -1;
    const std::string text =
        with_rows({row_for_test(1), wrong, 7, json::array({1}), row_for_test(1), {{"answers", {1}}}});
    EXPECT_EQ(row_refusal(text), "a sample's row has a 'real_time' of -1, which no time can be");
    EXPECT_EQ(parsed(text).samples.rows.size(), 1U);
    EXPECT_EQ(parsed(text).document, (json{{"benchmarks", json::array()}, {"context", 7}}));
    for (const json& none : {json(7), json("text"), json(), json::array({json::object()}), json::array()}) {
        EXPECT_EQ(row_refusal(with_rows({none, row_for_test(1)})), "a sample's row is not an object") << none;
    }
}

TEST(ResultParser, ListsThatAreNoneAndListsThatComeTwice) {
    EXPECT_EQ(parsed(R"({"benchmarks": {"a": [1]}})").document, json::parse(R"({"benchmarks": {"a": [1]}})"));
    const std::string rows = json::array({row_for_test(1)}).dump();
    const ParsedResult twice = parsed(R"({"benchmarks": [1], "benchmarks": )" + rows + "}");
    EXPECT_EQ(twice.samples.rows.size(), 1U);
    EXPECT_FALSE(twice.samples.wrong);
    EXPECT_EQ(parsed(R"({"benchmarks": )" + rows + R"(, "benchmarks": 3})").document,
              (json{{"benchmarks", 3}}));
}

TEST(ResultParser, TextThatIsNoJsonAndNestingThatHasNoEnd) {
    const std::string row = row_for_test(1).dump();
    for (const std::string& text : {std::string(), std::string("{\"benchmarks\": [") + row,
                                    std::string("{\"benchmarks\": [") + row.substr(0, row.size() / 2),
                                    std::string("{} {}"), std::string("[1e999]")}) {
        EXPECT_THROW((void)parsed(text), json::exception) << text;
    }
    const std::string deep(100'000, '[');
    for (const std::string& before : {std::string(), std::string(R"({"benchmarks": [{"answers": )"),
                                      std::string(R"({"benchmarks": [7, )")}) {
        EXPECT_THROW((void)parsed(before + deep), Error) << before;
    }
}

}  // namespace
}  // namespace pepbench
