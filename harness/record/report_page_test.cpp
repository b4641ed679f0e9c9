#include "record/report_page.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "error.h"

namespace pepbench {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ReportPage, ReadsFilesAndNumbers) {
    const ReportPage page = parse_report_page(R"(<!doctype html>
<html><head><link rel="stylesheet" href="x.css">
<link rel="alternate" type="application/json" href="data/main-job.json">
<link rel="alternate" type="application/json" href="data/b+1_2.json">
<link rel="alternate" type="application/json" href="data/main-job.json"></head><body>1.5
<td><data value="0.0125" data-from="file0:/a/b" data-format="seconds">
  12.5 ms </data></td>
<data data-format='count' value=3 data-from="file1:/x&amp;&lt;y&#34;">3</data>)");
    EXPECT_THAT(page.files, ElementsAre("main-job.json", "b+1_2.json"));  // once each
    ASSERT_EQ(page.numbers.size(), 2);
    EXPECT_EQ(page.numbers[0].line, 6);
    EXPECT_EQ(page.numbers[0].value, "0.0125");
    EXPECT_EQ(page.numbers[0].from, "file0:/a/b");
    EXPECT_EQ(page.numbers[0].format, "seconds");
    EXPECT_EQ(page.numbers[0].text, "12.5 ms");
    EXPECT_EQ(page.numbers[1].line, 8);
    EXPECT_EQ(page.numbers[1].value, "3");
    EXPECT_EQ(page.numbers[1].from, "file1:/x&<y\"");
    EXPECT_EQ(page.numbers[1].text, "3");
}

TEST(ReportPage, LeavesOutWhatIsNotShown) {
    const ReportPage page = parse_report_page(
        R"(<!-- <data value="1">1</data> --><script>if (a < b) "<data value='1'>1</data>"</script>
<style>a > b { content: "<data>" }</style><p title='<data value="1">1</data>'>&lt;data value="1"&gt;</p>)");
    EXPECT_THAT(page.numbers, IsEmpty());
}

TEST(ReportPage, ReadsWhatIsNoHtml) {
    for (const char* html : {"", "<", "<data", "<data value", "<data value=", "<data value=\"1", "</", "<!--",
                             "<script>", "< >", "<a b=c d", "\0\1\2"}) {
        try {
            EXPECT_THAT(parse_report_page(html).numbers, IsEmpty()) << html;
        } catch (const Error& error) {
            EXPECT_STREQ(error.what(), "the number in its line 1 does not end where it should") << html;
        }
    }
}

TEST(ReportPage, AnyNumberOfAmpersandsTakesLinearTime) {
    const std::string text(2'000'000, '&');
    const ReportPage page = parse_report_page("<data value=1>" + text + "</data>");
    ASSERT_EQ(page.numbers.size(), 1);
    EXPECT_EQ(page.numbers[0].text, text);
}

TEST(ReportPage, OfTwoAttributesTheFirstCounts) {
    const ReportPage page = parse_report_page(R"(<data value="1" VALUE="2">1</data>)");
    ASSERT_EQ(page.numbers.size(), 1);
    EXPECT_EQ(page.numbers[0].value, "1");
}

TEST(ReportPage, ANumberHoldsNothingButItsText) {
    EXPECT_THROW(parse_report_page(R"(<data value="1"><b>2</b></data>)"), Error);
    EXPECT_THROW(parse_report_page(R"(<data value="1">1 <data value="2">2</data>)"), Error);
}

TEST(ReportPage, DataStaysInItsFolder) {
    for (const char* href : {"data/../../x.json", "../x.json", "/etc/passwd", "data/", "data/.x",
                             "data/a/b.json", "data/%2e%2e", "", "http://x/data/y.json", "data/a b"}) {
        EXPECT_THROW(parse_report_page(
                         fmt::format(R"(<link rel="alternate" type="application/json" href="{}">)", href)),
                     Error)
            << href;
    }
}

TEST(ReportPage, AMissingPageIsNamed) {
    try {
        read_report_page(std::filesystem::path("/nowhere/index.html"));
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(),
                     "cannot read /nowhere/index.html: No such file or directory; a report's folder holds "
                     "index.html");
    }
}

}  // namespace
}  // namespace pepbench
