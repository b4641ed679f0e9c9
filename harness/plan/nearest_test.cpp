#include "plan/nearest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error.h"

namespace pepbench {
namespace {

TEST(Nearest, EditDistance) {
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);  // Levenshtein's usual example
    EXPECT_EQ(edit_distance("saturday", "sunday"), 3U);
    EXPECT_EQ(edit_distance("", ""), 0U);
    EXPECT_EQ(edit_distance("", "abc"), 3U);
    EXPECT_EQ(edit_distance("abc", ""), 3U);
    EXPECT_EQ(edit_distance("primes", "primes"), 0U);
    EXPECT_EQ(edit_distance("primse", "primes"), 2U);
    EXPECT_EQ(edit_distance("flaw", "lawn"), edit_distance("lawn", "flaw"));
}

TEST(Nearest, FirstOfTheClosest) {
    EXPECT_EQ(nearest("fibonaci", {"empty", "fibonacci", "primes"}), "fibonacci");
    EXPECT_EQ(nearest("b", {"a", "c"}), "a");
    EXPECT_EQ(nearest("x", {}), "");
}

TEST(Nearest, RequireKnown) {
    EXPECT_NO_THROW(require_known("mode", "linear", {"linear", "threaded"}));
    try {
        require_known("mode", "thread", {"linear", "threaded"});
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(),
                     "unknown mode 'thread'; did you mean 'threaded'? Known are: linear, threaded");
        EXPECT_EQ(error.code(), ExitCode::error);
    }
}

}  // namespace
}  // namespace pepbench
