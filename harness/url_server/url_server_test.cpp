#include "url_server/url_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "url_server/loopback_client_for_test.h"
#include "url_server/page.h"

namespace pepbench {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

constexpr auto kEnd = "\r\n\r\n";

class UrlServerHttp : public testing::Test {
  protected:
    PageServer& start(const PageServerOptions& options = {}) {
        server_ = std::make_unique<PageServer>(options);
        const auto problem = server_->start();
        EXPECT_FALSE(problem) << problem.value_or("");
        return *server_;
    }
    [[nodiscard]] int port() const { return server_->port(); }

  private:
    std::unique_ptr<PageServer> server_;
};

TEST_F(UrlServerHttp, ServesItsPageAndCloses) {
    const auto& server = start();
    EXPECT_EQ(server.url(), "http://127.0.0.1:" + std::to_string(port()) + "/");
    const LoopbackConnection connection(port());
    ASSERT_TRUE(connection.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n"));
    const auto reply = parse_reply(connection.read_all());  // to the end, which the server makes
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, error_page());
    EXPECT_THAT(reply.head, HasSubstr("Connection: close\r\n"));
    EXPECT_THAT(reply.head, HasSubstr("Content-Length: 920\r\n"));
    EXPECT_THAT(reply.head, HasSubstr("Content-Type: text/html; charset=utf-8\r\n"));
    EXPECT_EQ(ask(port(), "GET / HTTP/1.0\r\n\r\n").body, error_page());
}

TEST_F(UrlServerHttp, SameBytesWhateverTheClientWouldLike) {
    start();
    for (const std::string header : {"Accept-Encoding: gzip, br, deflate", "Range: bytes=0-9",
                                     "Range: bytes=0-1,5-6", "If-None-Match: *", "X: y"}) {
        const auto reply = ask(port(), "GET / HTTP/1.1\r\n" + header + kEnd);
        EXPECT_EQ(reply.status, 200) << header;
        EXPECT_EQ(reply.body, error_page()) << header;
        EXPECT_EQ(crc32_of(reply.body), crc32_of(error_page()));
    }
}

TEST_F(UrlServerHttp, HeadHasNoBody) {
    start();
    const auto reply = ask(port(), "HEAD / HTTP/1.1\r\n\r\n");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "");
    EXPECT_THAT(reply.head, HasSubstr("Content-Length: 920\r\n"));
}

TEST_F(UrlServerHttp, NothingElseIsThere) {
    start();
    for (const auto* path : {"/index.html", "/..", "/../../etc/passwd", "/%2e%2e/", "//", "/?x=1", "/a%00b",
                             "*", "http://127.0.0.1/"}) {
        const auto reply = get(port(), path);
        EXPECT_EQ(reply.status, 404) << path;
        EXPECT_EQ(reply.body, "There is one page here, at /.\n") << path;
    }
}

TEST_F(UrlServerHttp, OnlyFetching) {
    start();
    for (const std::string method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"}) {
        const auto reply = ask(port(), method + " / HTTP/1.1\r\n\r\n");
        EXPECT_EQ(reply.status, 405) << method;
        EXPECT_THAT(reply.head, HasSubstr("Allow: GET, HEAD\r\n"));
    }
    EXPECT_EQ(ask(port(), "POST / HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n").status,
              417);
}

