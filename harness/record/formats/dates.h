// Moments as other tools write them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pepbench {

using Instant = std::chrono::system_clock::time_point;

/// "2026-11-23 04:20:54.491", with ' ' or 'T', with or without a fraction, followed by nothing, "Z" or an
/// offset such as "+01:00". Without an offset, which pyperf never writes, it is taken for UTC. Nothing for
/// anything else.
std::optional<Instant> parse_date(std::string_view text);

/// As pyperf writes it, "2026-11-23 04:20:54.491000", in UTC.
std::string pyperf_date(Instant moment);

}  // namespace pepbench
