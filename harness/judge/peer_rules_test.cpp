#include "judge/peer_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stats/two_sample.h"

namespace pepbench {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

using Times = std::vector<double>;

std::vector<std::string> flagged_by(const Times& base, const Times& head) {
    std::vector<std::string> names;
    for (const PeerRule& rule : peer_rules()) {
        if (rule.flags(base, head)) {
            names.push_back(rule.name);
        }
    }
    return names;
}

/// Twenty times within 0.5 % of a centre.
Times around(double centre) {
    Times times;
    for (int run = 0; run < 20; ++run) {
        times.push_back(centre * (1 + 0.0005 * ((run * 7) % 20 - 9.5)));
    }
    return times;
}

TEST(PeerRules, AllFlagWhatIsClearlySlower) {
    EXPECT_THAT(flagged_by(around(1), around(1.1)),
                ElementsAre("mean ratio > 1.05", "minimum ratio > 1.05", "median ratio > 1.025",
                            "Welch t, p < 0.05, slower", "Mann-Whitney, p < 0.05, slower",
                            "pyperf compare_to, slower"));
}

TEST(PeerRules, NoneFlagsWhatIsFasterOrTheSame) {
    EXPECT_THAT(flagged_by(around(1), around(1)), IsEmpty());
    EXPECT_THAT(flagged_by(around(1.1), around(1)), IsEmpty());
    EXPECT_THAT(flagged_by(Times(20, 1), Times(20, 1)), IsEmpty());
}

TEST(PeerRules, TestsFlagWhateverTheyCanTellApart) {
    EXPECT_THAT(flagged_by(around(1), around(1.01)),
                ElementsAre("Welch t, p < 0.05, slower", "Mann-Whitney, p < 0.05, slower",
                            "pyperf compare_to, slower"));
}

TEST(PeerRules, EachRatioHasItsSummary) {
    EXPECT_THAT(flagged_by({1, 1, 1, 1}, {1, 1, 1, 1.24}), ElementsAre("mean ratio > 1.05"));
    EXPECT_THAT(flagged_by({1, 1, 1, 1}, {1, 1, 1, 1.16}), IsEmpty());
    EXPECT_THAT(flagged_by({1, 1.2, 1.2, 1.2}, {1.06, 1.1, 1.1, 1.1}), ElementsAre("minimum ratio > 1.05"));
    EXPECT_THAT(flagged_by({1, 1.2, 1.2, 1.2}, {1.04, 1.1, 1.1, 1.1}), IsEmpty());
    EXPECT_THAT(flagged_by({1, 1, 1, 1}, {0.9, 1.03, 1.03, 1.03}), ElementsAre("median ratio > 1.025"));
    EXPECT_THAT(flagged_by({1, 1, 1, 1}, {0.9, 1.02, 1.02, 1.02}), IsEmpty());
}

TEST(PeerRules, TheLimitItselfIsNoAlarm) {
    EXPECT_THAT(flagged_by({1, 1}, {1.05, 1.05}), Not(Contains("mean ratio > 1.05")));
    EXPECT_THAT(flagged_by({1, 1}, {1.05, 1.05}), Not(Contains("minimum ratio > 1.05")));
    EXPECT_THAT(flagged_by({1, 1}, {1.025, 1.025}), Not(Contains("median ratio > 1.025")));
    // p is 0.0495 and 0.053 by scipy.stats.ttest_ind.
    EXPECT_THAT(flagged_by(around(1), around(1.0019)),
                ElementsAre("Welch t, p < 0.05, slower", "pyperf compare_to, slower"));
    EXPECT_THAT(flagged_by(around(1), around(1.00187)), IsEmpty());
}

TEST(PeerRules, RanksIgnoreHowFarAnOutlierLies) {
    Times base = around(1);
    base.back() = 3;
    EXPECT_THAT(flagged_by(base, around(1.01)), ElementsAre("Mann-Whitney, p < 0.05, slower"));
}

TEST(PeerRules, AnEqualMedianIsNotSlowerHoweverTheRanksLie) {
    Times base = {5, 5};
    Times head = {5, 5};
    base.insert(base.end(), 9, 1);
    base.insert(base.end(), 9, 5.1);
    head.insert(head.end(), 9, 4.9);
    head.insert(head.end(), 9, 9);
    EXPECT_LT(mann_whitney_test(base, head), 0.05);
    EXPECT_THAT(flagged_by(base, head), Not(Contains("Mann-Whitney, p < 0.05, slower")));
}

/// Few times with a large spread against many with a small one: pooling takes the small one for both.
TEST(PeerRules, PyperfPoolsTheVariances) {
    EXPECT_THAT(flagged_by(around(1), {0.99, 1.02, 1.05}), ElementsAre("pyperf compare_to, slower"));
}

}  // namespace
}  // namespace pepbench
