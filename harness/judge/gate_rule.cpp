#include "judge/gate_rule.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pepbench {
namespace {

// Of the threshold. What lies between, 2 to 5 %, keeps the two gamblers from betting against each other
// forever.
constexpr double kHarmlessShare = 0.4;

/// How many rounds reach the bar where every bet is won as far as it can be.
int least_rounds_to_reach(double bar) {
    BoundedBets bets(1);
    bets.add(std::numeric_limits<double>::infinity());
    return std::max(1, static_cast<int>(std::ceil(bar / bets.log_wealth())));
}

}  // namespace

double GateRule::flag_boundary() const { return std::log1p(kHarmlessShare * threshold); }
double GateRule::pass_boundary() const { return std::log1p(threshold); }
double GateRule::flag_bar() const {
    return std::log(cells) - std::log(alpha);
}  // their ratio may be infinite
double GateRule::pass_bar() const { return -std::log(beta); }

int GateRule::least_rounds_to_pass() const { return least_rounds_to_reach(pass_bar()); }
int GateRule::least_rounds_to_flag() const { return least_rounds_to_reach(flag_bar()); }
int GateRule::least_rounds() const { return std::max(least_rounds_to_pass(), least_rounds_to_flag()); }

GateWealth::GateWealth(const GateRule& rule) : rule_(rule), flag_(rule.threshold), pass_(rule.threshold) {}

Decision GateWealth::add(double log_ratio) {
    flag_.add(log_ratio - rule_.flag_boundary());
    pass_.add(rule_.pass_boundary() - log_ratio);
    if (decision_ == Decision::undecided) {
        if (flag_.log_wealth() >= rule_.flag_bar()) {
            decision_ = Decision::regressed;
        } else if (pass_.log_wealth() >= rule_.pass_bar()) {
            decision_ = Decision::pass;
        }
    }
    return decision_;
}

}  // namespace pepbench
