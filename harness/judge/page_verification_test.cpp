#include "judge/page_verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pepbench {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Shown {
    const char* format;
    double value;
    const char* text;
};

/// Those of plots/report/numbers_test.py: both sides must follow the same list.
const std::vector<Shown> kShown = {
    {"ratio", 1.136, "1.14"},
    {"ratio", 1.125, "1.12"},
    {"ratio", 0, "0.00"},
    {"ratio", 0.1, "0.10"},
    {"ratio", 0.00053484, "0.00053"},
    {"ratio", -0.2488, "-0.25"},
    {"ratio", -0.0123, "-0.012"},
    {"ratio", 0.00001234, "1.2e-05"},
    {"ratio", 3739.4319, "3739.43"},
    {"ratio", 99999.4, "99999.40"},
    {"ratio", 100000, "1e+05"},
    {"ratio", 1e300, "1e+300"},
    {"seconds", 0, "0 s"},
    {"seconds", 1, "1.00 s"},
    {"seconds", 12.34, "12.3 s"},
    {"seconds", 1234.5, "1230 s"},
    {"seconds", 0.9996, "1.00 s"},
    {"seconds", 0.9994, "999 ms"},
    {"seconds", 0.00364671, "3.65 ms"},
    {"seconds", 7.12134765625e-07, "712 ns"},
    {"seconds", 1.2e-06, "1.20 µs"},
    {"seconds", 1.2e-10, "0.120 ns"},
    {"seconds", 1.2e-12, "0.00120 ns"},
    {"seconds", 1.2e-13, "1.20e-13 s"},
    {"seconds", 1e5, "100000 s"},
    {"seconds", 1e6, "1.00e+06 s"},
    {"seconds", 2.5e6, "2.50e+06 s"},
    {"seconds", 1e300, "1.00e+300 s"},
    {"seconds", -0.0015, "-1.50 ms"},
    {"nanoseconds", 7304322.0, "7.30 ms"},
    {"nanoseconds", 999600000.0, "1.00 s"},
    {"nanoseconds", 22, "22.0 ns"},
    {"bytes", 12320768.0, "11.8 MiB"},
    {"bytes", 1073741824, "1.0 GiB"},
    {"bytes", 25276510208, "23.5 GiB"},
    {"percent", 0.013466, "1 %"},
    {"percent", 1.0, "100 %"},
    {"percent", 0.005, "0 %"},
    {"count", 216, "216"},
    {"count", 2.0, "2"},
    {"count", 1.5, "1.5"},
};

const PageSources kSources = {
    {"file0", {{"pepbench", {{"seconds", 0.1 + 0.2}, {"a/b", 2}, {"name", "primes"}}}}},
    {"names", {{"names", {"ü"}}}},
    {"claims", {{"claims", {{{"verdict", "refuted"}, {"value", nullptr}}}}}},
};

std::vector<std::string> problems_of(const std::vector<PageNumber>& numbers) {
    return verify_page({.files = {}, .numbers = numbers}, kSources).problems;
}

PageNumber number(const char* value, const char* from, const char* format, const char* text) {
    return {.line = 7, .value = value, .from = from, .format = format, .text = text};
}

TEST(PageVerification, ShowsNumbersAsThePageDoes) {
    for (const Shown& shown : kShown) {
        EXPECT_EQ(shown_on_page(shown.value, shown.format), shown.text) << shown.format << " " << shown.value;
    }
    EXPECT_EQ(shown_on_page(1, "furlongs"), std::nullopt);
}

TEST(PageVerification, AcceptsWhatFollowsFromTheSamples) {
    const Check check = verify_page(
        {.files = {},
         .numbers = {number("0.30000000000000004", "file0:/pepbench/seconds", "seconds", "300 ms"),
                     number("0.3", "file0:/pepbench/seconds", "percent", "30 %"),
                     number("2", "file0:/pepbench/a~1b", "count", "2"),
                     number("refuted", "claims:/claims/0/verdict", "text", "refuted")}},
        kSources);
    EXPECT_EQ(check.checked, 4);
    EXPECT_THAT(check.problems, IsEmpty());
}

TEST(PageVerification, FindsAChangedValue) {
    EXPECT_THAT(problems_of({number("0.3000001", "file0:/pepbench/seconds", "seconds", "300 ms")}),
                ElementsAre("line 7 shows '300 ms' for file0:/pepbench/seconds with the value 0.3000001, "
                            "which is 0.30000000000000004 by the samples"));
    EXPECT_THAT(problems_of({number("reproduced", "claims:/claims/0/verdict", "text", "reproduced")}),
                ElementsAre(HasSubstr("which is refuted by the samples")));
}

TEST(PageVerification, SaysWhatIsThereAsItIs) {
    EXPECT_THAT(problems_of({number("2", "names:/names", "count", "2")}),
                ElementsAre(HasSubstr("which is [\"ü\"] by the samples")));
}

TEST(PageVerification, FindsAChangedText) {
    EXPECT_THAT(problems_of({number("2", "file0:/pepbench/a~1b", "ratio", "2.01")}),
                ElementsAre(HasSubstr("which must be shown as '2.00'")));
    EXPECT_THAT(problems_of({number("refuted", "claims:/claims/0/verdict", "text", "reproduced")}),
                ElementsAre(HasSubstr("which must be shown as 'refuted'")));
}

TEST(PageVerification, FindsWhatIsNowhere) {
    for (const char* from : {"file1:/pepbench/seconds", "file0:/pepbench/x", "file0:pepbench", "file0", "",
                             ":/pepbench", "file0:/pepbench/seconds/0", "claims:/claims/1/verdict",
                             "claims:/claims/-/verdict", "claims:/claims/01/verdict", "file0:/~2"}) {
        EXPECT_THAT(problems_of({number("2", from, "count", "2")}), ElementsAre(HasSubstr("is nowhere")))
            << from;
    }
}

TEST(PageVerification, FindsWhatIsNoSuchNumber) {
    EXPECT_THAT(problems_of({number("nan", "file0:/pepbench/seconds", "count", "nan")}),
                ElementsAre(HasSubstr("by the samples")));
    EXPECT_THAT(problems_of({number("null", "claims:/claims/0/value", "count", "null")}),
                ElementsAre(HasSubstr("which is null by the samples")));
    EXPECT_THAT(problems_of({number("2", "file0:/pepbench/a~1b", "text", "2")}),
                ElementsAre(HasSubstr("which cannot be shown as 'text'")));
    EXPECT_THAT(problems_of({number("primes", "file0:/pepbench/name", "count", "primes")}),
                ElementsAre(HasSubstr("which cannot be shown as 'count'")));
}

TEST(PageVerification, APageWithoutANumberDoesNotHold) {
    EXPECT_THAT(problems_of({}), ElementsAre("the page has no number"));
}

}  // namespace
}  // namespace pepbench
