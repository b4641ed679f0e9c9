#include "judge/peer_rules.h"

#include <algorithm>

#include "stats/median.h"
#include "stats/two_sample.h"

namespace pepbench {
namespace {

using Times = std::vector<double>;

constexpr double kLevel = 0.05;

double minimum(const Times& times) { return *std::min_element(times.begin(), times.end()); }

}  // namespace

const std::vector<PeerRule>& peer_rules() {
    static const std::vector<PeerRule> rules = {
        {"mean ratio > 1.05",
         [](const Times& base, const Times& head) { return mean(head) / mean(base) > 1.05; }},
        {"minimum ratio > 1.05",
         [](const Times& base, const Times& head) { return minimum(head) / minimum(base) > 1.05; }},
        {"median ratio > 1.025",
         [](const Times& base, const Times& head) { return median(head) / median(base) > 1.025; }},
        {"Welch t, p < 0.05, slower",
         [](const Times& base, const Times& head) {
             return mean(head) > mean(base) && welch_t_test(base, head) < kLevel;
         }},
        {"Mann-Whitney, p < 0.05, slower",
         [](const Times& base, const Times& head) {
             return median(head) > median(base) && mann_whitney_test(base, head) < kLevel;
         }},
        {"pyperf compare_to, slower",
         [](const Times& base, const Times& head) {
             return mean(head) > mean(base) && student_t_test(base, head) <= kLevel;
         }},
    };
    return rules;
}

}  // namespace pepbench
