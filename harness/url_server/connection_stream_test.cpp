#include "url_server/connection_stream.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

namespace pepbench {
namespace {

class UrlServerStream : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends_.data()), 0);
    }
    void TearDown() override {
        ::close(ends_[0]);
        close_client();
    }
    void close_client() {
        if (ends_[1] >= 0) {
            ::close(ends_[1]);
            ends_[1] = -1;
        }
    }
    void client_sends(const std::string& text) {
        ASSERT_EQ(::write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
    [[nodiscard]] std::string client_reads(std::size_t most) const {
        std::string text(most, '\0');
        const auto count = ::read(ends_[1], text.data(), most);
        text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return text;
    }
    [[nodiscard]] int server_end() const { return ends_[0]; }
    [[nodiscard]] int client_end() const { return ends_[1]; }

  private:
    std::array<int, 2> ends_ = {-1, -1};
};

constexpr ConnectionLimits kShort{.time = std::chrono::milliseconds(30), .request_bytes = 10};

TEST_F(UrlServerStream, ReadsUpToTheLimit) {
    client_sends("0123456789ABC");
    ConnectionStream stream(server_end(), kShort);
    std::array<char, 8> bytes{};
    EXPECT_EQ(stream.read(bytes.data(), 1), 1);
    EXPECT_EQ(bytes[0], '0');
    EXPECT_EQ(stream.read(bytes.data(), bytes.size()), 8);
    EXPECT_FALSE(stream.too_long());
    EXPECT_EQ(stream.read(bytes.data(), bytes.size()), 1);
    EXPECT_EQ(stream.read(bytes.data(), bytes.size()), -1);
    EXPECT_TRUE(stream.too_long());
    EXPECT_TRUE(stream.has_unread());
}

TEST_F(UrlServerStream, ReadingEndsInTime) {
    ConnectionStream stream(server_end(), kShort);
    char byte = 0;
    EXPECT_EQ(stream.read(&byte, 1), -1);
    EXPECT_FALSE(stream.too_long());
    client_sends("a");
    // The time is for the whole request, not for each byte; what has come already may still be read.
    EXPECT_EQ(stream.read(&byte, 1), 1);
    EXPECT_EQ(stream.read(&byte, 1), -1);
}

TEST_F(UrlServerStream, EndOfInput) {
    close_client();
    ConnectionStream stream(server_end(), kShort);
    char byte = 0;
    EXPECT_EQ(stream.read(&byte, 1), 0);
    EXPECT_FALSE(stream.has_unread());
}

TEST_F(UrlServerStream, AnswerLeavesInOnePiece) {
    ConnectionStream stream(server_end(), kShort);
    EXPECT_EQ(stream.write("head ", 5), 5);
    EXPECT_EQ(stream.write("body", 4), 4);
    EXPECT_TRUE(stream.send_answer());
    EXPECT_EQ(client_reads(100), "head body");
}

TEST_F(UrlServerStream, AnswerCanBeReplaced) {
    ConnectionStream stream(server_end(), kShort);
    EXPECT_EQ(stream.write("first", 5), 5);
    stream.replace_answer("second");
    EXPECT_TRUE(stream.send_answer());
    EXPECT_EQ(client_reads(100), "second");
}

TEST_F(UrlServerStream, AbsurdAnswerIsRefused) {
    ConnectionStream stream(server_end(), kShort);
    EXPECT_FALSE(stream.send_answer()) << "there is none yet";
    const std::string much((std::size_t{1} << 20U) + 1, 'x');
    EXPECT_EQ(stream.write(much.data(), much.size()), -1);
}

TEST_F(UrlServerStream, ClientThatDoesNotReadIsGivenUp) {
    ConnectionStream stream(server_end(), kShort);
    stream.replace_answer(std::string(std::size_t{8} << 20U, 'x'));
    EXPECT_FALSE(stream.send_answer());
}

TEST_F(UrlServerStream, ClientThatIsGoneIsNoticed) {
    close_client();
    ConnectionStream stream(server_end(), kShort);
    EXPECT_EQ(stream.write("lost", 4), 4);
    EXPECT_FALSE(stream.send_answer());
}

TEST_F(UrlServerStream, LingeringEndsWithTheClient) {
    ConnectionStream stream(server_end(), kShort);
    client_sends("rest");
    std::thread client([this] {
        EXPECT_EQ(client_reads(1), "") << "the server says that no more comes";
        ::shutdown(client_end(), SHUT_WR);
    });
    stream.linger();
    client.join();
    EXPECT_FALSE(stream.has_unread());
}

TEST_F(UrlServerStream, AddressesAreOfNoInterest) {
    const ConnectionStream stream(server_end(), kShort);
    std::string ip = "x";
    int port = -1;
    stream.get_remote_ip_and_port(ip, port);
    EXPECT_EQ(ip, "");
    EXPECT_EQ(port, 0);
    stream.get_local_ip_and_port(ip, port);
    EXPECT_EQ(stream.socket(), server_end());
    EXPECT_TRUE(stream.is_writable());
}

}  // namespace
}  // namespace pepbench
