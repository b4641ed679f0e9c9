#include "judge/claim.h"

#include <algorithm>
#include <stdexcept>

namespace pepbench {
namespace {

struct RolesUsed {
    std::vector<std::string> operator()(const Comparison& comparison) const {
        std::vector<std::string> roles = {comparison.of.role};
        if (comparison.to && comparison.to->role != comparison.of.role) {
            roles.push_back(comparison.to->role);
        }
        return roles;
    }
    std::vector<std::string> operator()(const SameAnswers& same) const { return {same.of, same.to}; }
    std::vector<std::string> operator()(const Unsupported& unsupported) const { return {unsupported.role}; }
    std::vector<std::string> operator()(const ReportedFacts& reported) const { return {reported.role}; }
};

}  // namespace

std::vector<std::string> roles_used(const Expression& expression) {
    return std::visit(RolesUsed{}, expression);
}

const Role& role_named(const Claim& claim, const std::string& name) {
    const auto found = std::find_if(claim.roles.begin(), claim.roles.end(),
                                    [&](const Role& role) { return role.name == name; });
    if (found == claim.roles.end()) {
        throw std::out_of_range("no configuration of the claim is called " + name);
    }
    return *found;
}

}  // namespace pepbench
