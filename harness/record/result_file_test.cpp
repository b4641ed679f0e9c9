#include "record/result_file.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "environment/fake_tree_for_test.h"
#include "error.h"
#include "record/record_for_test.h"
#include "record/rows.h"

namespace pepbench {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

json document_for_test() { return result_document(record_for_test(), {}); }

struct Refusal {
    std::string sentence;
    ExitCode code = ExitCode::done;
};

/// What is said of a file with this text; nothing where it is read.
Refusal refusal(const std::string& text) {
    FakeTree tree;
    tree.add("result.json", text);
    try {
        (void)read_result(tree.root() / "result.json");
        return {};
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr((tree.root() / "result.json").string()));
        EXPECT_THAT(error.what(), testing::Not(HasSubstr("\n")));
        return {error.what(), error.code()};
    }
}

std::string refusal_of_change(const std::function<void(json&)>& change) {
    json document = document_for_test();
    change(document);
    return refusal(document.dump()).sentence;
}

template <typename Row>
void expect_same(const std::vector<Row>& read, const std::vector<Row>& written) {
    ASSERT_EQ(read.size(), written.size());
    for (std::size_t index = 0; index < read.size(); ++index) {
        EXPECT_EQ(to_json(read[index]), to_json(written[index]));
    }
}

TEST(ResultFile, RoundTrip) {
    const RunRecord record = record_for_test();
    FakeTree tree;
    const fs::path file = tree.root() / "result.json";
    write_result(file, result_document(record, {}));
    EXPECT_EQ(std::distance(fs::directory_iterator(tree.root()), fs::directory_iterator()), 1);
    const RunRecord back = read_result(file);
    EXPECT_EQ(back.context, record.context);
    for (const auto& [key, value] : record.header.items()) {
        EXPECT_EQ(back.header.at(key), value);
    }
    expect_same(back.samples, record.samples);
    expect_same(back.warmups, record.warmups);
    expect_same(back.process_runs, record.process_runs);
    expect_same(back.failures, record.failures);
    expect_same(back.unavailable, record.unavailable);
    // And so the same file again.
    EXPECT_EQ(result_document(back, {}), result_document(record, {}));
}

TEST(ResultFile, RowsAreNumberedAsGoogleBenchmarkDoes) {
    const json rows = document_for_test().at("benchmarks");
    ASSERT_EQ(rows.size(), 4U);
    const auto column = [&](const char* key) {
        std::vector<int> values;
        for (const json& row : rows) {
            values.push_back(row.at(key).get<int>());
        }
        return values;
    };
    EXPECT_EQ(column("family_index"), (std::vector<int>{0, 0, 1, 1}));
    EXPECT_EQ(column("per_family_instance_index"), (std::vector<int>{0, 0, 0, 0}));
    EXPECT_EQ(column("repetitions"), (std::vector<int>{2, 2, 2, 2}));
    EXPECT_EQ(column("repetition_index"), (std::vector<int>{0, 1, 0, 1}));
}

