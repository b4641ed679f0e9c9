// The program pepbench-url-server from outside: what its driver sees.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "url_server/loopback_client_for_test.h"
#include "url_server/page.h"

#ifndef PEPBENCH_BIN_DIR
#define PEPBENCH_BIN_DIR ""
#endif

namespace pepbench {
namespace {

constexpr const char* kProgram = PEPBENCH_BIN_DIR "/pepbench-url-server";
constexpr int kLongestWait = 20'000;  // milliseconds

/// A program under way, with its three streams on pipes. Killed with the object.
class Program {
  public:
    explicit Program(std::vector<std::string> arguments) {
        std::string name = kProgram;
        std::vector<char*> words = {name.data()};
        words.reserve(arguments.size() + 2);
        for (auto& argument : arguments) {
            words.push_back(argument.data());
        }
        words.push_back(nullptr);
        std::array<std::array<int, 2>, 3> pipes{};
        for (auto& ends : pipes) {
            EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
        }
        posix_spawn_file_actions_t actions{};
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, pipes[0][0], STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions, pipes[1][1], STDOUT_FILENO);
        ::posix_spawn_file_actions_adddup2(&actions, pipes[2][1], STDERR_FILENO);
        EXPECT_EQ(::posix_spawn(&pid_, kProgram, &actions, nullptr, words.data(), environ), 0);
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(pipes[0][0]);
        ::close(pipes[1][1]);
        ::close(pipes[2][1]);
        input_ = pipes[0][1];
        output_ = pipes[1][0];
        error_ = pipes[2][0];
    }
    ~Program() {
        end_input();
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
        }
        ::close(output_);
        ::close(error_);
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    Program(Program&&) = delete;
    Program& operator=(Program&&) = delete;

    void end_input() {
        if (input_ >= 0) {
            ::close(input_);
            input_ = -1;
        }
    }
    void send_signal(int signal) const { ::kill(pid_, signal); }
    [[nodiscard]] bool type(std::string_view text) const {
        return ::write(input_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    }
    [[nodiscard]] std::string read_line() const { return read_until(output_, true); }
    [[nodiscard]] std::string read_rest() const { return read_until(output_, false); }
    [[nodiscard]] std::string read_errors() const { return read_until(error_, false); }

    /// The exit code, or 1000 + the signal that ended it.
    int wait() {
        static_cast<void>(read_rest());  // ends with the process, or after the longest wait
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) != pid_) {
            // The pipe may close a moment before the process can be waited for.
            for (int pause = 0; pause < kLongestWait / 10; ++pause) {
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
                if (::waitpid(pid_, &status, WNOHANG) == pid_) {
                    break;
                }
            }
        }
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    }

  private:
    [[nodiscard]] static std::string read_until(int descriptor, bool line) {
        std::string text;
        char byte = 0;
        pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
        while (text.size() < 10'000 && ::poll(&waiting, 1, kLongestWait) > 0 &&
               ::read(descriptor, &byte, 1) == 1) {
            if (line && byte == '\n') {
                break;
            }
            text += byte;
        }
        return text;
    }

    pid_t pid_ = -1;
    int input_ = -1;
    int output_ = -1;
    int error_ = -1;
};

class UrlServerProgram : public testing::Test {
  protected:
    void SetUp() override {
        if (!std::filesystem::exists(kProgram)) {
            GTEST_FAIL() << kProgram << " is not built";
        }
    }
    static int port_of(const nlohmann::json& started) {
        const auto url = started.value("url", std::string());
        int port = 0;
        const std::string_view start = "http://127.0.0.1:";
        EXPECT_TRUE(url.starts_with(start) && url.ends_with('/')) << url;
        std::from_chars(url.data() + start.size(), url.data() + url.size(), port);
        return port;
    }
    static nlohmann::json started(const Program& program) {
        return nlohmann::json::parse(program.read_line(), nullptr, false);
    }
};

