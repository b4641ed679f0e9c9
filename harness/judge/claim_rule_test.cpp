#include "judge/claim_rule.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pepbench {
namespace {

/// Six passes around a ratio that differ by one and two percent.
ClaimPart part_around(double ratio, std::optional<double> at_least, std::optional<double> at_most) {
    ClaimPart part;
    for (const double noise : {-0.02, -0.01, 0.0, 0.0, 0.01, 0.02}) {
        part.logarithms.push_back(std::log(ratio) + noise);
    }
    part.at_least = at_least;
    part.at_most = at_most;
    part.held = true;
    return part;
}

ClaimVerdict verdict(double ratio, std::optional<double> at_least, std::optional<double> at_most,
                     const Family& family = {}) {
    return judge_part(part_around(ratio, at_least, at_most), family).verdict;
}

TEST(ClaimRule, WithinBeyondAndAcrossTheBoundary) {
    EXPECT_EQ(verdict(1.0, std::nullopt, 1.1), ClaimVerdict::reproduced);
    EXPECT_EQ(verdict(1.2, std::nullopt, 1.1), ClaimVerdict::refuted);
    EXPECT_EQ(verdict(1.1, std::nullopt, 1.1), ClaimVerdict::cannot_tell);
    EXPECT_EQ(verdict(1.2, 1.1, std::nullopt), ClaimVerdict::reproduced);
    EXPECT_EQ(verdict(1.0, 1.1, std::nullopt), ClaimVerdict::refuted);
}

TEST(ClaimRule, BetweenTwoBoundaries) {
    EXPECT_EQ(verdict(1.0, 0.9, 1.1), ClaimVerdict::reproduced);
    EXPECT_EQ(verdict(0.8, 0.9, 1.1), ClaimVerdict::refuted);
    EXPECT_EQ(verdict(1.3, 0.9, 1.1), ClaimVerdict::refuted);
    EXPECT_EQ(verdict(1.0, 0.99, 1.01), ClaimVerdict::cannot_tell);
}

/// Without any noise the interval is a point.
TEST(ClaimRule, TheBoundaryItselfIsWithin) {
    ClaimPart part;
    part.logarithms.assign(6, 0);
    part.at_most = 1;
    EXPECT_EQ(judge_part(part, {}).verdict, ClaimVerdict::reproduced);
    part.at_least = 1;
    EXPECT_EQ(judge_part(part, {}).verdict, ClaimVerdict::reproduced);
}

TEST(ClaimRule, TheMarginIsToTheNearerBoundary) {
    const auto margin = [](std::optional<double> at_least, std::optional<double> at_most) {
        return judge_part(part_around(1.1, at_least, at_most), {}).margin;
    };
    EXPECT_NEAR(margin(1.0, std::nullopt), std::log(1.1), 1e-12);
    EXPECT_NEAR(margin(1.2, std::nullopt), std::log(1.1 / 1.2), 1e-12);
    EXPECT_NEAR(margin(std::nullopt, 1.5), std::log(1.5 / 1.1), 1e-12);
    EXPECT_NEAR(margin(1.0, 1.5), std::log(1.1), 1e-12);
    EXPECT_NEAR(margin(0.5, 1.5), std::log(1.5 / 1.1), 1e-12);
}

TEST(ClaimRule, LargerFamiliesTakeMoreEvidence) {
    EXPECT_EQ(verdict(1.07, std::nullopt, 1.1, {.claims = 1}), ClaimVerdict::reproduced);
    EXPECT_EQ(verdict(1.07, std::nullopt, 1.1, {.claims = 100}), ClaimVerdict::cannot_tell);
    // More conditions make it harder to refute, not to reproduce: all of them have to hold for that.
    EXPECT_EQ(verdict(1.14, std::nullopt, 1.1, {.claims = 4, .conditions = 1}), ClaimVerdict::refuted);
    EXPECT_EQ(verdict(1.14, std::nullopt, 1.1, {.claims = 4, .conditions = 100}), ClaimVerdict::cannot_tell);
    EXPECT_EQ(verdict(1.06, std::nullopt, 1.1, {.claims = 4, .conditions = 100}), ClaimVerdict::reproduced);
    // exp(scipy.stats.t.ppf(1 - 0.04 / 4 / conditions, 5) * sem(noise)): 1.0196 for one, 1.0236 for two.
    EXPECT_EQ(verdict(1.1 * 1.021, std::nullopt, 1.1, {.claims = 4, .conditions = 1}), ClaimVerdict::refuted);
    EXPECT_EQ(verdict(1.1 * 1.021, std::nullopt, 1.1, {.claims = 4, .conditions = 2}),
              ClaimVerdict::cannot_tell);
    EXPECT_EQ(verdict(1.1 * 1.025, std::nullopt, 1.1, {.claims = 4, .conditions = 2}), ClaimVerdict::refuted);
}

TEST(ClaimRule, ShowsThePlainIntervalAndSaysTheOneThatCounts) {
    const JudgedPart judged = judge_part(part_around(1.1, std::nullopt, 1.1), {.claims = 20});
    ASSERT_TRUE(judged.value && judged.value->interval);
    EXPECT_DOUBLE_EQ(judged.value->value, 1.1);
    EXPECT_EQ(judged.value->n, 6);
    EXPECT_EQ(judged.value->unit, "ratio");
    // 1.1 * exp(+-scipy.stats.t.ppf(0.975, 5) * scipy.stats.sem(logarithms))
    EXPECT_NEAR(judged.value->interval->low, 1.0837951603091263, 1e-9);
    EXPECT_NEAR(judged.value->interval->high, 1.1164471334738908, 1e-9);
    // At tails of 0.04 / 20 and 0.04.
    EXPECT_EQ(judged.reason, "corrected for 20 claims, the interval is [1.07, 1.13]");
    EXPECT_EQ(judge_part(part_around(1.1, std::nullopt, 1.1), {}).reason,
              "corrected for 1 claim, the interval is [1.09, 1.11]");
}

TEST(ClaimRule, FewPassesDecideNothing) {
    ClaimPart part = part_around(3, std::nullopt, 1.1);
    part.logarithms.pop_back();
    const JudgedPart five = judge_part(part, {});
    EXPECT_EQ(five.verdict, ClaimVerdict::cannot_tell);
    EXPECT_FALSE(five.value->interval);
    EXPECT_EQ(five.value->n, 5);
    EXPECT_EQ(five.reason, "5 passes are too few, an interval takes 6");
    part.logarithms = {std::log(3)};
    EXPECT_EQ(judge_part(part, {}).reason, "1 pass is too few, an interval takes 6");
    EXPECT_DOUBLE_EQ(judge_part(part, {}).value->value, 3);
    part.logarithms.clear();
    EXPECT_EQ(judge_part(part, {}).verdict, ClaimVerdict::cannot_tell);
    EXPECT_FALSE(judge_part(part, {}).value);
    EXPECT_EQ(conditions_of({part}), 0);
}

TEST(ClaimRule, SettledPartsKeepTheirVerdict) {
    ClaimPart part;
    part.settled = ClaimVerdict::not_possible;
    part.reason = "because";
    EXPECT_EQ(judge_part(part, {}).verdict, ClaimVerdict::not_possible);
    EXPECT_EQ(judge_part(part, {}).reason, "because");
    EXPECT_EQ(conditions_of({part, part_around(1, 0.9, 1.1), part_around(1, 0.9, std::nullopt)}), 3);
    EXPECT_EQ(conditions_of({part_around(1, std::nullopt, 1.1)}), 1);
}

TEST(ClaimRule, WhatPartsComeTo) {
    const auto of = [](const std::vector<ClaimVerdict>& verdicts) {
        std::vector<JudgedPart> parts;
        for (const ClaimVerdict verdict : verdicts) {
            parts.push_back({.verdict = verdict});
        }
        return combined(parts);
    };
    using enum ClaimVerdict;
    EXPECT_EQ(of({reproduced, reproduced}), reproduced);
    EXPECT_EQ(of({reproduced, cannot_tell}), cannot_tell);
    EXPECT_EQ(of({cannot_tell, not_measured, reproduced}), not_measured);
    EXPECT_EQ(of({not_measured, not_possible}), not_possible);
    EXPECT_EQ(of({not_possible, refuted, reproduced}), refuted);
}

}  // namespace
}  // namespace pepbench