TEST(ResultFile, AnExistingFileIsReplacedWhole) {
    FakeTree tree;
    tree.add("result.json", std::string(100'000, 'x'))
        .add("result.json.part", "left by a run that was killed");
    write_result(tree.root() / "result.json", document_for_test());
    EXPECT_EQ(read_result(tree.root() / "result.json").samples.size(), 4U);
    EXPECT_FALSE(fs::exists(tree.root() / "result.json.part"));
}

TEST(ResultFile, APlaceThatCannotBeWritten) {
    FakeTree tree;
    fs::create_directories(tree.root() / "folder" / "inside");
    for (const char* place : {"nowhere/result.json", "folder"}) {
        EXPECT_THROW(write_result(tree.root() / place, document_for_test()), Error) << place;
    }
    EXPECT_FALSE(fs::exists(tree.root() / "folder.part"));
}

TEST(ResultFile, TextThatIsNoUtf8IsWrittenAsItCan) {
    RunRecord record = record_for_test();
    record.failures[0].stderr_tail = "\xff\xfe \x1b[2J";
    FakeTree tree;
    write_result(tree.root() / "result.json", result_document(record, {}));
    EXPECT_EQ(read_result(tree.root() / "result.json").failures.at(0).stderr_tail,
              "\xef\xbf\xbd\xef\xbf\xbd \x1b[2J");
}

TEST(ResultFile, TextThatIsNoResult) {
    for (const char* text :
         {"", "{", "null", "7", "[]", "{}", "\xff\xfe", "{\"pepbench\": 7}", "{\"pepbench\": {}}",
          "{\"benchmarks\": [], \"context\": {}}", "\x1b[2J", "{\"a\": NaN}"}) {
        const Refusal refused = refusal(text);
        EXPECT_THAT(refused.sentence, HasSubstr("is not a ")) << text;
        EXPECT_THAT(refused.sentence, testing::Not(HasSubstr("\x1b"))) << text;
        EXPECT_EQ(refused.code, ExitCode::error) << text;
    }
    const std::string whole = document_for_test().dump();
    for (std::size_t length = 1; length < whole.size(); length += whole.size() / 20) {
        EXPECT_THAT(refusal(whole.substr(0, length)).sentence, HasSubstr("is not a pepbench result file"));
    }
}

TEST(ResultFile, DeepNestingIsRefusedAndNoCrash) {
    for (const char bracket : {'[', '{'}) {
        const std::string one = bracket == '[' ? "[" : "{\"a\":";
        std::string text;
        for (int depth = 0; depth < 100'000; ++depth) {
            text += one;
        }
        EXPECT_THAT(refusal(text).sentence, HasSubstr("nested"));
    }
    const std::string nested = std::string(100'000, '[') + std::string(100'000, ']');
    EXPECT_THAT(refusal(R"({"pepbench": {"format": 1, "settings": )" + nested + "}}").sentence,
                HasSubstr("nested"));
}

TEST(ResultFile, OtherFormats) {
    EXPECT_THAT(refusal_of_change([](json& it) { it["pepbench"]["format"] = 2; }),
                HasSubstr("it is of format 2, this pepbench reads format 1; use the pepbench that wrote it"));
    for (const json& wrong : {json("1"), json(1.5), json(1e300), json(nullptr)}) {
        EXPECT_THAT(refusal_of_change([&](json& it) { it["pepbench"]["format"] = wrong; }),
                    HasSubstr("it is of format unknown"));
    }
    EXPECT_THAT(refusal_of_change([](json& it) { it["pepbench"].erase("format"); }), HasSubstr("format"));
}

TEST(ResultFile, MalformedRowsAreNamed) {
    EXPECT_THAT(refusal_of_change([](json& it) { it["benchmarks"][1].erase("workers"); }),
                HasSubstr("a sample's row has no 'workers'"));
    EXPECT_THAT(refusal_of_change([](json& it) { it["benchmarks"][1]["real_time"] = nullptr; }),
                HasSubstr("'real_time'"));
    EXPECT_THAT(refusal_of_change([](json& it) { it["benchmarks"][1]["real_time"] = 1e300; }),
                HasSubstr("no time can be"));
    EXPECT_THAT(refusal_of_change([](json& it) { it["benchmarks"] = "rows"; }),
                HasSubstr("'benchmarks' is not a list"));
    EXPECT_THAT(refusal_of_change([](json& it) { it["benchmarks"].push_back(5); }),
                HasSubstr("a sample's row is not an object"));
    EXPECT_THAT(refusal_of_change([](json& it) { it["pepbench"]["process_runs"] = {{"a", 1}}; }),
                HasSubstr("'process_runs' is not a list"));
    EXPECT_THAT(refusal_of_change([](json& it) { it["pepbench"]["failures"] = {5}; }),
                HasSubstr("a failure's entry is not an object"));
}

TEST(ResultFile, MalformedHeader) {
    for (const char* pointer :
         {"/settings", "/settings/workloads", "/settings/configurations", "/settings/modes", "/machine",
          "/machine/usable_cores", "/machine/usable_cores_reason", "/stopped_by", "/stopped_by/primes",
          "/workloads", "/workloads/primes", "/workloads/primes/shows", "/profile", "/outcome",
          "/environment_verdict"}) {
        for (const json& wrong : {json(true), json(nullptr)}) {
            const json::json_pointer place(pointer);
            EXPECT_THAT(refusal_of_change([&](json& it) { it["pepbench"][place] = wrong; }),
                        HasSubstr("'" + place.back() + "' is of the wrong type"))
                << pointer;
        }
    }
    for (const json& wrong : {json("0.95"), json(0.5), json(1), json(nullptr)}) {
        EXPECT_THAT(
            refusal_of_change([&](json& it) { it["pepbench"]["settings"]["precise_confidence"] = wrong; }),
            HasSubstr("'precise_confidence' is no number from 0.95 to below 1"));
    }
    EXPECT_EQ(refusal_of_change([](json& it) {
                  it["pepbench"] = {{"format", 1}, {"process_runs", it["pepbench"]["process_runs"]}};
              }),
              "");
}

TEST(ResultFile, MoreConfigurationsThanAnyMachineHas) {
    json many = json::array();
    for (int number = 0; number < 501; ++number) {
        many.push_back(fmt::format("c{}", number));
    }
    EXPECT_THAT(refusal_of_change([&](json& it) { it["pepbench"]["settings"]["configurations"] = many; }),
                HasSubstr("more than 500 configurations"));
    many.erase(0);
    EXPECT_EQ(refusal_of_change([&](json& it) { it["pepbench"]["settings"]["configurations"] = many; }), "");
    EXPECT_THAT(refusal_of_change([](json& it) {
                    const json row = it["benchmarks"][0];
                    for (int number = 0; number < 501; ++number) {
                        it["benchmarks"].push_back(row);
                        it["benchmarks"].back()["configuration"] = fmt::format("c{}", number);
                    }
                }),
                HasSubstr("more than 500 configurations"));
}

TEST(ResultFile, NoSample) {
    RunRecord record = record_for_test();
    record.samples.clear();
    const Refusal refused = refusal(result_document(record, {}).dump());
    EXPECT_THAT(refused.sentence, HasSubstr("holds no sample"));
    EXPECT_EQ(refused.code, ExitCode::incomplete);
}

TEST(ResultFile, WhatIsNoFile) {
    FakeTree tree;
    fs::create_directories(tree.root() / "folder");
    for (const fs::path& path : {tree.root() / "none.json", tree.root() / "folder", fs::path("/dev/zero"),
                                 fs::path(), tree.root() / std::string(5000, 'x')}) {
        try {
            (void)read_result(path);
            ADD_FAILURE() << path;
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), HasSubstr("cannot read " + path.string()));
            EXPECT_EQ(error.code(), ExitCode::error);
        }
    }
}

}  // namespace
}  // namespace pepbench
