// Sentences made safe for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace pepbench {

/// The text as a sentence that a terminal only shows: control characters (C0, DEL, C1) and the characters
/// that change the direction of writing become '?', and so does what is no UTF-8; line ends and tabs become
/// spaces. For sentences with paths, which may be in any language; what comes from files is made `printable`
/// first.
std::string harmless(std::string_view text);

}  // namespace pepbench
