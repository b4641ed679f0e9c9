#include "url_server/connection_stream.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace pepbench {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kLongestAnswer = std::size_t{1} << 20U;
constexpr std::chrono::milliseconds kLongestLinger(1000);
constexpr std::size_t kMostLingering = std::size_t{1} << 20U;

}  // namespace

ConnectionStream::ConnectionStream(int descriptor, const ConnectionLimits& limits)
    : descriptor_(descriptor), limits_(limits), deadline_(steady_clock::now() + limits.time) {}

bool ConnectionStream::wait_for(short events, steady_clock::time_point deadline) const {
    for (;;) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now()).count();
        pollfd waiting{.fd = descriptor_, .events = events, .revents = 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(std::clamp<long long>(left, 0, 3'600'000)));
        if (ready > 0) {
            return true;
        }
        if (ready == 0 || errno != EINTR) {
            return false;
        }
    }
}

bool ConnectionStream::is_readable() const {
    return buffer_start_ < buffer_end_ || wait_for(POLLIN, deadline_);
}

bool ConnectionStream::is_writable() const { return true; }

ssize_t ConnectionStream::read(char* bytes, std::size_t size) {
    if (buffer_start_ == buffer_end_) {
        if (received_ >= limits_.request_bytes) {
            too_long_ = true;
            return -1;
        }
        if (!is_readable()) {
            return -1;
        }
        const auto room = std::min(buffer_.size(), limits_.request_bytes - received_);
        ssize_t count = 0;
        do {
            count = ::recv(descriptor_, buffer_.data(), room, MSG_DONTWAIT);
        } while (count < 0 && errno == EINTR);
        if (count <= 0) {
            return count;
        }
        buffer_start_ = 0;
        buffer_end_ = static_cast<std::size_t>(count);
        received_ += buffer_end_;
    }
    const auto count = std::min(size, buffer_end_ - buffer_start_);
    std::memcpy(bytes, buffer_.data() + buffer_start_, count);
    buffer_start_ += count;
    return static_cast<ssize_t>(count);
}

ssize_t ConnectionStream::write(const char* bytes, std::size_t size) {
    if (size > kLongestAnswer - answer_.size()) {
        return -1;
    }
    answer_.append(bytes, size);
    return static_cast<ssize_t>(size);
}

void ConnectionStream::get_remote_ip_and_port(std::string& ip, int& port) const {
    ip.clear();
    port = 0;
}

void ConnectionStream::get_local_ip_and_port(std::string& ip, int& port) const {
    ip.clear();
    port = 0;
}

bool ConnectionStream::has_unread() const {
    int waiting = 0;
    return buffer_start_ < buffer_end_ || (::ioctl(descriptor_, FIONREAD, &waiting) == 0 && waiting > 0);
}

bool ConnectionStream::send_answer() {
    const auto deadline = steady_clock::now() + limits_.time;
    for (std::size_t sent = 0; sent < answer_.size();) {
        const auto count =
            ::send(descriptor_, answer_.data() + sent, answer_.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) {
            sent += static_cast<std::size_t>(count);
        } else if (count < 0 && errno == EAGAIN) {
            if (!wait_for(POLLOUT, deadline)) {
                return false;
            }
        } else if (count == 0 || errno != EINTR) {
            return false;
        }
    }
    return !answer_.empty();
}

void ConnectionStream::linger() {
    const auto deadline = steady_clock::now() + kLongestLinger;
    ::shutdown(descriptor_, SHUT_WR);
    for (std::size_t discarded = 0; discarded < kMostLingering && wait_for(POLLIN, deadline);) {
        const auto count = ::recv(descriptor_, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
        if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) {
            return;
        }
        discarded += count > 0 ? static_cast<std::size_t>(count) : 0;
    }
}

}  // namespace pepbench
