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

/// `moment` and so many seconds, to microseconds: none where `seconds` is negative, and the clock's last
/// moment (in 2262) where it would be later than that.
Instant later(Instant moment, double seconds);

/// As pyperf writes it, "2026-11-23 04:20:54.491000", in UTC.
std::string pyperf_date(Instant moment);

}  // namespace pepbench
