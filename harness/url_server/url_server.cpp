#include "url_server/url_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <httplib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <unordered_set>
#include <utility>

#include "url_server/page.h"
#include "url_server/worker_pool.h"

namespace pepbench {
namespace {

constexpr const char* kLoopback = "127.0.0.1";
constexpr const char* kTooLong =
    "HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

using Handled = httplib::Server::HandlerResponse;

void close_descriptor(int& descriptor) {
    if (descriptor >= 0) {
        ::close(descriptor);
        descriptor = -1;
    }
}

void refuse(httplib::Response& response, int status, const char* text) {
    response.status = status;
    response.set_content(text, std::strlen(text), "text/plain");
}

void fill(const httplib::Request& request, httplib::Response& response) {
    if (request.target != "/") {
        refuse(response, 404, "There is one page here, at /.\n");
    } else if (request.method != "GET" && request.method != "HEAD") {
        response.set_header("Allow", "GET, HEAD");
        refuse(response, 405, "The page can be fetched, nothing else.\n");
    } else {
        response.status = 200;
        response.set_content(error_page().data(), error_page().size(), "text/html; charset=utf-8");
    }
}

}  // namespace

/// The library accepts, parses and writes; this class decides how long and how much. What is overridden
/// reaches no member whose place depends on the library's build options.
class PageServer::Server final : private httplib::Server {
  public:
    explicit Server(const PageServerOptions& options) : options_(options) { configure(); }
    ~Server() override {
        stop_serving();
        close_descriptor(listener_);
        close_descriptor(ended_);
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    Server(Server&&) = delete;
    Server& operator=(Server&&) = delete;

    std::optional<std::string> start_serving();
    void stop_serving();
    bool process_and_close_socket(socket_t connection) override;
    [[nodiscard]] int port() const { return port_; }
    [[nodiscard]] int ended_descriptor() const { return ended_; }

  private:
    void configure();
    std::optional<std::string> bind();
    std::optional<std::string> start_threads();
    bool accept_connections();
    bool try_answer(int connection);
    void answer(int connection);
    [[nodiscard]] bool enter(int connection);
    void leave(int connection);
    void wait_latency();

    const PageServerOptions options_;
    std::unique_ptr<WorkerPool> pool_;
    int bound_ = -1;     ///< the library's listening socket, which it closes itself
    int listener_ = -1;  ///< a second descriptor of it, which stays valid until this object goes
    int ended_ = -1;
    int port_ = 0;
    std::thread accepting_;

    std::mutex mutex_;
    std::condition_variable stop_wanted_;
    bool stopping_ = false;
    std::unordered_set<int> connections_;
};

void PageServer::Server::configure() {
    set_address_family(AF_INET);
    set_tcp_nodelay(true);
    set_socket_options([this](socket_t socket) {
        // Not the library's default, SO_REUSEPORT: with it a second server shares the port in silence. This
        // option lets a port be taken again at once although old connections of it still time out, but not
        // while another listens.
        const int yes = 1;
        ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        bound_ = socket;
    });
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
        wait_latency();
        fill(request, response);
        return Handled::Handled;
    });
    set_expect_100_continue_handler([](const httplib::Request&, httplib::Response& response) {
        response.status = 417;
        return response.status;
    });
    new_task_queue = [this]() -> httplib::TaskQueue* { return pool_.release(); };
}

std::optional<std::string> PageServer::Server::bind() {
    const auto address = fmt::format("{}:{}", kLoopback, options_.port);
    errno = 0;
    const int flags = AI_NUMERICHOST | AI_NUMERICSERV;
    port_ = options_.port == 0 ? bind_to_any_port(kLoopback, flags)
                               : (bind_to_port(kLoopback, options_.port, flags) ? options_.port : -1);
    const int reason = errno;
    if (port_ <= 0) {
        if (reason == EADDRINUSE) {
            return fmt::format("port {} of {} is in use; give another one, or 0 for any that is free",
                               options_.port, kLoopback);
        }
        return fmt::format("cannot listen on {}: {}", address,
                           reason == 0 ? "no reason given" : std::generic_category().message(reason));
    }
    listener_ = ::fcntl(bound_, F_DUPFD_CLOEXEC, 0);
    ended_ = ::eventfd(0, EFD_CLOEXEC);
    // The library's queue of five connections is too short: one that finds it full is tried again after a
    // second.
    if (listener_ < 0 || ended_ < 0 || ::listen(listener_, SOMAXCONN) != 0) {
        return fmt::format("cannot listen on {}: {}", address, std::generic_category().message(errno));
    }
    return std::nullopt;
}

