#include "judge/mode_proof.h"

#include <fmt/format.h>

#include <optional>

using nlohmann::json;

namespace pepbench {
namespace {

std::string switch_differs(const char* what, const std::optional<bool>& asked, const json& facts,
                           const char* key) {
    const json found = facts.value(key, json());
    if (!asked || (found.is_boolean() && found.get<bool>() == *asked)) {
        return {};
    }
    return fmt::format("it was to run with the {} {}, but reports {}", what, *asked ? "on" : "off",
                       found.dump());
}

}  // namespace

std::string differs_from_asked(const Configuration& configuration, const json& at_start, const json& after) {
    if (!at_start.is_object() || !after.is_object()) {
        return at_start.is_object() ? "it reported no facts after the work"
                                    : "it reported no facts when it started";
    }
    if (const std::string jit = switch_differs("JIT", configuration.jit, after, "jit_enabled");
        !jit.empty()) {
        return jit;
    }
    if (const std::string gil = switch_differs("GIL", configuration.gil, after, "gil_enabled");
        !gil.empty()) {
        return gil;
    }
    for (const char* key : {"implementation", "version", "jit_enabled", "gil_enabled"}) {
        if (at_start.value(key, json()) != after.value(key, json())) {
            return fmt::format("its {} was {} when it started and is {} after the work", key,
                               at_start.value(key, json()).dump(), after.value(key, json()).dump());
        }
    }
    return {};
}

}  // namespace pepbench
