#include "measure/url_page.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <mutex>
#include <string>
#include <thread>

#include "error.h"
#include "url_server/page.h"

namespace pepbench {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A port of this machine on which one connection is answered with `answer`, whatever it asks.
class CannedServer {
  public:
    explicit CannedServer(std::string answer, bool goes_on = false)
        : goes_on_(goes_on), socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof place;
        EXPECT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&place), length), 0);
        EXPECT_EQ(::listen(socket_, 4), 0);
        EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&place), &length), 0);
        port_ = ntohs(place.sin_port);
        thread_ = std::thread([this, text = std::move(answer)] { serve(text); });
    }
    ~CannedServer() {
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }
    CannedServer(const CannedServer&) = delete;
    CannedServer& operator=(const CannedServer&) = delete;

    [[nodiscard]] std::string url(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(port_) + path;
    }
    [[nodiscard]] std::string request() const {
        const std::scoped_lock lock(mutex_);
        return request_;
    }

  private:
    void serve(const std::string& answer) {
        const int connection = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
        char buffer[4096];
        while (connection >= 0 && request().find("\r\n\r\n") == std::string::npos) {
            const ssize_t count = ::recv(connection, buffer, sizeof buffer, 0);
            if (count <= 0) {
                break;
            }
            const std::scoped_lock lock(mutex_);
            request_.append(buffer, static_cast<std::size_t>(count));
        }
        if (connection >= 0) {
            ::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
            while (goes_on_ && ::send(connection, "x", 1, MSG_NOSIGNAL) == 1) {
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            }
            ::close(connection);
        }
    }

    bool goes_on_;  ///< one byte after the other, until nobody wants more
    int socket_;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::string request_;
    std::thread thread_;
};

std::string refusal(const std::string& url) {
    try {
        (void)probe_url(url);
        return {};
    } catch (const Error& error) {
        return error.what();
    }
}

int free_port() { return std::stoi(CannedServer("").url("").substr(17)); }

TEST(UrlPage, BytesAndCrcOfThePage) {
    const CannedServer server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\n123456789");
    const UrlPage page = probe_url(server.url("/a/page?x=1"));
    EXPECT_EQ(page.url, server.url("/a/page?x=1"));
    EXPECT_EQ(page.page_bytes, 9);
    EXPECT_EQ(page.page_crc32, 0xCBF43926U);  // the check value of CRC-32
    EXPECT_FALSE(page.own_server);
    EXPECT_THAT(server.request(), HasSubstr("GET /a/page?x=1 HTTP/1.1\r\n"));
    EXPECT_EQ(to_json(page), (nlohmann::json{{"url", page.url},
                                             {"page_bytes", 9},
                                             {"page_crc32", 0xCBF43926U},
                                             {"own_server", false},
                                             {"latency_ms", 0}}));
}

TEST(UrlPage, APathIsNotNeeded) {
    const CannedServer server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(probe_url(server.url("")).page_bytes, 0);
    EXPECT_THAT(server.request(), HasSubstr("GET / HTTP/1.1\r\n"));
}

TEST(UrlPage, AnswersThatAreNoPage) {
    for (const char* status :
         {"500 Internal Server Error", "404 Not Found", "302 Found\r\nLocation: /x", "204 No Content"}) {
        const CannedServer server("HTTP/1.1 " + std::string(status) + "\r\nContent-Length: 0\r\n\r\n");
        EXPECT_THAT(refusal(server.url("/")),
                    AllOf(HasSubstr("answered " + std::string(status, 3)), HasSubstr(server.url("/"))));
    }
    const CannedServer garbage("garbage\r\n\r\n");
    EXPECT_THAT(refusal(garbage.url("/")), HasSubstr("cannot be fetched"));
}

TEST(UrlPage, APageWithoutEnd) {
    const std::string much(std::size_t{17} << 20U, 'x');
    for (const std::string head : {"Content-Length: 99999999999", "X: y"}) {
        const CannedServer server(fmt::format("HTTP/1.1 200 OK\r\n{}\r\n\r\n{}", head, much));
        EXPECT_THAT(refusal(server.url("/")), HasSubstr("is larger than 16 MiB")) << head;
    }
}

TEST(UrlPage, AnAnswerThatDoesNotComeToItsPage) {
    for (const char* begin : {"HT", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\n\r\n"}) {
        const CannedServer server(begin, true);
        try {
            (void)probe_url(server.url("/"), std::chrono::milliseconds(300));
            ADD_FAILURE() << begin;
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), HasSubstr("took longer than 0.3 s")) << begin;
        }
    }
}

TEST(UrlPage, NobodyListens) {
    const std::string url = "http://127.0.0.1:" + std::to_string(free_port()) + "/";
    EXPECT_THAT(refusal(url),
                AllOf(HasSubstr(url), HasSubstr("cannot be fetched"), HasSubstr("is the server running?")));
}

TEST(UrlPage, WhatIsNoUrl) {
    for (const char* url :
         {"", "example.org", "https://127.0.0.1/", "ftp://127.0.0.1/", "http://", "file:///etc/passwd"}) {
        EXPECT_THAT(refusal(url), HasSubstr("is not a URL that can be fetched here")) << url;
    }
    for (const char* url :
         {"http://127.0.0.1:99999999999999999999/", "http://127.0.0.1:99999/", "http://127.0.0.1:x/",
          "http://:1/", "http:///path", "http://[::1/", "http://127.0.0.1:0/"}) {
        EXPECT_THAT(refusal(url), Not(testing::IsEmpty())) << url;
    }
}

TEST(UrlServer, ServesItsPageWhileItLives) {
    std::string url;
    {
        const UrlServer server(0, 3);
        const UrlPage& page = server.page();
        url = page.url;
        EXPECT_TRUE(page.own_server);
        EXPECT_EQ(page.latency_ms, 3);
        EXPECT_EQ(page.page_bytes, static_cast<std::int64_t>(error_page().size()));
        EXPECT_EQ(page.page_crc32, crc32_of(error_page()));
        EXPECT_EQ(probe_url(url).page_crc32, page.page_crc32);
    }
    EXPECT_NE(refusal(url), "");
}

TEST(UrlServer, APortInUse) {
    const UrlServer server(0, 0);
    const std::size_t colon = server.page().url.rfind(':');
    const int port = std::stoi(server.page().url.substr(colon + 1));
    try {
        const UrlServer second(port, 0);
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(),
                    AllOf(HasSubstr("the URL server did not start"), HasSubstr(std::to_string(port))));
        EXPECT_THAT(error.what(), Not(HasSubstr("\n")));
    }
}

}  // namespace
}  // namespace pepbench
