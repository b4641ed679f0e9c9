#include "measure/url_page.h"

#include <fmt/format.h>
#include <httplib.h>

#include <boost/crc.hpp>
#include <cstdlib>

#include "error.h"
#include "plan/places.h"
#include "record/printable.h"

using nlohmann::json;

namespace pepbench {
namespace {

constexpr int kSeconds = 10;

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

httplib::Result fetch(const std::string& url) try {
    const auto [host, path] = split_url(url);
    httplib::Client client(host);
    client.set_connection_timeout(kSeconds);
    client.set_read_timeout(kSeconds);
    client.set_keep_alive(false);
    return client.Get(path);
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
    const httplib::Result result = fetch(url);
    if (!result) {
        throw Error(fmt::format("{} cannot be fetched: {}; is the server running?", url,
                                httplib::to_string(result.error())));
    }
    if (result->status != 200) {
        throw Error(fmt::format("{} answered {} instead of 200; give a URL whose page can be fetched", url,
                                result->status));
    }
    boost::crc_32_type crc;
    crc.process_bytes(result->body.data(), result->body.size());
    return {.url = url,
            .page_bytes = static_cast<std::int64_t>(result->body.size()),
            .page_crc32 = crc.checksum()};
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
