// Names from outside, made fit for cells and for formats with a grammar.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace pepbench {

/// Letters, digits and ._+- stay, each other character becomes '_', what goes beyond 120 characters is cut
/// off, and an empty name becomes "_".
std::string safe_name(std::string_view text);

/// Keeps names apart that were made from different texts.
class UniqueNames {
  public:
    /// The name, or where it was given before the first of `name-2`, `name-3`, ... that was not.
    std::string add(const std::string& name);

  private:
    std::set<std::string> given_;
    std::map<std::string, int> next_;  ///< number to be tried for a name that was given
};

}  // namespace pepbench
