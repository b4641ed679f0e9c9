#include "environment/files.h"

#include <gtest/gtest.h>

#include <vector>

#include "environment/fake_tree_for_test.h"

namespace pepbench {
namespace {

using Cpus = std::vector<int>;

TEST(Files, ReadsWholeFileAndItsFirstLine) {
    FakeTree tree;
    tree.add("/proc/two", "  first \x01line\nsecond").add("/proc/number", " -42 ").add("/proc/blank", "");
    EXPECT_EQ(read_text(tree.root() / "proc/two"), "  first \x01line\nsecond\n");
    EXPECT_EQ(read_line(tree.root() / "proc/two"), "first ?line");
    EXPECT_EQ(read_integer(tree.root() / "proc/number"), -42);
    EXPECT_EQ(read_integer(tree.root() / "proc/two"), std::nullopt);
    EXPECT_EQ(read_line(tree.root() / "proc/blank"), std::nullopt);
}

TEST(Files, WhatCannotBeReadIsMissing) {
    FakeTree tree;
    tree.add("/proc/file", "1");
    EXPECT_EQ(read_text(tree.root() / "nothing"), std::nullopt);
    EXPECT_EQ(read_text(tree.root() / "proc"), std::nullopt) << "a directory";
    EXPECT_EQ(read_line(tree.root() / "proc/file/below"), std::nullopt);
    EXPECT_EQ(read_integer(tree.root() / "nothing"), std::nullopt);
}

TEST(Files, LongFileIsCut) {
    FakeTree tree;
    tree.add("/long", std::string(kLongestFile + 1000, 'x'));
    EXPECT_EQ(read_text(tree.root() / "long").value_or("").size(), kLongestFile);
}

TEST(Files, PathsStayInsideTheRoot) {
    EXPECT_EQ(inside("/tree", "/proc/stat"), "/tree/proc/stat");
    EXPECT_EQ(inside("/", "/proc/stat"), "/proc/stat");
    EXPECT_EQ(inside("/tree", "proc"), "/tree/proc");
}

TEST(Parsing, Numbers) {
    EXPECT_EQ(parse_integer(" 12\n"), 12);
    EXPECT_EQ(parse_integer("-1"), -1);
    EXPECT_EQ(parse_integer("12x"), std::nullopt);
    EXPECT_EQ(parse_integer(""), std::nullopt);
    EXPECT_EQ(parse_integer("99999999999999999999"), std::nullopt);
    EXPECT_EQ(parse_number("2299.998"), 2299.998);
    EXPECT_EQ(parse_number("nan"), std::nullopt);
    EXPECT_EQ(parse_number("inf"), std::nullopt);
    EXPECT_EQ(parse_number("1e999"), std::nullopt);
    EXPECT_EQ(parse_number("1.5 GHz"), std::nullopt);
}

TEST(Parsing, TextIsMadePrintable) {
    EXPECT_EQ(clean_text("  Xeon\x1b[31m \xff "), "Xeon?[31m ?");
    EXPECT_EQ(clean_text(" \n "), "");
    EXPECT_EQ(trim("\t a b \r\n"), "a b");
}

TEST(Parsing, WordsAndFields) {
    EXPECT_EQ(split_words("  a\tbc  d "), (std::vector<std::string_view>{"a", "bc", "d"}));
    EXPECT_TRUE(split_words("   ").empty());
    EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
    EXPECT_EQ(split_lines("a\nb\n"), (std::vector<std::string_view>{"a", "b"}));
    EXPECT_EQ(find_field("one\t: 1\ntwo: 2: 3\n", "two"), "2: 3");
    EXPECT_EQ(find_field("one\t: 1\none: 2\n", "one"), "1");
    EXPECT_EQ(find_field("one 1", "one"), std::nullopt);
}

TEST(Parsing, CpuLists) {
    EXPECT_EQ(parse_cpu_list("0-2,7\n"), (Cpus{0, 1, 2, 7}));
    EXPECT_EQ(parse_cpu_list("7,1,1-2"), (Cpus{1, 2, 7}));
    EXPECT_EQ(parse_cpu_list(""), Cpus{});
    for (const auto* garbage : {"2-1", "-1", "a", "1-", "1,,2", "0-65536", "0-99999999999"}) {
        EXPECT_EQ(parse_cpu_list(garbage), std::nullopt) << garbage;
    }
    EXPECT_EQ(format_cpu_list({0, 1, 2, 7}), "0-2,7");
    EXPECT_EQ(format_cpu_list({3}), "3");
    EXPECT_EQ(format_cpu_list({}), "");
}

}  // namespace
}  // namespace pepbench
