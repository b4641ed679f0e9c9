#pragma once

#include <httplib.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <string>

namespace pepbench {

/// What one connection may take.
struct ConnectionLimits {
    /// For the whole request, and again for the whole answer; the library's own limits are for each byte.
    std::chrono::milliseconds time{5000};
    /// Request line, headers and whatever else is read; the library alone reads a line without end.
    std::size_t request_bytes = 16384;
};

/// One connection as the library wants to see it, with an end to what it takes, and with an answer that
/// leaves in one piece: sent in two, head and page, the second could wait for the first one's
/// acknowledgement. The descriptor stays the caller's.
class ConnectionStream final : public httplib::Stream {
  public:
    using httplib::Stream::write;

    ConnectionStream(int descriptor, const ConnectionLimits& limits);

    [[nodiscard]] bool is_readable() const override;
    [[nodiscard]] bool is_writable() const override;

    /// At most `size` bytes; 0 at the end of the request, -1 when a limit is reached or the connection broke.
    ssize_t read(char* bytes, std::size_t size) override;

    /// Keeps the bytes for `send_answer`; -1 when that would be absurdly much.
    ssize_t write(const char* bytes, std::size_t size) override;

    /// The library only copies addresses into headers that nobody reads.
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    [[nodiscard]] socket_t socket() const override { return descriptor_; }

    /// Whether the request was longer than it may be.
    [[nodiscard]] bool too_long() const { return too_long_; }

    /// Whether bytes have come that were not asked for.
    [[nodiscard]] bool has_unread() const;

    /// Forgets what was written in favour of this.
    void replace_answer(std::string answer) { answer_ = std::move(answer); }

    /// Sends what was written. False if the other side did not take it in time, or if nothing was written.
    [[nodiscard]] bool send_answer();

    /// Tells the other side that no more comes, and reads, for a second and a mebibyte at most, what it still
    /// sends: closing with bytes unread resets the connection, and the answer may be lost with it.
    void linger();

  private:
    [[nodiscard]] bool wait_for(short events, std::chrono::steady_clock::time_point deadline) const;

    int descriptor_;
    ConnectionLimits limits_;
    std::chrono::steady_clock::time_point deadline_;
    std::size_t received_ = 0;
    bool too_long_ = false;
    std::array<char, 4096> buffer_{};
    std::size_t buffer_start_ = 0;
    std::size_t buffer_end_ = 0;
    std::string answer_;
};

}  // namespace pepbench
