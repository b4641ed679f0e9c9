#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace pepbench {

/// A plain TCP connection to this machine, for saying things that a well-behaved client would not say.
/// Nothing blocks for more than 20 seconds.
class LoopbackConnection {
  public:
    explicit LoopbackConnection(int port, const char* address = "127.0.0.1")
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const timeval longest{.tv_sec = 20, .tv_usec = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &longest, sizeof longest);
        sockaddr_in place{};
        place.sin_family = AF_INET;
        place.sin_port = htons(static_cast<std::uint16_t>(port));
        ::inet_pton(AF_INET, address, &place.sin_addr);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0;
    }
    ~LoopbackConnection() { ::close(socket_); }
    LoopbackConnection(const LoopbackConnection&) = delete;
    LoopbackConnection& operator=(const LoopbackConnection&) = delete;
    LoopbackConnection(LoopbackConnection&&) = delete;
    LoopbackConnection& operator=(LoopbackConnection&&) = delete;

    [[nodiscard]] bool connected() const { return connected_; }

    /// False once the other side takes no more.
    bool send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0) {
                return false;
            }
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    /// All that comes until the other side closes.
    [[nodiscard]] std::string read_all() const {
        std::string text;
        std::array<char, 4096> block{};
        for (;;) {
            const auto count = ::recv(socket_, block.data(), block.size(), 0);
            if (count <= 0) {
                return text;
            }
            text.append(block.data(), static_cast<std::size_t>(count));
        }
    }

    /// Whether the other side has closed, or closes within this time.
    [[nodiscard]] bool closed_within(int milliseconds) const {
        pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
        char byte = 0;
        return ::poll(&waiting, 1, milliseconds) > 0 && ::recv(socket_, &byte, 1, 0) <= 0;
    }

  private:
    int socket_;
    bool connected_ = false;
};

struct Reply {
    int status = 0;  ///< 0: no answer
    std::string head;
    std::string body;
};

inline Reply parse_reply(const std::string& text) {
    Reply reply;
    const std::string_view start = "HTTP/1.1 ";
    const auto end = text.find("\r\n\r\n");
    if (text.starts_with(start) && end != std::string::npos) {
        std::from_chars(text.data() + start.size(), text.data() + text.size(), reply.status);
        reply.head = text.substr(0, end + 2);
        reply.body = text.substr(end + 4);
    }
    return reply;
}

/// One request over one connection.
inline Reply ask(int port, std::string_view request) {
    const LoopbackConnection connection(port);
    connection.send(request);  // may fail where the server has refused already; the answer tells
    return parse_reply(connection.read_all());
}

inline Reply get(int port, const std::string& path = "/") {
    return ask(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
}

}  // namespace pepbench
