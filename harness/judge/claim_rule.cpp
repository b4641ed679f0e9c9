#include "judge/claim_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "stats/bootstrap.h"
#include "stats/student.h"

namespace pepbench {
namespace {

constexpr double kShownTail = 0.025;  // on either side of the interval that people are shown

Interval taken_back(const Interval& logarithms) {
    return {std::exp(logarithms.low), std::exp(logarithms.high)};
}

double margin_of(const ClaimPart& part, double logarithm) {
    double margin = std::numeric_limits<double>::infinity();
    if (part.at_least) {
        margin = std::min(margin, logarithm - std::log(*part.at_least));
    }
    if (part.at_most) {
        margin = std::min(margin, std::log(*part.at_most) - logarithm);
    }
    return margin;
}

bool within(const ClaimPart& part, const Interval& interval) {
    return (!part.at_least || interval.low >= std::log(*part.at_least)) &&
           (!part.at_most || interval.high <= std::log(*part.at_most));
}

bool beyond(const ClaimPart& part, const Interval& interval) {
    return (part.at_least && interval.high < std::log(*part.at_least)) ||
           (part.at_most && interval.low > std::log(*part.at_most));
}

void judge_by_interval(JudgedPart& judged, const ClaimPart& part, const MeanEstimate& estimate,
                       const Family& family) {
    judged.value->interval = taken_back(student_interval(estimate, kShownTail));
    const double tail = kSpentError / family.claims;
    const Interval confirming = student_interval(estimate, tail);
    if (within(part, confirming)) {
        judged.verdict = ClaimVerdict::reproduced;
    } else if (beyond(part, student_interval(estimate, tail / family.conditions))) {
        judged.verdict = ClaimVerdict::refuted;
    } else {
        const Interval shown = taken_back(confirming);
        judged.reason = fmt::format("corrected for {} claim{}, the interval is [{:.3g}, {:.3g}]",
                                    family.claims, family.claims == 1 ? "" : "s", shown.low, shown.high);
    }
}

}  // namespace

int conditions_of(const std::vector<ClaimPart>& parts) {
    int conditions = 0;
    for (const ClaimPart& part : parts) {
        if (part.logarithms.size() >= kLeastProcessRuns) {
            conditions += (part.at_least ? 1 : 0) + (part.at_most ? 1 : 0);
        }
    }
    return conditions;
}

JudgedPart judge_part(const ClaimPart& part, const Family& family) {
    JudgedPart judged{.name = part.name, .reason = part.reason, .value = part.value};
    if (part.settled) {
        judged.verdict = *part.settled;
        return judged;
    }
    if (part.logarithms.empty()) {
        judged.reason = "no pass has all of its cells";
        return judged;
    }
    const auto n = static_cast<int>(part.logarithms.size());
    const std::optional<MeanEstimate> estimate = mean_estimate(part.logarithms);
    const double mean = estimate ? estimate->mean : part.logarithms.front();
    judged.margin = margin_of(part, mean);
    judged.value = ClaimValue{.value = std::exp(mean), .interval = std::nullopt, .n = n, .unit = "ratio"};
    if (part.logarithms.size() < kLeastProcessRuns) {
        judged.reason = fmt::format("{} pass{} too few, an interval takes {}", n, n == 1 ? " is" : "es are",
                                    kLeastProcessRuns);
        return judged;
    }
    judge_by_interval(judged, part, *estimate, family);
    return judged;
}

ClaimVerdict combined(const std::vector<JudgedPart>& parts) {
    return std::min_element(
               parts.begin(), parts.end(),
               [](const JudgedPart& one, const JudgedPart& other) { return one.verdict < other.verdict; })
        ->verdict;
}

}  // namespace pepbench
