#include "measure/url_page.h"

#include <fmt/format.h>
#include <httplib.h>

#include <boost/crc.hpp>
#include <chrono>
#include <cstdlib>

#include "error.h"
#include "plan/places.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kSeconds = 10;                                    // without a byte
constexpr std::chrono::seconds kLongestAnswer(30);              // of the whole page
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
    explicit PageBytes(std::string url) : url_(std::move(url)) {}

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
            throw Error(fmt::format("the page at {} took longer than {} s; give a URL that answers sooner",
                                    url_, kLongestAnswer.count()));
        }
    }

    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] std::uint32_t crc32() const { return crc_.checksum(); }

  private:
    std::string url_;
    std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::now() + kLongestAnswer;
    std::int64_t count_ = 0;
    boost::crc_32_type crc_;
};

httplib::Result fetch(const std::string& url, PageBytes& page) try {
    const auto [host, path] = split_url(url);
    httplib::Client client(host);
    client.set_connection_timeout(kSeconds);
    client.set_read_timeout(kSeconds);
    client.set_keep_alive(false);
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

UrlPage probe_url(const std::string& url) {
    PageBytes page(url);
    const httplib::Result result = fetch(url, page);
    if (!result) {
        page.require_within_limits();
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
