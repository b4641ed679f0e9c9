#include "record/claim_expression.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "error.h"
#include "plan/nearest.h"
#include "record/printable.h"
#include "record/row_reader.h"

using nlohmann::json;

namespace pepbench {
namespace {

const std::vector<std::pair<std::string, Comparing>> kComparisons = {
    {"ratio", Comparing::ratio},       {"efficiency", Comparing::efficiency},
    {"growth", Comparing::growth},     {"proportional", Comparing::proportional},
    {"monotone", Comparing::monotone}, {"geometric_mean", Comparing::geometric_mean}};

std::vector<std::string> kinds() {
    std::vector<std::string> names;
    for (const auto& [name, how] : kComparisons) {
        names.push_back(name);
    }
    names.insert(names.end(), {"same_answers", "unsupported", "fact"});
    return names;
}

/// Reads one expression; knows what its names may be.
class ExpressionReader {
  public:
    ExpressionReader(const std::vector<Role>& roles, const std::vector<Workload>& known) : known_(known) {
        for (const Role& role : roles) {
            roles_.push_back(role.name);
        }
        for (const Workload& workload : known) {
            workloads_.push_back(workload.name);
        }
        for (const std::string& name : kModes) {
            if (!has_start_method(name)) {
                modes_[name] = {name, ""};
                continue;
            }
            for (const std::string& method : kStartMethods) {
                const Mode mode{name, method};
                modes_[mode.label()] = mode;
            }
        }
    }

    [[nodiscard]] std::string role(const std::string& name) const {
        require_known("configuration", name, roles_);
        return name;
    }

    [[nodiscard]] std::string workload(const std::string& name) const {
        require_known("workload", name, workloads_);
        return name;
    }

    [[nodiscard]] Mode mode(const std::string& label) const {
        std::vector<std::string> labels;
        for (const auto& [known, mode] : modes_) {
            labels.push_back(known);
        }
        require_known("mode", label, labels);
        return modes_.at(label);
    }

    [[nodiscard]] ClaimSide side(const json& entry, const std::string& what) const {
        require_keys(entry, what, {"mode", "configuration", "workers"});
        const RowReader reader(entry, what);
        ClaimSide side{.mode = mode(reader.get<std::string>("mode")),
                       .role = role(reader.get<std::string>("configuration")),
                       .workers = std::nullopt};
        if (reader.has("workers")) {
            side.workers = reader.get<int>("workers");
        }
        return side;
    }

    /// Named one by one, or a whole suite.
    [[nodiscard]] std::vector<std::string> workloads(const RowReader& reader) const {
        std::vector<std::string> names;
        if (reader.has("suite") == reader.has("workloads")) {
            reader.refuse("takes either 'workloads' or 'suite'");
        }
        if (reader.has("workloads")) {
            for (const std::string& name : reader.get<std::vector<std::string>>("workloads")) {
                names.push_back(workload(name));
            }
        } else {
            const auto suite = reader.get<std::string>("suite");
            require_known("suite", suite, kSuites);
            for (const Workload& known : known_) {
                if (known.suite == suite) {
                    names.push_back(known.name);
                }
            }
        }
        if (names.empty()) {
            reader.refuse("is about no workload");
        }
        return names;
    }

