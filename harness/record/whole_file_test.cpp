#include "record/whole_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "environment/fake_tree_for_test.h"
#include "error.h"

namespace fs = std::filesystem;
using testing::HasSubstr;

namespace pepbench {
namespace {

std::string refusal(const std::function<void()>& call) {
    try {
        call();
        return {};
    } catch (const Error& error) {
        return error.what();
    }
}

TEST(WholeFile, IsReadAsItWasWritten) {
    const FakeTree tree;
    const std::string bytes("a\0b\r\n\xff", 6);
    write_whole(tree.root() / "file", bytes);
    EXPECT_EQ(read_whole(tree.root() / "file"), bytes);
    write_whole(tree.root() / "file", "");
    EXPECT_EQ(read_whole(tree.root() / "file"), "");
    EXPECT_FALSE(fs::exists(tree.root() / "file.part"));
}

TEST(WholeFile, WhatCannotBeWrittenIsSaid) {
    const FakeTree tree;
    EXPECT_THAT(refusal([&] { write_whole(tree.root() / "no" / "file", "x"); }),
                HasSubstr("file.part: No such file"));
    fs::create_directory(tree.root() / "folder");
    EXPECT_THAT(refusal([&] { write_whole(tree.root() / "folder", "x"); }), HasSubstr("cannot rename"));
    EXPECT_FALSE(fs::exists(tree.root() / "folder.part"));
}

TEST(WholeFile, WhatCannotBeReadIsSaid) {
    const FakeTree tree;
    EXPECT_THAT(refusal([&] { read_whole(tree.root() / "no"); }), HasSubstr("cannot read"));
    EXPECT_THAT(refusal([&] { read_whole(tree.root()); }), HasSubstr("cannot read"));
}

TEST(WholeFile, AnOutputThatIsThereIsKeptUnlessForced) {
    FakeTree tree;
    tree.add("there", "x");
    EXPECT_NO_THROW(require_writable_output(tree.root() / "new", false));
    EXPECT_NO_THROW(require_writable_output(tree.root() / "there", true));
    EXPECT_THAT(refusal([&] { require_writable_output(tree.root() / "there", false); }),
                HasSubstr("exists; give --force"));
    EXPECT_THAT(refusal([&] { require_writable_output(tree.root(), true); }), HasSubstr("is a folder"));
    EXPECT_THAT(refusal([&] { require_writable_output("/dev/null", true); }), HasSubstr("no regular file"));
}

}  // namespace
}  // namespace pepbench
