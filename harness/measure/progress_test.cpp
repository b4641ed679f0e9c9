#include "measure/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <unistd.h>

#include <cstdio>
#include <functional>
#include <string>

namespace pepbench {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Progress, ClockText) {
    EXPECT_EQ(clock_text(0), "0:00");
    EXPECT_EQ(clock_text(59.4), "0:59");
    EXPECT_EQ(clock_text(59.6), "1:00");
    EXPECT_EQ(clock_text(245), "4:05");
    EXPECT_EQ(clock_text(3599), "59:59");
    EXPECT_EQ(clock_text(3600), "1:00:00");
    EXPECT_EQ(clock_text(36'000 + 61), "10:01:01");
    EXPECT_EQ(clock_text(-5), "0:00");
    EXPECT_THAT(clock_text(1e300), HasSubstr(":"));
}

TEST(Progress, LinesInALog) {
    testing::internal::CaptureStderr();
    {
        Progress progress;
        progress.say("before");
        progress.show(0.256, 245, "primes");
        progress.show(0.5, 200, "too soon after the one before");
        progress.say("failed: a cell");
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "before\n[ 25 %, about 4:05 left] primes\nfailed: a cell\n");
}

TEST(Progress, SharesAndEstimatesOutOfRange) {
    testing::internal::CaptureStderr();
    Progress().show(1.7, -1, "late");
    Progress().show(-1, 10, "early");
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "[100 %] late\n[  0 %, about 0:10 left] early\n");
}

/// What `write` makes a terminal show.
std::string on_terminal(const std::function<void()>& write) {
    int terminal = -1;
    int program = -1;
    if (::openpty(&terminal, &program, nullptr, nullptr, nullptr) != 0) {
        return "no terminal";
    }
    const int stderr_before = ::dup(STDERR_FILENO);
    ::dup2(program, STDERR_FILENO);
    ::close(program);
    write();
    std::fflush(stderr);
    ::dup2(stderr_before, STDERR_FILENO);
    ::close(stderr_before);
    std::string text;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(terminal, buffer, sizeof buffer)) > 0;) {
        text.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(terminal);
    return text;
}

TEST(Progress, OneLineThatIsWrittenOverOnATerminal) {
    const std::string text = on_terminal([] {
        Progress progress;
        progress.show(0.25, 60, std::string(200, 'x'));
        progress.say("a line that stays");
    });
    if (text == "no terminal") {
        GTEST_SKIP() << text;
    }
    EXPECT_THAT(text, HasSubstr("\r\x1b[K[ 25 %, about 1:00 left] xxx"));
    EXPECT_THAT(text, Not(HasSubstr(std::string(110, 'x'))));  // it must not wrap, or it cannot be erased
    EXPECT_THAT(text, HasSubstr("\r\x1b[Ka line that stays\r\n"));
    EXPECT_TRUE(text.ends_with("\r\x1b[K")) << text;
}

}  // namespace
}  // namespace pepbench
