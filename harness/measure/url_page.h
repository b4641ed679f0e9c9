// The page that url_fetch fetches: from a server of our own, or from a URL that the user gives.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "measure/child_process.h"

namespace pepbench {

struct UrlPage {
    std::string url;
    std::int64_t page_bytes = 0;
    std::uint32_t page_crc32 = 0;
    bool own_server = false;
    int latency_ms = 0;
};

/// Fetches the page once. Throws Error with one sentence where the URL is no http:// URL, nothing listens
/// there, the answer is not 200, the page is larger than 16 MiB or all of it takes longer than `patience`.
UrlPage probe_url(const std::string& url, std::chrono::milliseconds patience = std::chrono::seconds(30));

nlohmann::json to_json(const UrlPage& page);

/// pepbench-url-server on a loopback port, for as long as this object lives.
class UrlServer {
  public:
    /// Port 0 is any free one. Throws Error where the server does not start (a port in use) or does not
    /// answer.
    UrlServer(int port, int latency_ms);

    [[nodiscard]] const UrlPage& page() const { return page_; }

  private:
    ChildProcess process_;
    UrlPage page_;
};

}  // namespace pepbench
