#include "measure/url_page.h"

#include <fmt/format.h>
#include <httplib.h>

#include <boost/crc.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <stop_token>
#include <thread>

#include "error.h"
#include "plan/places.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kSeconds = 10;                                    // without a byte
constexpr std::int64_t kLargestPage = std::int64_t{16} << 20U;  // a page is fetched a hundred times and more

/// `http://host:port` and the path of a URL.
std::pair<std::string, std::string> split_url(const std::string& url) {
    constexpr std::string_view kScheme = "http://";
    if (!url.starts_with(kScheme) || url.size() == kScheme.size()) {
        throw Error(
            fmt::format("'{}' is not a URL that can be fetched here: give one that begins with http:// "
                        "(https would measure the encryption)",
                        url));
    }
    const std::size_t path = url.find('/', kScheme.size());
    return path == std::string::npos ? std::pair(url, std::string("/"))
                                     : std::pair(url.substr(0, path), url.substr(path));
}

/// Bytes of a page as they come, counted and summed up without being kept.
class PageBytes {
  public:
    PageBytes(std::string url, std::chrono::milliseconds patience)
        : url_(std::move(url)), patience_(patience) {}

    /// False where no more is wanted of it.
    bool take(const char* bytes, std::size_t count) {
        count_ += static_cast<std::int64_t>(count);
        crc_.process_bytes(bytes, count);
        return count_ <= kLargestPage && std::chrono::steady_clock::now() < deadline_;
    }

    /// Throws Error where the page was too much.
    void require_within_limits() const {
        if (count_ > kLargestPage) {
            throw Error(fmt::format("the page at {} is larger than {} MiB; give a URL of a smaller one", url_,
                                    kLargestPage >> 20U));
        }
        if (std::chrono::steady_clock::now() >= deadline_) {
            throw Error(fmt::format("the page at {} took longer than {:g} s; give a URL that answers sooner",
                                    url_, std::chrono::duration<double>(patience_).count()));
        }
    }

    [[nodiscard]] std::chrono::milliseconds patience() const { return patience_; }
    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] std::uint32_t crc32() const { return crc_.checksum(); }

  private:
    std::string url_;
    std::chrono::milliseconds patience_;
    std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::now() + patience_;
    std::int64_t count_ = 0;
    boost::crc_32_type crc_;
};

/// Cuts a client off that is not done in time: its own limit is between two bytes, and a server may send one
/// now and then for ever.
class Watchdog {
  public:
    Watchdog(httplib::Client& client, std::chrono::milliseconds patience)
        : thread_([this, &client, patience](const std::stop_token& done) {
              std::unique_lock lock(mutex_);
              if (!woken_.wait_for(lock, done, patience, [&] { return done.stop_requested(); })) {
                  client.stop();
              }
          }) {}

  private:
    std::mutex mutex_;
    std::condition_variable_any woken_;
    std::jthread thread_;  ///< the last, which is joined before the others go
};

httplib::Result fetch(const std::string& url, PageBytes& page) try {
    const auto [host, path] = split_url(url);
    httplib::Client client(host);
    client.set_connection_timeout(kSeconds);
    client.set_read_timeout(kSeconds);
    client.set_keep_alive(false);
    const Watchdog watchdog(client, page.patience());
    return client.Get(path, [&](const char* bytes, std::size_t count) { return page.take(bytes, count); });
} catch (const std::logic_error&) {  // what the library throws for a port beyond all numbers
    throw Error(fmt::format("'{}' is not a URL that can be fetched here: its port is no port", url));
}

std::map<std::string, std::string> server_environment() {
    std::map<std::string, std::string> environment;
    for (const char* name : {"PATH", "HOME", "LANG"}) {
        if (const char* const value = std::getenv(name)) {
            environment[name] = value;
        }
    }
    return environment;
}

}  // namespace

UrlPage probe_url(const std::string& url, std::chrono::milliseconds patience) {
    PageBytes page(url, patience);
    const httplib::Result result = fetch(url, page);
    page.require_within_limits();  // a page of no length that was said ends where it is cut off
    if (!result) {
        throw Error(fmt::format("{} cannot be fetched: {}; is the server running?", url,
                                httplib::to_string(result.error())));
    }
    if (result->status != 200) {
        throw Error(fmt::format("{} answered {} instead of 200; give a URL whose page can be fetched", url,
                                result->status));
    }
    return {.url = url, .page_bytes = page.count(), .page_crc32 = page.crc32()};
}

json to_json(const UrlPage& page) {
    return {{"url", page.url},
            {"page_bytes", page.page_bytes},
            {"page_crc32", page.page_crc32},
            {"own_server", page.own_server},
            {"latency_ms", page.latency_ms}};
}

UrlServer::UrlServer(int port, int latency_ms)
    : process_({(program_directory() / "pepbench-url-server").string(), "--port", std::to_string(port),
                "--latency-ms", std::to_string(latency_ms)},
               server_environment()) {
    std::string line;
    const auto read = process_.read_line(line, std::chrono::duration<double>(kSeconds));
    const json started = read == ChildProcess::Read::line ? json::parse(line, nullptr, false) : json();
    if (!started.is_object() || !started.contains("url")) {
        process_.end();
        std::string reason = process_.stderr_tail();
        while (reason.ends_with('\n')) {
            reason.pop_back();
        }
        throw Error(fmt::format("the URL server did not start: {}", printable(reason)));
    }
    page_ = probe_url(started.at("url").get<std::string>());
    if (page_.page_bytes != started.at("page_bytes").get<std::int64_t>() ||
        page_.page_crc32 != started.at("page_crc32").get<std::uint32_t>()) {
        throw Error(fmt::format(
            "{} serves another page than the URL server said; is something else on that port?", page_.url));
    }
    page_.own_server = true;
    page_.latency_ms = latency_ms;
}

}  // namespace pepbench