std::optional<std::string> PageServer::Server::start_serving() {
    auto problem = bind();
    if (!problem) {
        problem = start_threads();
    }
    if (problem && port_ > 0) {
        close_descriptor(bound_);  // the library closes it only where it has begun to accept
    }
    return problem;
}

std::optional<std::string> PageServer::Server::start_threads() {
    try {
        pool_ = std::make_unique<WorkerPool>(options_.threads);
        accepting_ = std::thread([this] {
            accept_connections();
            const std::uint64_t once = 1;
            [[maybe_unused]] const auto written = ::write(ended_, &once, sizeof once);
        });
    } catch (const std::system_error& error) {
        return fmt::format("cannot start {} threads: {}", options_.threads + 1, error.code().message());
    }
    return std::nullopt;
}

bool PageServer::Server::accept_connections() {
    try {
        return listen_after_bind();
    } catch (const std::exception&) {
        return false;  // out of memory, most likely; whoever waits for the end of the server is told
    }
}

void PageServer::Server::stop_serving() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        for (const int connection : connections_) {
            ::shutdown(connection, SHUT_RDWR);
        }
    }
    stop_wanted_.notify_all();
    // Not the library's stop(), which does nothing before the accepting thread has begun, and which closes a
    // descriptor that another thread still uses. This makes accept fail, and that thread then closes its
    // socket itself.
    if (listener_ >= 0) {
        ::shutdown(listener_, SHUT_RDWR);
    }
    if (accepting_.joinable()) {
        accepting_.join();
    }
}

bool PageServer::Server::enter(int connection) {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
        connections_.insert(connection);
    }
    return !stopping_;
}

void PageServer::Server::leave(int connection) {
    const std::lock_guard lock(mutex_);
    connections_.erase(connection);
}

void PageServer::Server::wait_latency() {
    if (options_.latency.count() > 0) {
        std::unique_lock lock(mutex_);
        stop_wanted_.wait_for(lock, options_.latency, [this] { return stopping_; });
    }
}

bool PageServer::Server::process_and_close_socket(socket_t connection) {
    bool answered = false;
    if (enter(connection)) {
        answered = try_answer(connection);
        leave(connection);
    }
    ::close(connection);
    return answered;
}

bool PageServer::Server::try_answer(int connection) {
    try {
        answer(connection);
        return true;
    } catch (const std::exception&) {
        return false;  // out of memory, most likely: this client gets no answer, the others go on
    }
}

void PageServer::Server::answer(int connection) {
    ConnectionStream stream(connection, options_.limits);
    bool whole = false;
    bool closed = false;
    process_request(stream, true, closed, [&](httplib::Request& request) {
        whole = !request.has_header("Content-Length") && !request.has_header("Transfer-Encoding");
        // Every answer is the same bytes, whatever the client would like.
        request.headers.erase("Accept-Encoding");
        request.ranges.clear();
    });
    if (stream.too_long()) {
        stream.replace_answer(kTooLong);
    }
    if (stream.send_answer() && (!whole || stream.has_unread())) {
        stream.linger();
    }
}

PageServer::PageServer(const PageServerOptions& options) : server_(std::make_unique<Server>(options)) {}
PageServer::~PageServer() = default;
std::optional<std::string> PageServer::start() { return server_->start_serving(); }
void PageServer::answer(int connection) { server_->process_and_close_socket(connection); }
void PageServer::stop() { server_->stop_serving(); }
int PageServer::port() const { return server_->port(); }
std::string PageServer::url() const { return fmt::format("http://{}:{}/", kLoopback, server_->port()); }
int PageServer::ended_descriptor() const { return server_->ended_descriptor(); }

}  // namespace pepbench
