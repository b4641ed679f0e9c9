#include "cli/own_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pepbench {
namespace {

TEST(OwnCommand, BeginsWithTheProgramsName) {
    ASSERT_FALSE(own_command().empty());
    EXPECT_EQ(own_command().front(), "harness_test");
}

TEST(OwnCommand, IsTextThatAShellTakesApartAgain) {
    EXPECT_EQ(shell_text({"pepbench", "report", "a/b+jit.json", "--output=x"}),
              "pepbench report a/b+jit.json --output=x");
    EXPECT_EQ(shell_text({"a b", "", "it's", "$(x)", "~"}), R"('a b' '' 'it'\''s' '$(x)' '~')");
}

}  // namespace
}  // namespace pepbench
