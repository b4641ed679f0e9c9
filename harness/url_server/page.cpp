#include "url_server/page.h"

#include <boost/crc.hpp>

namespace pepbench {

std::string_view error_page() {
    static constexpr std::string_view kPage =
        R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>HTTP Status 404 - Not Found</title>
<style>
body { font-family: Tahoma, Arial, sans-serif; }
h1, h2, h3 { color: white; background-color: #525d76; }
h1 { font-size: 22px; }
h2 { font-size: 16px; }
h3 { font-size: 14px; }
p { font-size: 12px; color: black; background: white; }
hr { height: 1px; border: none; background-color: #525d76; }
</style>
</head>
<body>
<h1>HTTP Status 404 - /benchmarks/lorem</h1>
<hr>
<p><b>type</b> Status report</p>
<p><b>message</b> <u>/benchmarks/lorem</u></p>
<p><b>description</b> <u>The requested resource (/benchmarks/lorem) is not available.
This page says that nothing was found, and it is found each time: it is the page
that a worker of the url_fetch workload fetches a hundred times, over a connection
of its own each time, and reads to its last byte.</u></p>
<hr>
<h3>pepbench URL server</h3>
</body>
</html>
)";
    return kPage;
}

std::uint32_t crc32_of(std::string_view bytes) {
    boost::crc_32_type crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
}

}  // namespace pepbench
