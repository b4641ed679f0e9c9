#include "cli/standard_output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "error.h"
#include "measure/interrupt.h"

namespace pepbench {
namespace {

/// A terminal that was closed says of itself that input and output fail.
bool nobody_reads(const std::error_code& error) {
    struct stat status{};
    const bool terminal = ::fstat(STDOUT_FILENO, &status) == 0 && S_ISCHR(status.st_mode);
    return error == std::errc::broken_pipe || (terminal && error == std::errc::io_error);
}

}  // namespace

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
    let_calls_go_on();
    std::error_code error;
    try {
        print();
        if (std::fflush(stdout) != 0) {
            error = std::error_code(errno, std::generic_category());
        }
    } catch (const std::system_error& failed) {
        error = failed.code();
    }
    if (error && !nobody_reads(error)) {
        throw Error(fmt::format("cannot write to standard output: {}", error.message()));
    }
}

void print_json(const nlohmann::json& document) {
    constexpr bool kInAscii = true;
    fmt::print("{}\n", document.dump(1, ' ', kInAscii, nlohmann::json::error_handler_t::replace));
}

}  // namespace pepbench
