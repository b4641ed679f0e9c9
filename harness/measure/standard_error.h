// Standard error, which may be a pipe or a terminal that nobody reads any more.
#pragma once

#include <chrono>
#include <string_view>

namespace pepbench {

inline constexpr std::chrono::milliseconds kNoPatience(0);
inline constexpr std::chrono::milliseconds kForEver(-1);  ///< or until a signal asks for the end

/// Everything that the driver says on standard error goes through here. What cannot be said, because the
/// reader has gone away or takes nothing for `patience` (a terminal held by Ctrl-S), is dropped: a
/// measurement does not end for it. Never throws.
void print_err(std::string_view text, std::chrono::milliseconds patience = kForEver) noexcept;

}  // namespace pepbench
