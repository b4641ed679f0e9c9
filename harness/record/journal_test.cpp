#include "record/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "environment/fake_tree_for_test.h"
#include "error.h"

namespace pepbench {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::vector<json> lines_in(const fs::path& file) {
    std::vector<json> lines;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(json::parse(line));
    }
    return lines;
}

TEST(Journal, ALineAsSoonAsItIsAppended) {
    FakeTree tree;
    Journal journal(tree.root() / "result.json");
    const fs::path file = tree.root() / "result.json.journal";
    EXPECT_TRUE(lines_in(file).empty());
    journal.append("sample", {{"x", 1}});
    EXPECT_EQ(lines_in(file).size(), 1U);  // while it is open: another process would see it too
    journal.append("failure", {{"reason", "two\nlines, \xff and \x1b"}});
    const auto lines = lines_in(file);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0], (json{{"type", "sample"}, {"x", 1}}));
    EXPECT_EQ(lines[1].at("reason"), "two\nlines, \xef\xbf\xbd and \x1b");
    journal.discard();
    EXPECT_FALSE(fs::exists(file));
}

TEST(Journal, WhatWasMeasuredStaysWithoutDiscard) {
    FakeTree tree;
    {
        Journal(tree.root() / "result.json").append("sample", {{"x", 1}});
    }
    EXPECT_EQ(lines_in(tree.root() / "result.json.journal").size(), 1U);
}

TEST(Journal, APlaceThatCannotBeWritten) {
    FakeTree tree;
    tree.add("file", "");
    for (const char* place : {"nowhere/result.json", "file/result.json"}) {
        try {
            const Journal journal(tree.root() / place);
            ADD_FAILURE() << place;
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr("cannot write"));
            EXPECT_THAT(error.what(), testing::HasSubstr("--output"));
        }
    }
}

TEST(Journal, ADiskThatCannotBeAskedWhatItHas) {
    FakeTree tree;
    fs::create_symlink("/dev/null", tree.root() / "result.json.journal.part");  // refuses fsync with EINVAL
    EXPECT_NO_THROW(Journal(tree.root() / "result.json", RunRecord()));
}

TEST(Journal, AFullDisk) {
    if (!fs::exists("/dev/full")) {
        GTEST_SKIP() << "no /dev/full";
    }
    FakeTree tree;
    fs::create_symlink("/dev/full", tree.root() / "result.json.journal");
    Journal journal(tree.root() / "result.json");
    try {
        journal.append("sample", {{"x", 1}});
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("result.json.journal"));
    }
}

}  // namespace
}  // namespace pepbench
