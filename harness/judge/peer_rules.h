// How other tools and their users decide from recorded times that a program became slower: what the gate is
// compared with.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace pepbench {

/// Times a side that every rule needs.
inline constexpr std::size_t kLeastTimesOfPeers = 2;

/// `flags` is true where the rule's user would be told that the head is slower. All times, in any unit, of
/// both sides: positive, at least kLeastTimesOfPeers a side.
struct PeerRule {
    std::string name;
    bool (*flags)(const std::vector<double>& base, const std::vector<double>& head);
};

/// Ratios of a summary against a limit, and tests at 5 %. harness/stats/README.md says which tool has which.
const std::vector<PeerRule>& peer_rules();

}  // namespace pepbench
