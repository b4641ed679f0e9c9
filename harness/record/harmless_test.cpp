#include "record/harmless.h"

#include <gtest/gtest.h>

namespace pepbench {
namespace {

TEST(Harmless, TextInAnyLanguageStays) {
    EXPECT_EQ(harmless(""), "");
    EXPECT_EQ(harmless("cannot read /home/zo\u00eb/\u6d4b\u8bd5 \U0001f600.json: no such file"),
              "cannot read /home/zo\u00eb/\u6d4b\u8bd5 \U0001f600.json: no such file");
}

TEST(Harmless, WhatATerminalWouldObey) {
    EXPECT_EQ(harmless("\x1b[2J\x07\x7f"), "?[2J??");
    EXPECT_EQ(harmless("a\nb\tc\rd"), "a b c d");
    EXPECT_EQ(harmless("\u009b31m"), "?31m") << "CSI as one character";
    EXPECT_EQ(harmless("\u202egnp.exe"), "?gnp.exe") << "right to left from here on";
    EXPECT_EQ(harmless("1\u061c2"), "1?2") << "the mark of Arabic letters, which turns directions, too";
}

TEST(Harmless, WhatIsNoUtf8) {
    EXPECT_EQ(harmless("\x9b"
                       "31m"),
              "?31m");
    EXPECT_EQ(harmless("\xc0\x9b"), "??") << "a control character in a longer form";
    EXPECT_EQ(harmless("\xed\xa0\x80"), "???") << "half of a pair of UTF-16";
    EXPECT_EQ(harmless("\xf4\x90\x80\x80\xff"), "?????") << "beyond Unicode";
    EXPECT_EQ(harmless("\xe6\xb5"), "??") << "cut off";
}

}  // namespace
}  // namespace pepbench
