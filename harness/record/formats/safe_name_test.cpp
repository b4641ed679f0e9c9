#include "record/formats/safe_name.h"

#include <gtest/gtest.h>

namespace pepbench {
namespace {

TEST(SafeName, KeepsWhatIsSafe) {
    EXPECT_EQ(safe_name("json_dumps-2.1+x"), "json_dumps-2.1+x");
    EXPECT_EQ(safe_name("BM_Sort<int>/8/threads:4"), "BM_Sort_int__8_threads_4");
    EXPECT_EQ(safe_name("../\x1b[31m\n"),
              ".._"
              "_"
              "_31m_");
    EXPECT_EQ(safe_name("größe €"), "gr__e__");
    EXPECT_EQ(safe_name(""), "_");
    EXPECT_EQ(safe_name(std::string(300, 'x')), std::string(120, 'x'));
}

TEST(SafeName, UniqueNamesStayApart) {
    UniqueNames names;
    EXPECT_EQ(names.add("a"), "a");
    EXPECT_EQ(names.add("a"), "a-2");
    EXPECT_EQ(names.add("a-2"), "a-2-2");
    EXPECT_EQ(names.add("a"), "a-3");
    for (int number = 4; number < 200'000;
         ++number) {  // would take minutes if each were tried from the start
        ASSERT_EQ(names.add("a"), "a-" + std::to_string(number));
    }
}

}  // namespace
}  // namespace pepbench
