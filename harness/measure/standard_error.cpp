#include "measure/standard_error.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace pepbench {

void print_err(std::string_view text, std::chrono::milliseconds patience) noexcept {
    constexpr std::size_t kAtOnce = PIPE_BUF;  // for so much a pipe that can be written has room
    while (!text.empty()) {
        pollfd writable{.fd = STDERR_FILENO, .events = POLLOUT, .revents = 0};
        const int ready = ::poll(&writable, 1, static_cast<int>(patience.count()));
        if (ready < 0 && errno == EINTR) {
            continue;
        }
        if (ready <= 0) {
            return;
        }
        const ssize_t written = ::write(STDERR_FILENO, text.data(), std::min(text.size(), kAtOnce));
        if (written < 0 && errno != EAGAIN && errno != EINTR) {
            return;
        }
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
}

}  // namespace pepbench