  private:
    const std::vector<Workload>& known_;
    std::vector<std::string> roles_;
    std::vector<std::string> workloads_;
    std::map<std::string, Mode> modes_;  ///< by label
};

std::vector<int> workers_of(const RowReader& reader) {
    std::vector<int> workers;
    for (const json& number : reader.get_or<std::vector<json>>("workers", {1})) {
        workers.push_back(whole<int>(number).value_or(0));
    }
    if (workers.empty() || workers.front() < 1 ||
        std::adjacent_find(workers.begin(), workers.end(), std::greater_equal<>()) != workers.end()) {
        reader.refuse("must have numbers of workers in rising order, from 1");
    }
    return workers;
}

/// Whether each comparison has the sides and numbers of workers that it needs.
void require_shape(const Comparison& comparison, const RowReader& reader) {
    const bool needs_to = comparison.how != Comparing::growth && comparison.how != Comparing::proportional;
    if (needs_to && !comparison.to) {
        reader.refuse("needs a 'to' side");
    }
    if (comparison.how == Comparing::proportional && comparison.to) {
        reader.refuse("has a 'to' side, which proportional does not take");
    }
    const bool of_steps = comparison.how == Comparing::growth || comparison.how == Comparing::proportional ||
                          comparison.how == Comparing::monotone;
    if (of_steps && comparison.workers.size() < 2) {
        reader.refuse("needs two numbers of workers at least");
    }
    if (comparison.quantity == Quantity::memory && comparison.how != Comparing::geometric_mean) {
        reader.refuse("compares memory, which geometric_mean alone does");
    }
}

void read_boundary(const json& claim, Comparison& comparison) {
    const json boundary = claim.value("boundary", json());
    const std::string what = "its boundary";
    require_keys(boundary, what, {"at_least", "at_most"});
    const RowReader reader(boundary, what);
    for (const auto& [key, bound] :
         {std::pair("at_least", &comparison.at_least), std::pair("at_most", &comparison.at_most)}) {
        if (!reader.has(key)) {
            continue;
        }
        *bound = reader.get<double>(key);
        if (!(**bound > 0) || !std::isfinite(**bound)) {
            reader.refuse(fmt::format("has a '{}' that is no positive number", key));
        }
    }
    if (!comparison.at_least && !comparison.at_most) {
        reader.refuse("needs 'at_least' or 'at_most'");
    }
    if (comparison.at_least && comparison.at_most && *comparison.at_least > *comparison.at_most) {
        reader.refuse("has an 'at_least' above its 'at_most'");
    }
    if (comparison.how == Comparing::monotone && (comparison.at_most || *comparison.at_least < 1)) {
        reader.refuse("of a monotone expression takes 'at_least' alone, 1 or more");
    }
}

Comparison comparison_of(Comparing how, const json& claim, const json& entry, const std::string& what,
                         const ExpressionReader& names) {
    require_keys(entry, what,
                 {"kind", "quantity", "of", "to", "workloads", "suite", "workers", "needs_cores"});
    const RowReader reader(entry, what);
    const auto quantity = reader.get_or<std::string>("quantity", "time");
    require_known("quantity", quantity, {"time", "memory"});
    Comparison comparison{.how = how,
                          .quantity = quantity == "time" ? Quantity::time : Quantity::memory,
                          .of = names.side(reader.get<json>("of"), "its 'of'"),
                          .to = std::nullopt,
                          .workloads = names.workloads(reader),
                          .suite = reader.get_or<std::string>("suite", ""),
                          .workers = workers_of(reader),
                          .needs_cores = reader.get_or<int>("needs_cores", 1),
                          .at_least = std::nullopt,
                          .at_most = std::nullopt};
    if (reader.has("to")) {
        comparison.to = names.side(reader.get<json>("to"), "its 'to'");
    }
    require_shape(comparison, reader);
    read_boundary(claim, comparison);
    return comparison;
}

SameAnswers same_answers_of(const json& entry, const std::string& what, const ExpressionReader& names) {
    require_keys(entry, what, {"kind", "of", "to"});
    const RowReader reader(entry, what);
    return {names.role(reader.get<std::string>("of")), names.role(reader.get<std::string>("to"))};
}

Unsupported unsupported_of(const json& entry, const std::string& what, const ExpressionReader& names) {
    require_keys(entry, what, {"kind", "configuration", "uses"});
    const RowReader reader(entry, what);
    Unsupported unsupported{.role = names.role(reader.get<std::string>("configuration")), .uses = {}};
    for (const json& use : reader.get<std::vector<json>>("uses")) {
        require_keys(use, "a use", {"name", "workload", "mode", "raises"});
        const RowReader of_use(use, "a use");
        unsupported.uses.push_back({.name = of_use.get<std::string>("name"),
                                    .workload = names.workload(of_use.get<std::string>("workload")),
                                    .mode = names.mode(of_use.get<std::string>("mode")),
                                    .raises = of_use.get<std::string>("raises")});
    }
    if (unsupported.uses.empty()) {
        reader.refuse("names no use");
    }
    return unsupported;
}

FactTest fact_of(const json& entry) {
    require_keys(entry, "a fact", {"name", "path", "equals", "begins"});
    const RowReader reader(entry, "a fact");
    FactTest fact{.name = reader.get<std::string>("name"),
                  .path = reader.get<std::string>("path"),
                  .equals = reader.get_or<json>("equals", json()),
                  .begins = std::nullopt};
    if (reader.has("equals") == reader.has("begins")) {
        reader.refuse("takes either 'equals' or 'begins'");
    }
    if (reader.has("begins")) {
        fact.begins = reader.get<std::string>("begins");
    }
    try {
        static_cast<void>(json::json_pointer(fact.path));
    } catch (const json::exception&) {
        reader.refuse(fmt::format("has a path '{}' that is no JSON pointer", printable(fact.path)));
    }
    return fact;
}

ReportedFacts facts_of(const json& entry, const std::string& what, const ExpressionReader& names) {
    require_keys(entry, what, {"kind", "configuration", "facts"});
    const RowReader reader(entry, what);
    ReportedFacts reported{.role = names.role(reader.get<std::string>("configuration")), .facts = {}};
    for (const json& fact : reader.get<std::vector<json>>("facts")) {
        reported.facts.push_back(fact_of(fact));
    }
    if (reported.facts.empty()) {
        reader.refuse("names no fact");
    }
    return reported;
}

}  // namespace

void require_keys(const json& object, const std::string& what, const std::vector<std::string>& known) {
    if (!object.is_object()) {
        throw Error(fmt::format("{} is missing or no object", what));
    }
    for (const auto& [key, value] : object.items()) {
        require_known(fmt::format("key in {}", what), printable(key), known);
    }
}

Expression read_expression(const json& claim, const std::vector<Role>& roles,
                           const std::vector<Workload>& known) {
    const json entry = claim.value("expression", json());
    const std::string what = "its expression";
    if (!entry.is_object()) {
        throw Error(what + " is missing or no object");
    }
    const auto kind = RowReader(entry, what).get<std::string>("kind");
    require_known("expression", printable(kind), kinds());
    const ExpressionReader names(roles, known);
    const auto comparison = std::find_if(kComparisons.begin(), kComparisons.end(),
                                         [&](const auto& one) { return one.first == kind; });
    if (comparison != kComparisons.end()) {
        return comparison_of(comparison->second, claim, entry, what, names);
    }
    if (claim.contains("boundary")) {
        throw Error(fmt::format("it has a boundary, and {} takes none", kind));
    }
    if (kind == "same_answers") {
        return same_answers_of(entry, what, names);
    }
    return kind == "unsupported" ? Expression(unsupported_of(entry, what, names))
                                 : Expression(facts_of(entry, what, names));
}

}  // namespace pepbench
