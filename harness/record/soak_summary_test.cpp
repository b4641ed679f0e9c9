#include "record/soak_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "cli/soak_table.h"
#include "judge/peer_rules.h"
#include "record/gate_file.h"

namespace pepbench {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Adds a verdict about a head with so much extra work that takes so many times as long, for so many rounds.
void add_verdict(GateRecord& record, int extra_percent, double ratio, int rounds) {
    for (int round = 0; round < rounds; ++round) {
        record.rounds.push_back({.cell = record.cells.size(),
                                 .round = round,
                                 .quads = "AB",
                                 .seconds = 0.125,
                                 .base = {1e6, 1.01e6},
                                 .head = {1e6 * ratio, 1.01e6 * ratio}});
    }
    record.cells.push_back({.cell = {.workload = "units",
                                     .mode = {"linear", ""},
                                     .base_parameters = {{"units", kSoakUnits}},
                                     .head_parameters = {{"units", kSoakUnits + extra_percent}}}});
}

GateRecord three_kinds() {
    GateRecord record;
    add_verdict(record, 0, 1, 11);
    add_verdict(record, 5, 1.2, 16);
    add_verdict(record, 0, 1, 4);
    add_verdict(record, 0, 1, 12);
    add_verdict(record, 5, 1, 0);  // never begun
    return record;
}

const std::vector<bool> kNeighbours = {false, false, false, true, false};

TEST(SoakSummary, CountsByExtraWorkAndNeighbour) {
    const GateRecord record = three_kinds();
    const std::vector<SoakGroup> groups = summarize_soak(record, judge_gate(record), kNeighbours);
    ASSERT_EQ(groups.size(), 3U);
    EXPECT_EQ(groups[0].extra_percent, 0);
    EXPECT_FALSE(groups[0].neighbour);
    EXPECT_EQ(groups[0].verdicts, 2);
    EXPECT_EQ(groups[0].passed, 1);
    EXPECT_EQ(groups[0].undecided, 1);
    EXPECT_THAT(groups[0].pass_seconds, ElementsAre(11 * 0.125));
    EXPECT_TRUE(groups[1].neighbour);
    EXPECT_EQ(groups[1].passed, 1);
    EXPECT_EQ(groups[2].extra_percent, 5);
    EXPECT_EQ(groups[2].verdicts, 1);
    EXPECT_EQ(groups[2].regressed, 1);
    EXPECT_NEAR(groups[2].median_ratio, 1.2, 1e-12);
    EXPECT_EQ(groups[2].peers.size(), peer_rules().size());
    EXPECT_EQ(groups[2].peers.front().second, 1);
    EXPECT_EQ(groups[0].peers.front().second, 0);
}

/// Student's factor for three values is 4.303 (two-sided, 95 %).
TEST(SoakSummary, TheMeanOfItsSecondsHasBounds) {
    GateRecord record;
    for (const int rounds : {11, 12, 13}) {
        add_verdict(record, 0, 1, rounds);
    }
    const nlohmann::json soak = soak_json(record, judge_gate(record), {false, false, false}, 0);
    const nlohmann::json seconds = soak.at("groups")[0].at("pass_seconds");
    EXPECT_NEAR(seconds.at("mean").get<double>(), 1.5, 1e-12);
    EXPECT_NEAR(seconds.at("high").get<double>() - 1.5, 4.303 * 0.125 / std::sqrt(3), 1e-4);
    EXPECT_NEAR(1.5 - seconds.at("low").get<double>(), 4.303 * 0.125 / std::sqrt(3), 1e-4);
    EXPECT_THAT(soak_table(soak), HasSubstr("| 1.50 (1.19 to 1.81; 1.62) |"));
}

TEST(SoakSummary, IsDerivedAsAFormerVersionWroteIt) {
    const GateRecord record = three_kinds();
    const std::vector<Judgement> judgements = judge_gate(record);
    nlohmann::json stored = gate_document(record, judgements);
    nlohmann::json& soak = stored["pepbench"]["gate"]["soak"];
    soak = soak_json(record, judgements, kNeighbours, 0.43);
    EXPECT_EQ(soak_json_like(stored, record, judgements), soak);
    for (nlohmann::json& group : soak["groups"]) {
        for (const char* const seconds : {"pass_seconds", "regressed_seconds"}) {
            if (group[seconds].is_object()) {
                group[seconds].erase("low");
                group[seconds].erase("high");
            }
        }
    }
    EXPECT_EQ(soak_json_like(stored, record, judgements), soak);
}

TEST(SoakSummary, RoundsThatAllFailedTellOtherRulesNothing) {
    GateRecord record;
    add_verdict(record, 0, 1, 3);
    for (RoundRow& round : record.rounds) {
        round.base.clear();
        round.base_failure = "it crashed";
    }
    const std::vector<SoakGroup> groups = summarize_soak(record, judge_gate(record), {false});
    EXPECT_EQ(groups.at(0).verdicts, 1);
    EXPECT_EQ(groups.at(0).peers.size(), peer_rules().size());
    EXPECT_EQ(groups.at(0).peers.front().second, 0);
}

TEST(SoakSummary, HasBoundsAndATable) {
    const GateRecord record = three_kinds();
    const nlohmann::json soak = soak_json(record, judge_gate(record), kNeighbours, 0.43);
    EXPECT_EQ(soak.at("rounds"), 43);
    EXPECT_EQ(soak.at("groups")[0].at("passed").at("share"), 0.5);
    EXPECT_TRUE(soak.at("groups")[0].at("regressed_seconds").is_null());
    EXPECT_EQ(soak.at("groups")[2].at("regressed_seconds").at("percentile_95"), 2);
    const std::string table = soak_table(soak);
    EXPECT_THAT(table, HasSubstr("| 0 % extra, neighbour | 1 |"));
    EXPECT_THAT(table, HasSubstr("| 5 % extra | 1 | 1 (100.00 %, 5.00 to 100.00) |"));
    EXPECT_THAT(table, HasSubstr("| 2.00 (2.00) |"));
    EXPECT_THAT(table, HasSubstr("10.00 ms of CPU time a round"));
}

}  // namespace
}  // namespace pepbench
