#include "measure/child_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <memory>

#include "error.h"
#include "measure/fake_runner_for_test.h"
#include "measure/interrupt.h"

namespace pepbench {
namespace {

using Read = ChildProcess::Read;
using Seconds = std::chrono::duration<double>;
using testing::HasSubstr;

constexpr Seconds kEnoughForAChild(60);
constexpr Seconds kShort(0.2);

/// A shell that does `script`; `$1` and on are the arguments.
std::unique_ptr<ChildProcess> shell(const std::string& script,
                                    const std::map<std::string, std::string>& environment = {}) {
    return std::make_unique<ChildProcess>(std::vector<std::string>{"/bin/sh", "-c", script}, environment);
}

std::string line_of(ChildProcess& process) {
    std::string line;
    EXPECT_EQ(process.read_line(line, kEnoughForAChild), Read::line);
    return line;
}

std::string how(const std::string& script) {
    const auto process = shell(script);
    EXPECT_TRUE(process->wait(kEnoughForAChild));
    return process->how_it_ended();
}

TEST(ChildProcess, SpeaksInLines) {
    const auto process = shell("while read line; do echo \"got $line\"; done; printf 'half a line'");
    EXPECT_TRUE(process->write_line("one", kEnoughForAChild));
    EXPECT_EQ(line_of(*process), "got one");
    EXPECT_TRUE(process->write_line("two\nthree", kEnoughForAChild));
    EXPECT_EQ(line_of(*process), "got two");
    EXPECT_EQ(line_of(*process), "got three");
    std::string line;
    EXPECT_EQ(process->read_line(line, Seconds(0.01)), Read::timeout);
    process->close_input();
    EXPECT_EQ(process->read_line(line, kEnoughForAChild), Read::end);
    EXPECT_EQ(process->wait(kEnoughForAChild), 0);
}

TEST(ChildProcess, HasTheEnvironmentThatItIsGivenAndNoOther) {
    const auto process = shell("echo $A; echo ${HOME-none}", {{"A", "b=c"}});
    EXPECT_EQ(line_of(*process), "b=c");
    EXPECT_EQ(line_of(*process), "none");
}

TEST(ChildProcess, AProgramThatCannotBeStarted) {
    const std::ptrdiff_t before = open_descriptors();
    for (const char* program : {"/nowhere/program", "/", "/etc/passwd"}) {
        try {
            const ChildProcess process({program}, {});
            ADD_FAILURE() << program;
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), HasSubstr(std::string("cannot start ") + program + ": "));
        }
    }
    EXPECT_EQ(open_descriptors(), before);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);  // and no zombie
}

TEST(ChildProcess, ItsWorkingDirectory) {
    const Scratch scratch;
    ChildProcess there({"/bin/pwd"}, {}, scratch.path());
    EXPECT_EQ(line_of(there), scratch.path().string());
    ChildProcess here({"/bin/pwd"}, {});
    EXPECT_EQ(line_of(here), std::filesystem::current_path().string());
}

TEST(ChildProcess, ARelativeProgramIsTheDrivers) {
    const Scratch scratch;
    const std::filesystem::path relative = std::filesystem::proximate("/bin/pwd");
    ASSERT_TRUE(relative.is_relative());
    ChildProcess process({relative.string()}, {}, scratch.path());
    EXPECT_EQ(line_of(process), scratch.path().string());
}

TEST(ChildProcess, AFolderThatCannotBeEntered) {
    const std::ptrdiff_t before = open_descriptors();
    try {
        const ChildProcess process({"/bin/true"}, {}, "/nowhere/at all");
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(),
                     "cannot start /bin/true in the folder /nowhere/at all: No such file or directory");
    }
    EXPECT_EQ(open_descriptors(), before);
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(ChildProcess, LinesUpToAMebibyte) {
    const auto process = shell(
        "head -c 1048576 /dev/zero | tr '\\0' x; echo; echo short; head -c 1048577 /dev/zero | tr '\\0' y; "
        "echo");
    EXPECT_EQ(line_of(*process), std::string(1U << 20U, 'x'));
    EXPECT_EQ(line_of(*process), "short");
    std::string line;
    EXPECT_EQ(process->read_line(line, kEnoughForAChild), Read::too_long);
    EXPECT_EQ(process->read_line(line, kEnoughForAChild), Read::too_long);
}

TEST(ChildProcess, ALineWithoutEndIsNotKept) {
    const auto process = shell("exec cat /dev/zero");
    std::string line;
    EXPECT_EQ(process->read_line(line, kEnoughForAChild), Read::too_long);
}

TEST(ChildProcess, HowItEnded) {
    EXPECT_EQ(how("exit 3"), "exited with code 3");
    EXPECT_EQ(how("kill -SEGV $$"), "was killed by signal 11 (SIGSEGV)");
    EXPECT_EQ(how("kill -40 $$"), "was killed by signal 40 (real-time)");
    const auto process = shell("sleep 1000");
    EXPECT_EQ(process->how_it_ended(), "is still running");
    EXPECT_EQ(process->wait(Seconds(0.01)), std::nullopt);
}

TEST(ChildProcess, WritingToOneThatDoesNotRead) {
    ::signal(SIGPIPE, SIG_DFL);  // as in a verb that catches no signals: it must not end the driver
    const auto process = shell("exec 0<&-; echo closed; sleep 1000");
    EXPECT_EQ(line_of(*process), "closed");
    EXPECT_FALSE(process->write_line("anybody?", kEnoughForAChild));
    EXPECT_FALSE(process->write_line("anybody?", kEnoughForAChild));
    sigset_t pending;
    EXPECT_EQ(::sigpending(&pending), 0);
    EXPECT_EQ(sigismember(&pending, SIGPIPE), 0);
}

