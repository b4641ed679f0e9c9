#include "cli/standard_output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "error.h"

namespace pepbench {

void open_standard_streams() {
    int descriptor = 0;
    while (descriptor >= 0 && descriptor <= STDERR_FILENO) {
        descriptor = ::open("/dev/null", O_RDWR);
    }
    if (descriptor > STDERR_FILENO) {
        ::close(descriptor);
    }
}

void print_out(const std::function<void()>& print) {
    std::error_code error;
    try {
        print();
        if (std::fflush(stdout) != 0) {
            error = std::error_code(errno, std::generic_category());
        }
    } catch (const std::system_error& failed) {
        error = failed.code();
    }
    if (error && error != std::errc::broken_pipe) {
        throw Error(fmt::format("cannot write to standard output: {}", error.message()));
    }
}

void print_json(const nlohmann::json& document) {
    constexpr bool kInAscii = true;
    fmt::print("{}\n", document.dump(1, ' ', kInAscii, nlohmann::json::error_handler_t::replace));
}

}  // namespace pepbench
