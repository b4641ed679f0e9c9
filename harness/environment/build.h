#pragma once

#include <map>
#include <optional>
#include <string>

namespace pepbench {

/// How this pepbench was built.
struct BuildFacts {
    std::string version;
    std::string commit;                            ///< the full hash, or `unknown` for a tree without git
    std::optional<bool> dirty;                     ///< whether the tree differed from that commit
    std::string compiler;                          ///< `GNU 12.2.0`
    std::string flags;                             ///< build type, compiler flags and sanitizers
    std::map<std::string, std::string> libraries;  ///< versions of those compiled in, by name
};

[[nodiscard]] BuildFacts build_facts();

}  // namespace pepbench
