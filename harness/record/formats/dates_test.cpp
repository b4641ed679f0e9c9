#include "record/formats/dates.h"

#include <gtest/gtest.h>

#include <limits>

namespace pepbench {
namespace {

std::string read_again(const char* text) {
    const std::optional<Instant> moment = parse_date(text);
    return moment ? pyperf_date(*moment) : "none";
}

TEST(Dates, AreReadInEveryForm) {
    EXPECT_EQ(read_again("2026-11-23 04:20:54.491"), "2026-11-23 04:20:54.491000");
    EXPECT_EQ(read_again("2026-11-23T04:20:54.4912345Z"), "2026-11-23 04:20:54.491234");
    EXPECT_EQ(read_again("2026-11-23T00:20:54+01:30"), "2026-11-22 22:50:54.000000");
    EXPECT_EQ(read_again("2026-12-31T23:20:54-01:00"), "2027-01-01 00:20:54.000000");
    EXPECT_EQ(read_again("2024-02-29 00:00:00"), "2024-02-29 00:00:00.000000");
}

TEST(Dates, WhatIsNoneIsNone) {
    for (const char* text : {"", "yesterday", "2026-11-23", "2026-11-23 04:20", "2026-13-01 00:00:00",
                             "2026-02-29 00:00:00", "2026-11-23 25:00:00", "2026-11-23 04:20:54x",
                             "2026-11-23 04:20:54+01", "9999-01-01 00:00:00", "2026--1-23 04:20:54"}) {
        EXPECT_EQ(parse_date(text), std::nullopt) << text;
    }
}

TEST(Dates, ALaterMomentIsNeverPastTheClock) {
    const auto after = [](double seconds) {
        return pyperf_date(later(parse_date("2026-11-23 04:20:54.491").value(), seconds));
    };
    EXPECT_EQ(after(0), "2026-11-23 04:20:54.491000");
    EXPECT_EQ(after(86'400.009), "2026-11-24 04:20:54.500000");
    EXPECT_EQ(after(-5), "2026-11-23 04:20:54.491000");
    for (const double seconds : {9e9, 4.6e10, 1e300, std::numeric_limits<double>::infinity()}) {
        EXPECT_EQ(after(seconds), "2262-04-11 23:47:16.854775") << seconds;
    }
    EXPECT_EQ(pyperf_date(later(parse_date("1970-01-01T00:00:00+23:59").value(), 1e300)), after(9e9));
}

}  // namespace
}  // namespace pepbench
