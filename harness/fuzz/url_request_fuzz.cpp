// What a client may send to the URL server, whose answer is its page or a refusal.
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "url_server/page.h"
#include "url_server/url_server.h"

namespace pepbench {
namespace {

std::string answer_to(std::string_view request) {
    static PageServer server({.limits = {.time = std::chrono::milliseconds(100)}});
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0 ||
        ::send(ends[1], request.data(), request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(request.size())) {
        std::abort();
    }
    ::shutdown(ends[1], SHUT_WR);
    server.answer(ends[0]);
    std::string answer(std::size_t{1} << 16U, '\0');
    const ssize_t count = ::recv(ends[1], answer.data(), answer.size(), MSG_WAITALL);
    ::close(ends[1]);
    answer.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return answer;
}

/// Nothing, a refusal, the page, or the page's head alone; where an interim answer was asked for, after its
/// refusal.
bool is_right(std::string_view answer) {
    constexpr std::string_view kInterim = "HTTP/1.1 417 Expectation Failed\r\n\r\n";
    if (answer.starts_with(kInterim)) {
        answer.remove_prefix(kInterim.size());
    }
    const std::size_t end = answer.find("\r\n\r\n");
    if (answer.empty()) {
        return true;
    }
    if (!answer.starts_with("HTTP/1.1 ") || end == std::string_view::npos) {
        return false;
    }
    const std::string_view body = answer.substr(end + 4);
    return answer.substr(9, 3) == "200" ? body.empty() || body == error_page() : body.size() < 100;
}

}  // namespace
}  // namespace pepbench

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (!pepbench::is_right(pepbench::answer_to({reinterpret_cast<const char*>(bytes), size}))) {
        std::abort();
    }
    return 0;
}
