// pepbench-url-server: one small page on a loopback port, for the url_fetch workload.
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <exception>
#include <nlohmann/json.hpp>
#include <string>

#include "exit_code.h"
#include "measure/standard_error.h"
#include "url_server/page.h"
#include "url_server/url_server.h"

namespace pepbench {
namespace {

constexpr int kDone = static_cast<int>(ExitCode::done);
constexpr int kError = static_cast<int>(ExitCode::error);

int complain(const std::string& sentence) {
    print_err(fmt::format("pepbench-url-server: {}\n", sentence));
    return kError;
}

/// Throws away what is there to read. False at the end of the input; an input that cannot be read has ended
/// too.
bool drain_input() {
    std::array<char, 4096> ignored{};
    const auto count = ::read(STDIN_FILENO, ignored.data(), ignored.size());
    return count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN));
}

/// Waits for the end of standard input, SIGTERM or SIGINT; or for the server to end by itself, which is an
/// error.
int wait_for_end(const PageServer& server, int signals) {
    std::array<pollfd, 3> events = {{{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0},
                                     {.fd = signals, .events = POLLIN, .revents = 0},
                                     {.fd = server.ended_descriptor(), .events = POLLIN, .revents = 0}}};
    for (;;) {
        if (::poll(events.data(), events.size(), -1) < 0) {
            if (errno == EINTR) {
                continue;
            }
            return complain("cannot wait for the end of standard input");
        }
        // Any event counts: what hung up or failed has ended as well.
        if (events[2].revents != 0) {
            return complain("no connection can be accepted any more");
        }
        if (events[1].revents != 0 || (events[0].revents != 0 && !drain_input())) {
            return kDone;
        }
    }
}

int serve(const PageServerOptions& options) {
    // End with the driver, even if it is killed. Linux sends this when the thread that started us ends, so
    // that the driver starts us from its main thread. Nothing is left to tidy up, hence the signal that
    // always works.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t ending{};
    ::sigemptyset(&ending);
    ::sigaddset(&ending, SIGTERM);
    ::sigaddset(&ending, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &ending, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    const int signals = ::signalfd(-1, &ending, SFD_CLOEXEC);
    if (signals < 0) {
        return complain("cannot wait for signals");
    }

    PageServer server(options);
    if (const auto problem = server.start()) {
        return complain(*problem);
    }
    nlohmann::ordered_json started;
    started["url"] = server.url();
    started["page_bytes"] = error_page().size();
    started["page_crc32"] = crc32_of(error_page());
    started["latency_ms"] = options.latency.count();
    const auto line = started.dump() + "\n";
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size() || std::fflush(stdout) != 0) {
        return complain("cannot write to standard output");
    }
    return wait_for_end(server, signals);
}

int main_of(int argc, char** argv) {
    constexpr int kLargestPort = 65535;
    constexpr int kLongestLatency = 60'000;
    constexpr int kMostThreads = 256;
    PageServerOptions options;
    int latency = 0;
    int threads = static_cast<int>(options.threads);
    CLI::App program(
        "Serves one small page on a loopback port until standard input ends.\n"
        "Its first line of output tells where, as JSON.");
    program.add_option("--port", options.port, "port to listen on, 0 for any that is free")
        ->check(CLI::Range(0, kLargestPort))
        ->capture_default_str();
    program.add_option("--latency-ms", latency, "milliseconds to wait before each answer")
        ->check(CLI::Range(0, kLongestLatency))
        ->capture_default_str();
    program.add_option("--threads", threads, "answers under way at once")
        ->check(CLI::Range(1, kMostThreads))
        ->capture_default_str();
    program.footer("Example: pepbench-url-server --port 8371 --latency-ms 5");
    try {
        program.parse(argc, argv);
    } catch (const CLI::Success& asked_for_help) {
        return program.exit(asked_for_help);
    } catch (const CLI::ParseError& error) {
        return complain(fmt::format("{}; see --help", error.what()));
    }
    options.latency = std::chrono::milliseconds(latency);
    options.threads = static_cast<std::size_t>(threads);
    return serve(options);
}

}  // namespace
}  // namespace pepbench

int main(int argc, char** argv) {
    try {
        return pepbench::main_of(argc, argv);
    } catch (const std::exception& error) {
        return pepbench::complain(error.what());
    }
}
