#include "record/published.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"
#include "error.h"

namespace pepbench {
namespace {

const Mode kPublishedLinear{"linear", ""};
const Mode kPublishedThreaded{"threaded", ""};
const Mode kPublishedFork{"process", "fork"};
const Mode kSpawn{"process", "spawn"};

TEST(Published, ThePepsNumbers) {
    const auto tables = PublishedTables::read(std::filesystem::path(PEPBENCH_SOURCE_DIR) / "results" /
                                              "published" / "pep371.json");
    EXPECT_EQ(tables.seconds("primes", kPublishedLinear, 1), 0.495157);
    EXPECT_EQ(tables.seconds("fibonacci", kPublishedFork, 4), 0.206990);
    EXPECT_EQ(tables.seconds("fibonacci", kPublishedThreaded, 8), 1.596824);
    EXPECT_EQ(tables.seconds("queue", kPublishedFork, 8), 0.302999);
    EXPECT_EQ(tables.seconds("url_fetch", kPublishedThreaded, 2), 0.146138);
    EXPECT_EQ(tables.seconds("empty", kPublishedLinear, 1), 0.000001);
    EXPECT_EQ(tables.seconds("file_io", kPublishedLinear, 8), 0.749571);
}

TEST(Published, CellsThatThePepHasNot) {
    const auto tables = PublishedTables::read(std::filesystem::path(PEPBENCH_SOURCE_DIR) / "results" /
                                              "published" / "pep371.json");
    EXPECT_EQ(tables.seconds("primes", kSpawn, 1), std::nullopt);
    EXPECT_EQ(tables.seconds("primes", kPublishedLinear, 3), std::nullopt);
    EXPECT_EQ(tables.seconds("mandelbrot", kPublishedLinear, 1), std::nullopt);
    EXPECT_EQ(tables.seconds("primes", {"subinterpreter", ""}, 1), std::nullopt);
}

TEST(Published, MalformedTables) {
    for (const char* text : {"", "7", "{}", R"({"workers": [1], "seconds": {"a": {"linear": []}}})",
                             R"({"workers": ["1"], "seconds": {}})", R"({"workers": [1e300], "seconds": {}})",
                             R"({"workers": [1.5], "seconds": {}})",
                             R"({"workers": [1], "seconds": {"a": {"linear": ["x"]}}})"}) {
        FakeTree tree;
        tree.add("table.json", text);
        try {
            (void)PublishedTables::read(tree.root() / "table.json");
            ADD_FAILURE() << text;
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr("table.json is not a published table")) << text;
        }
    }
    FakeTree tree;
    EXPECT_THROW((void)PublishedTables::read(tree.root() / "none.json"), Error);
}

}  // namespace
}  // namespace pepbench
