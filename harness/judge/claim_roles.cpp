#include "judge/claim_roles.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <utility>

#include "record/checked_json.h"

using nlohmann::json;

namespace pepbench {
namespace {

/// Major and minor of `3.15.0`; zeros where it is no version.
std::pair<int, int> version_of(const std::string& text) {
    std::pair<int, int> version;
    const char* const end = text.data() + text.size();
    const auto [dot, error] = std::from_chars(text.data(), end, version.first);
    if (error == std::errc() && dot != end && *dot == '.') {
        std::from_chars(dot + 1, end, version.second);
    }
    return version;
}

std::pair<int, int> version_of(const json& facts) { return version_of(text_of(facts, "version")); }

bool holds(const json& facts, const char* key, bool wanted) {
    return facts.contains(key) && (facts.at(key) == true) == wanted;
}

json facts_of(const ClaimRun& run, const std::string& configuration) {
    const json& entry = run.entry(configuration);
    const auto facts = entry.find("facts");
    return facts != entry.end() && facts->is_object() ? *facts : json::object();
}

bool has_facts(const Role& role, const json& facts) {
    return (!role.implementation || text_of(facts, "implementation") == *role.implementation) &&
           (!role.platform || text_of(facts, "platform") == *role.platform) &&
           (!role.version || version_of(facts) == version_of(*role.version)) &&
           (!role.least_version || version_of(facts) >= version_of(*role.least_version)) &&
           (!role.gil || holds(facts, "gil_enabled", *role.gil)) &&
           (!role.jit || holds(facts, "jit_enabled", *role.jit)) &&
           (!role.free_threaded || holds(facts, "free_threaded_build", *role.free_threaded));
}

/// Whether two interpreters differ in nothing but what they were configured for, as far as they tell.
bool same_build(const json& one, const json& other) {
    const auto build = [](const json& facts) { return facts.value("build", json::object()); };
    return version_of(one) == version_of(other) && build(one).is_object() && build(other).is_object() &&
           std::ranges::all_of(std::initializer_list<const char*>{"compiler", "optimized", "lto", "debug"},
                               [&](const char* key) {
                                   return build(one).value(key, json()) == build(other).value(key, json());
                               });
}

bool fits(const Role& role, const std::string& configuration, const ClaimRun& run, const Filling& filled) {
    const json facts = facts_of(run, configuration);
    if (facts.empty() || !has_facts(role, facts)) {
        return false;
    }
    if (role.other.empty()) {
        return true;
    }
    const std::string& other = filled.at(role.other);
    return role.same_build ? configuration != other && same_build(facts, facts_of(run, other))
                           : configuration == other + "+" + role.switched;
}

/// The roles in an order in which each comes after the one that it refers to.
std::vector<const Role*> roles_in_order(const Claim& claim) {
    std::vector<const Role*> order;
    const auto add = [&](const Role& role) {
        if (std::find(order.begin(), order.end(), &role) == order.end()) {
            order.push_back(&role);
        }
    };
    for (const std::string& name : roles_used(claim.expression)) {
        const Role& role = role_named(claim, name);
        if (!role.other.empty()) {
            add(role_named(claim, role.other));
        }
    }
    for (const std::string& name : roles_used(claim.expression)) {
        add(role_named(claim, name));
    }
    return order;
}

void fill(const std::vector<const Role*>& roles, const ClaimRun& run,
          const std::vector<std::string>& candidates, const Filling& filled, std::vector<Filling>& found) {
    if (filled.size() == roles.size()) {
        found.push_back(filled);
        return;
    }
    const Role& role = *roles[filled.size()];
    for (const std::string& candidate : candidates) {
        if (fits(role, candidate, run, filled)) {
            Filling more = filled;
            more[role.name] = candidate;
            fill(roles, run, candidates, more, found);
        }
    }
}

}  // namespace

std::vector<Filling> fillings(const Claim& claim, const ClaimRun& run) {
    // Equal versions keep the run's order.
    std::multimap<std::pair<int, int>, std::string, std::greater<>> by_version;
    for (const std::string& name : run.configurations()) {
        by_version.emplace(version_of(facts_of(run, name)), name);
    }
    std::vector<std::string> newest_first;
    for (const auto& [version, name] : by_version) {
        newest_first.push_back(name);
    }
    std::vector<Filling> found;
    fill(roles_in_order(claim), run, newest_first, {}, found);
    return found;
}

}  // namespace pepbench