TEST_F(UrlServerProgram, SaysWhereServesAndEndsWithItsInput) {
    Program program({});
    const auto line = started(program);
    ASSERT_TRUE(line.is_object());
    EXPECT_EQ(line.size(), 4U);
    EXPECT_EQ(line.at("page_bytes"), error_page().size());
    EXPECT_EQ(line.at("page_crc32"), crc32_of(error_page()));
    EXPECT_EQ(line.at("latency_ms"), 0);
    const int port = port_of(line);
    const auto reply = get(port);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, error_page());
    EXPECT_EQ(get(port, "/other").status, 404);
    EXPECT_EQ(get(port, "/" + std::string(9'000, 'x')).status, 414);
    EXPECT_EQ(get(port, "/" + std::string(90'000, 'x')).status, 431);

    std::atomic<int> good = 0;
    std::vector<std::thread> clients;
    clients.reserve(50);
    for (int client = 0; client < 50; ++client) {
        clients.emplace_back([&] { good += get(port).body == error_page() ? 1 : 0; });
    }
    for (auto& client : clients) {
        client.join();
    }
    EXPECT_EQ(good, 50);

    EXPECT_TRUE(program.type("input is not looked at\n"));
    EXPECT_EQ(get(port).status, 200);
    program.end_input();
    EXPECT_EQ(program.wait(), 0);
    EXPECT_EQ(program.read_errors(), "");
    EXPECT_FALSE(LoopbackConnection(port).connected());
}

TEST_F(UrlServerProgram, EndsOnSignals) {
    for (const int signal : {SIGTERM, SIGINT}) {
        Program program({"--latency-ms", "60000"});
        const auto line = started(program);
        ASSERT_TRUE(line.is_object());
        EXPECT_EQ(line.at("latency_ms"), 60'000);
        const LoopbackConnection waiting(port_of(line));
        EXPECT_TRUE(waiting.send("GET / HTTP/1.1\r\n\r\n"));
        program.send_signal(signal);
        EXPECT_EQ(program.wait(), 0) << signal;
    }
}

TEST_F(UrlServerProgram, PortInUse) {
    const Program first({});
    const auto line = started(first);
    ASSERT_TRUE(line.is_object());
    const auto port = std::to_string(port_of(line));
    Program second({"--port", port});
    EXPECT_EQ(second.read_errors(),
              "pepbench-url-server: port " + port +
                  " of 127.0.0.1 is in use; give another one, or 0 for any that is free\n");
    EXPECT_EQ(second.read_rest(), "");
    EXPECT_EQ(second.wait(), 2);
    EXPECT_EQ(get(port_of(line)).status, 200);
}

TEST_F(UrlServerProgram, WrongOptions) {
    const std::vector<std::vector<std::string>> wrong = {
        {"--port", "65536"},      {"--port", "-1"},   {"--port", "http"},
        {"--latency-ms", "-1"},   {"--threads", "0"}, {"--threads", "257"},
        {"--latency-ms", "1e99"}, {"--nonsense"},     {"stray"}};
    for (const auto& options : wrong) {
        Program program(options);
        const auto errors = program.read_errors();
        EXPECT_THAT(errors, testing::StartsWith("pepbench-url-server: ")) << options[0];
        EXPECT_EQ(std::ranges::count(errors, '\n'), 1) << errors;
        EXPECT_EQ(program.wait(), 2) << errors;
    }
}

TEST_F(UrlServerProgram, Help) {
    Program program({"--help"});
    EXPECT_THAT(program.read_rest(), testing::HasSubstr("Example: pepbench-url-server"));
    EXPECT_EQ(program.wait(), 0);
}

TEST_F(UrlServerProgram, DiesWithItsParent) {
    // The parent is killed while this test still holds the server's input open: only the parent's death can
    // end it.
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    ASSERT_EQ(::pipe(input.data()), 0);
    ASSERT_EQ(::pipe(output.data()), 0);
    const pid_t parent = ::fork();
    if (parent == 0) {
        const pid_t server = ::fork();
        if (server == 0) {
            ::dup2(input[0], STDIN_FILENO);
            ::dup2(output[1], STDOUT_FILENO);
            ::close(input[1]);
            ::close(output[0]);
            ::execl(kProgram, kProgram, nullptr);
            ::_exit(127);
        }
        ::pause();
        ::_exit(0);
    }
    ::close(output[1]);
    std::string line;
    char byte = 0;
    pollfd waiting{.fd = output[0], .events = POLLIN, .revents = 0};
    while (::poll(&waiting, 1, kLongestWait) > 0 && ::read(output[0], &byte, 1) == 1 && byte != '\n') {
        line += byte;
    }
    const int port = port_of(nlohmann::json::parse(line, nullptr, false));
    EXPECT_EQ(get(port).status, 200);
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    EXPECT_EQ(::poll(&waiting, 1, kLongestWait), 1);
    EXPECT_EQ(::read(output[0], &byte, 1), 0) << "the end of its output, as it is gone";
    EXPECT_FALSE(LoopbackConnection(port).connected());
    for (const int descriptor : {input[0], input[1], output[0]}) {
        ::close(descriptor);
    }
}

}  // namespace
}  // namespace pepbench
