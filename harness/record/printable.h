// Text from outside, made safe for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace pepbench {

/// Everything but printable ASCII becomes '?', and what goes beyond `longest` characters "...": names,
/// reasons and stderr come from files and runners, and may hold escape sequences. Newlines become spaces.
std::string printable(std::string_view text, std::size_t longest = 300);

/// The last line that is not empty, without its newline.
std::string last_line(std::string text);

}  // namespace pepbench
