#include "url_server/page.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pepbench {
namespace {

TEST(UrlServerPage, IsSmallAndAscii) {
    EXPECT_GE(error_page().size(), 900U);
    EXPECT_LE(error_page().size(), 1100U);
    EXPECT_TRUE(std::ranges::all_of(error_page(),
                                    [](char byte) { return (byte >= ' ' && byte <= '~') || byte == '\n'; }));
    EXPECT_TRUE(error_page().starts_with("<!DOCTYPE html>"));
    EXPECT_TRUE(error_page().ends_with("</html>\n"));
}

TEST(UrlServerPage, NeverChanges) {
    // A result file names these; another page would be another workload.
    EXPECT_EQ(error_page().size(), 920U);
    EXPECT_EQ(crc32_of(error_page()), 3840066581U);
}

TEST(UrlServerPage, CrcIsZlibs) {
    EXPECT_EQ(crc32_of("123456789"), 0xcbf43926U) << "the check value that CRC catalogues give";
    EXPECT_EQ(crc32_of(""), 0U);
}

}  // namespace
}  // namespace pepbench