TEST(ChildProcess, WritingToOneThatReadsTooLate) {
    const auto process = shell("sleep 1000");
    EXPECT_FALSE(process->write_line(std::string(1U << 20U, 'x'), kShort));
}

TEST(ChildProcess, KeepsTheLastOfItsStandardError) {
    const auto process = shell("head -c 1000000 /dev/zero | tr '\\0' e >&2; echo last >&2; echo done");
    EXPECT_EQ(line_of(*process), "done");
    EXPECT_EQ(process->wait(kEnoughForAChild), 0);
    const std::string tail = process->stderr_tail();
    EXPECT_EQ(tail, std::string(8192 - 5, 'e') + "last\n");
}

TEST(ChildProcess, OutputAfterTheLastLineThatWasReadDoesNotHoldItUp) {
    const auto process = shell("head -c 3000000 /dev/zero; exit 7");
    EXPECT_TRUE(process->wait(kEnoughForAChild));
    EXPECT_EQ(process->how_it_ended(), "exited with code 7");
}

TEST(ChildProcess, ItsEndIsSeenThoughAChildOfItHoldsThePipe) {
    const auto process = shell("sleep 1000 & echo $!; exit 4");
    const int child = std::stoi(line_of(*process));
    std::string line;
    EXPECT_EQ(process->read_line(line, kEnoughForAChild), Read::end);
    EXPECT_TRUE(process->wait(kEnoughForAChild));
    EXPECT_TRUE(is_gone(child));
}

TEST(ChildProcess, EndsWithEverythingThatItStarted) {
    const auto process = shell(
        "trap '' TERM; (trap '' TERM; while :; do sleep 1000; done) & echo $!; while :; do sleep 1000; done");
    const int child = std::stoi(line_of(*process));
    process->end(Seconds(0.05));
    EXPECT_THAT(process->how_it_ended(), HasSubstr("SIGKILL"));
    EXPECT_TRUE(is_gone(process->pid()));
    EXPECT_TRUE(is_gone(child));
}

TEST(ChildProcess, MayEndByItselfWhenAskedTo) {
    const auto process = shell("trap 'exit 5' TERM; echo ready; while :; do sleep 0.01; done");
    EXPECT_EQ(line_of(*process), "ready");
    process->end(kEnoughForAChild);
    EXPECT_EQ(process->how_it_ended(), "exited with code 5");
}

TEST(ChildProcess, EndsAtOnceWithEverythingThatItStarted) {
    const auto process = shell(
        "trap '' TERM; (trap '' TERM; while :; do sleep 1000; done) & echo $!; while :; do sleep 1000; done");
    const int child = std::stoi(line_of(*process));
    process->kill_now();
    EXPECT_THAT(process->how_it_ended(), HasSubstr("SIGKILL"));
    EXPECT_TRUE(is_gone(child));
}

TEST(ChildProcess, DestructionLeavesNothing) {
    const std::ptrdiff_t before = open_descriptors();
    auto process = shell("sleep 1000 & echo $!; sleep 1000");
    const int child = std::stoi(line_of(*process));
    const int pid = process->pid();
    process.reset();
    EXPECT_TRUE(is_gone(pid));
    EXPECT_TRUE(is_gone(child));
    EXPECT_EQ(open_descriptors(), before);
}

TEST(ChildProcess, DiesWithTheDriver) {
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const pid_t driver = ::fork();
    if (driver == 0) {
        const auto process = shell("sleep 1000");
        const pid_t pid = process->pid();
        [[maybe_unused]] const ssize_t written = ::write(told[1], &pid, sizeof pid);
        ::kill(::getpid(), SIGKILL);
    }
    pid_t child = 0;
    EXPECT_EQ(::read(told[0], &child, sizeof child), static_cast<ssize_t>(sizeof child));
    EXPECT_EQ(::waitpid(driver, nullptr, 0), driver);
    EXPECT_TRUE(is_gone(child));
    ::close(told[0]);
    ::close(told[1]);
}

TEST(ChildProcess, TwoInterruptsEndAllWaiting) {
    catch_interrupts();
    reset_interrupts();
    const auto process = shell("sleep 1000");
    std::string line;
    ::raise(SIGINT);
    EXPECT_EQ(process->read_line(line, Seconds(0.01)), Read::timeout);
    ::raise(SIGTERM);
    EXPECT_EQ(interrupts(), 2);
    EXPECT_EQ(process->read_line(line, kEnoughForAChild), Read::interrupted);
    EXPECT_EQ(process->wait(kEnoughForAChild), std::nullopt);
    reset_interrupts();
}

TEST(ChildProcess, ALineThatIsThereIsReadBeforeAnInterrupt) {
    catch_interrupts();
    reset_interrupts();
    const auto process = shell("echo one; echo two; sleep 1000");
    EXPECT_EQ(line_of(*process), "one");
    ::raise(SIGINT);
    EXPECT_EQ(line_of(*process), "two");
    reset_interrupts();
}

TEST(ChildProcess, WaitingForYearsIsNotWaitingForNothing) {
    const auto process = shell("sleep 0.05; echo late");
    std::string line;
    EXPECT_EQ(process->read_line(line, Seconds(1e300)), Read::line);
    EXPECT_EQ(process->wait(Seconds(1e300)), 0);
}

}  // namespace
}  // namespace pepbench
