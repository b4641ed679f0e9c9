#pragma once

#include <cstdint>
#include <string_view>

namespace pepbench {

/// The one page that the URL server has. PEP 371 fetched "a simple error page from tomcat"; this is one of
/// the same kind and about the same size, in words of our own. It never changes with the machine or the time,
/// so that a CRC checks it.
[[nodiscard]] std::string_view error_page();

/// CRC-32 of ISO 3309, as zlib's and Python's `zlib.crc32` compute it.
[[nodiscard]] std::uint32_t crc32_of(std::string_view bytes);

}  // namespace pepbench
