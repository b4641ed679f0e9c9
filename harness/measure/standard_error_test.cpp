#include "measure/standard_error.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <unistd.h>

#include <csignal>
#include <string>

#include "measure/gate_view.h"
#include "measure/progress.h"

namespace pepbench {
namespace {

/// Standard error is this descriptor, which is closed with it.
class StandardError {
  public:
    explicit StandardError(int descriptor) {
        ::signal(SIGPIPE, SIG_IGN);
        ::dup2(descriptor, STDERR_FILENO);
        ::close(descriptor);
    }
    ~StandardError() {
        ::dup2(before_, STDERR_FILENO);
        ::close(before_);
    }
    StandardError(const StandardError&) = delete;
    StandardError& operator=(const StandardError&) = delete;

  private:
    int before_ = ::dup(STDERR_FILENO);
};

struct Pipe {
    Pipe() { EXPECT_EQ(::pipe(ends), 0); }
    int ends[2] = {-1, -1};
};

void say_all() {
    print_err("a word\n");
    Progress progress;
    progress.say("a line");
    progress.show(0.5, 10, "primes");
    GateView view;
    view.say("a line");
    view.show({{.name = "primes/linear/1"}}, 0, 10);
}

TEST(StandardError, SaysAllOfALongText) {
    testing::internal::CaptureStderr();
    const std::string text(100'000, 'x');
    print_err(text);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), text);
}

TEST(StandardError, DropsWhatNobodyReads) {
    Pipe pipe;
    ::close(pipe.ends[0]);
    const StandardError into(pipe.ends[1]);
    EXPECT_NO_THROW(say_all());
}

TEST(StandardError, DropsWhatADiskHasNoRoomFor) {
    const StandardError into(::open("/dev/full", O_WRONLY));
    EXPECT_NO_THROW(say_all());
}

TEST(StandardError, DropsWhatATerminalThatIsGoneWouldShow) {
    int master = -1;
    int slave = -1;
    ASSERT_EQ(::openpty(&master, &slave, nullptr, nullptr, nullptr), 0);
    const StandardError into(slave);
    Progress progress;  // made while it was there
    GateView view;
    progress.show(0.5, 10, "primes");
    view.show({{.name = "primes/linear/1"}}, 0, 10);
    ::close(master);
    EXPECT_NO_THROW(say_all());
    EXPECT_NO_THROW(progress.say("a line"));
    EXPECT_NO_THROW(view.say("a line"));
}

TEST(StandardError, WaitsForAReaderOnlyAsLongAsItIsTold) {
    Pipe pipe;
    ::fcntl(pipe.ends[1], F_SETPIPE_SZ, 4096);
    const StandardError into(pipe.ends[1]);
    const auto start = std::chrono::steady_clock::now();
    print_err(std::string(100'000, 'x'), kNoPatience);
    print_err("x", std::chrono::milliseconds(50));
    const auto waited = std::chrono::steady_clock::now() - start;
    EXPECT_GE(waited, std::chrono::milliseconds(50));
    EXPECT_LT(waited, std::chrono::seconds(5));
    ::close(pipe.ends[0]);
}

}  // namespace
}  // namespace pepbench
