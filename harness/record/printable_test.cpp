#include "record/printable.h"

#include <gtest/gtest.h>

namespace pepbench {
namespace {

TEST(Printable, PlainTextStays) {
    EXPECT_EQ(printable("cpython-3.15+jit: 100 % ~!"), "cpython-3.15+jit: 100 % ~!");
    EXPECT_EQ(printable(""), "");
}

TEST(Printable, WhatATerminalWouldObey) {
    EXPECT_EQ(printable("\x1b[2Jred\x07\x7f"), "?[2Jred??");
    EXPECT_EQ(printable("a\nb\tc\rd"), "a b c d");
    EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a?b");
    EXPECT_EQ(printable("\xc2\x9b\xff"), "???");  // CSI in UTF-8, and a byte that is none
}

TEST(Printable, LongTextIsCut) {
    EXPECT_EQ(printable("abcdef", 6), "abcdef");
    EXPECT_EQ(printable("abcdefg", 6), "abcdef...");
    EXPECT_EQ(printable(std::string(1000, 'x')).size(), 303U);
}

}  // namespace
}  // namespace pepbench
