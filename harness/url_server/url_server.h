#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "url_server/connection_stream.h"

namespace pepbench {

struct PageServerOptions {
    int port = 0;                          ///< 0: any that is free
    std::chrono::milliseconds latency{0};  ///< waited before each answer, as if the server were far away
    std::size_t threads = 32;              ///< answers under way at once; as many connections again may wait
    ConnectionLimits limits{};
};

/// Serves `error_page()` at "/" of a loopback port, to one request a connection, and nothing else: 404 for
/// any other path, 405 for anything but GET and HEAD, 414, 431 or 400 for requests that are too long or make
/// no sense. Bodies of requests are not read, pages never compressed, nothing is logged.
class PageServer {
  public:
    explicit PageServer(const PageServerOptions& options);
    ~PageServer();
    PageServer(const PageServer&) = delete;
    PageServer& operator=(const PageServer&) = delete;
    PageServer(PageServer&&) = delete;
    PageServer& operator=(PageServer&&) = delete;

    /// Binds the port and begins to answer, in threads of its own. To be called once. Nothing, or one
    /// sentence on what went wrong (a port in use, no threads).
    [[nodiscard]] std::optional<std::string> start();

    /// Answers the one request of a connection that somebody else has accepted, and closes it.
    void answer(int connection);

    /// Ends connections under way and gives the port free. Can be called again.
    void stop();

    [[nodiscard]] int port() const;
    [[nodiscard]] std::string url() const;

    /// A descriptor that becomes readable when the server has ended, by `stop` or because accepting failed;
    /// -1 before `start`.
    [[nodiscard]] int ended_descriptor() const;

  private:
    class Server;
    std::unique_ptr<Server> server_;
};

}  // namespace pepbench