TEST_F(UrlServerHttp, BodiesAreNotRead) {
    start();
    const std::string body(200'000, 'x');
    EXPECT_EQ(ask(port(), "POST / HTTP/1.1\r\nContent-Length: 200000\r\n\r\n" + body).status, 405);
    EXPECT_EQ(ask(port(), "GET / HTTP/1.1\r\nContent-Length: 200000\r\n\r\n" + body).body, error_page());
    EXPECT_EQ(ask(port(), "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n" + body).status,
              200);
    EXPECT_EQ(ask(port(), "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n").status, 405);
}

TEST_F(UrlServerHttp, OversizeRequests) {
    start();
    const std::string much(9'000, 'a');
    EXPECT_EQ(get(port(), "/" + much).status, 414);
    EXPECT_EQ(ask(port(), "GET / HTTP/1.1\r\nX: " + much + kEnd).status, 400);
    EXPECT_EQ(ask(port(), "GET /" + much + much).status, 431) << "a line without end";
    std::string headers;
    for (int header = 0; header < 5'000; ++header) {
        headers += "X-" + std::to_string(header) + ": y\r\n";
    }
    EXPECT_EQ(ask(port(), "GET / HTTP/1.1\r\n" + headers + "\r\n").status, 431);
    EXPECT_EQ(get(port()).status, 200);
}

TEST_F(UrlServerHttp, Nonsense) {
    start();
    for (const std::string text : {"x", "GET /", "GET / HTTP/9.9", "\x16\x03\x01\x02", "NOPE / HTTP/1.1",
                                   " / ", "GET / HTTP/1.1 x", "GET /?a?b HTTP/1.1"}) {
        EXPECT_EQ(ask(port(), text + kEnd).status, 400) << text;
    }
    EXPECT_EQ(ask(port(), std::string("GET /\0 HTTP/1.1", 15) + kEnd).status, 400);
    EXPECT_EQ(ask(port(), "GET / HTTP/1.1\r\nRange: bytes=x" + std::string(kEnd)).status, 416);
    EXPECT_EQ(get(port()).status, 200);
}

TEST_F(UrlServerHttp, SilentAndSlowClientsAreCutOff) {
    start({.limits = {.time = milliseconds(100)}});
    const LoopbackConnection silent(port());
    EXPECT_EQ(silent.read_all(), "");

    const LoopbackConnection slow(port());
    ASSERT_TRUE(slow.send("GET / HTTP/1.1\r\n"));
    bool cut_off = false;
    for (int piece = 0; piece < 1'000 && !cut_off; ++piece) {
        cut_off = !slow.send("X: y\r\n") || slow.closed_within(10);
    }
    EXPECT_TRUE(cut_off) << "each byte came in time, the request did not";
    EXPECT_EQ(get(port()).status, 200);
}

TEST_F(UrlServerHttp, ConnectionsBeyondTheThreadsWaitTheirTurn) {
    start({.threads = 2, .limits = {.time = milliseconds(50)}});
    std::vector<std::unique_ptr<LoopbackConnection>> idle;
    for (int connection = 0; connection < 30; ++connection) {
        idle.push_back(std::make_unique<LoopbackConnection>(port()));
        ASSERT_TRUE(idle.back()->connected());
    }
    EXPECT_EQ(get(port()).body, error_page());
}

TEST_F(UrlServerHttp, ParallelConnections) {
    start({.threads = 4});
    std::atomic<int> good = 0;
    std::vector<std::thread> clients;
    clients.reserve(50);
    for (int client = 0; client < 50; ++client) {
        clients.emplace_back([&] {
            for (int fetch = 0; fetch < 10; ++fetch) {
                good += get(port()).body == error_page() ? 1 : 0;
            }
        });
    }
    for (auto& client : clients) {
        client.join();
    }
    EXPECT_EQ(good, 500);
}

TEST_F(UrlServerHttp, LatencyIsAdded) {
    start({.latency = milliseconds(40)});
    const auto before = std::chrono::steady_clock::now();
    EXPECT_EQ(get(port()).status, 200);
    EXPECT_GE(std::chrono::steady_clock::now() - before, milliseconds(40)) << "never less than asked for";
}

TEST_F(UrlServerHttp, StoppingDoesNotWaitForClients) {
    auto& server = start({.latency = std::chrono::hours(1), .limits = {.time = std::chrono::hours(1)}});
    const LoopbackConnection waiting(port());
    ASSERT_TRUE(waiting.send("GET / HTTP/1.1\r\n\r\n"));
    const LoopbackConnection silent(port());
    server.stop();
    EXPECT_TRUE(silent.closed_within(10'000));
    pollfd ended{.fd = server.ended_descriptor(), .events = POLLIN, .revents = 0};
    EXPECT_EQ(::poll(&ended, 1, 0), 1);
    EXPECT_EQ(get(port()).status, 0);
    server.stop();
}

TEST_F(UrlServerHttp, PortInUseIsSaid) {
    start();
    PageServer second({.port = port()});
    EXPECT_EQ(second.start(), "port " + std::to_string(port()) +
                                  " of 127.0.0.1 is in use; give another one, or 0 for any that is free");
    EXPECT_EQ(get(port()).status, 200);
}

TEST_F(UrlServerHttp, PortIsFreeAgainAtOnce) {
    const int taken = start().port();
    EXPECT_EQ(get(taken).status, 200);  // leaves a connection that times out for a minute
    PageServer* const first = &start();
    const int other = first->port();
    first->stop();
    EXPECT_EQ(start({.port = other}).port(), other);
    EXPECT_EQ(get(other).status, 200);
}

TEST_F(UrlServerHttp, OnlyOnOneLoopbackAddress) {
    start();
    EXPECT_FALSE(LoopbackConnection(port(), "127.0.0.2").connected());
}

TEST_F(UrlServerHttp, NeverStarted) {
    PageServer server({});
    EXPECT_EQ(server.ended_descriptor(), -1);
    server.stop();
}

TEST_F(UrlServerHttp, ManyShortConnections) {
    start();
    int good = 0;
    for (int fetch = 0; fetch < 2'000; ++fetch) {
        good += get(port()).status == 200 ? 1 : 0;
    }
    EXPECT_EQ(good, 2'000);
}

}  // namespace
}  // namespace pepbench
