// What the user may have meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pepbench {

/// Single-character insertions, deletions and substitutions that turn `a` into `b` (Levenshtein, 1966).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The one of `known` with the smallest edit distance to `word`, the first of equals; empty where `known` is.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// Throws Error("unknown KIND WORD; did you mean NEAREST? Known are ...") unless `word` is one of `known`.
void require_known(std::string_view kind, std::string_view word, const std::vector<std::string>& known);

}  // namespace pepbench
