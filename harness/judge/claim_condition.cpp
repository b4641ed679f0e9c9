#include "judge/claim_condition.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace pepbench {
namespace {

class Wording {
  public:
    Wording(const Claim& claim, const Filling& filling) : claim_(claim), filling_(filling) {}

    std::string operator()(const Comparison& comparison) const {
        const std::string which =
            fmt::format(", {}{}", fmt::join(comparison.workloads, ", "), workers_text(comparison));
        switch (comparison.how) {
            case Comparing::ratio:
                return quotient(comparison) + which;
            case Comparing::efficiency:
                return fmt::format("{}, divided by the workers{}, no more than the usable cores",
                                   inverse_quotient(comparison), which);
            case Comparing::growth:
                return growth(comparison) + which + ", no more than the usable cores";
            case Comparing::proportional:
                return fmt::format(
                    "time of {} with more workers / with fewer, divided by how many more they are{}, beyond "
                    "the usable cores{}",
                    comparison.of.mode.label(), which, where(comparison.of));
            case Comparing::monotone:
                return fmt::format("how {} changes with the workers, in all and in each step{}",
                                   quotient(comparison), which);
            case Comparing::geometric_mean:
                break;
        }
        return fmt::format("geometric mean of {} over {}{}", quotient(comparison), workloads_text(comparison),
                           workers_text(comparison));
    }

    std::string operator()(const SameAnswers& same) const {
        return fmt::format("every answer in {} is that of the same cell in {}", configuration(same.of),
                           configuration(same.to));
    }

    std::string operator()(const Unsupported& unsupported) const {
        std::string text;
        for (const UnsupportedUse& use : unsupported.uses) {
            text += fmt::format("{}{}/{} raises \"{}\"", text.empty() ? "" : ", ", use.workload,
                                use.mode.label(), use.raises);
        }
        return fmt::format("{}, in {}", text, configuration(unsupported.role));
    }

    std::string operator()(const ReportedFacts& reported) const {
        std::string text;
        for (const FactTest& fact : reported.facts) {
            text += text.empty() ? "" : ", ";
            text += !fact.begins           ? fmt::format("{} is {}", fact.name, fact.equals.dump())
                    : fact.begins->empty() ? fact.name + " is there"
                                           : fmt::format("{} begins with {}", fact.name, *fact.begins);
        }
        return fmt::format("{}, as {} reports it", text, configuration(reported.role));
    }

  private:
    [[nodiscard]] std::string configuration(const std::string& role) const {
        const auto found = filling_.find(role);
        if (found != filling_.end()) {
            return found->second;
        }
        const std::string& such_as = role_named(claim_, role).such_as;
        return such_as.substr(0, such_as.find('='));
    }

    [[nodiscard]] std::string where(const ClaimSide& side) const {
        return ", in " + configuration(side.role);
    }

    static std::string workloads_text(const Comparison& comparison) {
        return comparison.suite.empty() ? fmt::format("{}", fmt::join(comparison.workloads, ", "))
                                        : fmt::format("the {} workloads of the suite {}",
                                                      comparison.workloads.size(), comparison.suite);
    }

    static std::string workers_text(const Comparison& comparison) {
        return fmt::format(", {} worker{}", fmt::join(comparison.workers, ", "),
                           comparison.workers == std::vector<int>{1} ? "" : "s");
    }

    /// A side as far as it differs from the other one.
    [[nodiscard]] std::string side_text(const ClaimSide& side, const ClaimSide& other) const {
        const std::string mode = side.mode.label();
        std::string text =
            side.role == other.role ? mode : fmt::format("{} in {}", mode, configuration(side.role));
        if (side.workers) {
            text += fmt::format(" with {} worker{}", *side.workers, *side.workers == 1 ? "" : "s");
        }
        return text;
    }

    [[nodiscard]] std::string quotient(const Comparison& comparison, const ClaimSide& of,
                                       const ClaimSide& to) const {
        const char* const what =
            comparison.quantity == Quantity::time ? "time of" : "settled memory (RSS) of";
        return fmt::format("{} {} / {} {}{}", what, side_text(of, to), what, side_text(to, of),
                           of.role == to.role ? where(of) : "");
    }

    [[nodiscard]] std::string quotient(const Comparison& comparison) const {
        return quotient(comparison, comparison.of, *comparison.to);
    }

    [[nodiscard]] std::string inverse_quotient(const Comparison& comparison) const {
        return quotient(comparison, *comparison.to, comparison.of);
    }

    [[nodiscard]] std::string growth(const Comparison& comparison) const {
        const int fewest = comparison.workers.front();
        const std::string of =
            fmt::format("time of {} with more workers / with {}", comparison.of.mode.label(), fewest);
        const std::string to =
            comparison.to ? fmt::format(", divided by the same of {}", comparison.to->mode.label()) : "";
        return of + to + where(comparison.of);
    }

    const Claim& claim_;
    const Filling& filling_;
};

}  // namespace

std::string condition_text(const Claim& claim, const Filling& filling) {
    return std::visit(Wording(claim, filling), claim.expression);
}

std::string boundary_text(const Claim& claim) {
    const auto* const comparison = std::get_if<Comparison>(&claim.expression);
    if (comparison == nullptr) {
        return std::holds_alternative<SameAnswers>(claim.expression)   ? "none differs"
               : std::holds_alternative<Unsupported>(claim.expression) ? "fails so"
                                                                       : "is so";
    }
    if (comparison->at_least && comparison->at_most) {
        return fmt::format("{:.2f} to {:.2f}", *comparison->at_least, *comparison->at_most);
    }
    return comparison->at_least ? fmt::format("at least {:.2f}", *comparison->at_least)
                                : fmt::format("at most {:.2f}", *comparison->at_most);
}

}  // namespace pepbench
