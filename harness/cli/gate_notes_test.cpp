#include "cli/gate_notes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "record/gate_record_for_test.h"

namespace pepbench {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string noted(const GateRecord& record) {
    return notes_of(record, record.cells[0], judge_gate(record)[0]);
}

TEST(GateNotes, SaysNothingOfAPlainCell) {
    EXPECT_EQ(noted(gate_with({{1, 11}, {1, 11}})), "");
    EXPECT_EQ(noted(gate_with({{1.2, 12}, {1, 11}})), "");
}

TEST(GateNotes, WhatWasCompiledApartMayDifferByItsLayout) {
    GateRecord record = gate_with({{1.2, 12}, {1, 11}});
    record.header["sides"]["head"]["configuration"] = "cpython-3.14";
    EXPECT_THAT(noted(record), HasSubstr("or code layout"));
    record.header["sides"]["head"]["configuration"] = "cpython-3.15";
    record.header["sides"]["head"]["interpreter"] = "./python";
    EXPECT_THAT(noted(record), HasSubstr("or code layout"));
    record.header["sides"]["base"]["interpreter"] = "./python";
    EXPECT_THAT(noted(record), Not(HasSubstr("or code layout")));
    record.header["settings"]["setup"] = "make";
    EXPECT_THAT(noted(record), HasSubstr("or code layout"));
    EXPECT_THAT(notes_of(record, record.cells[1], judge_gate(record)[1]), Not(HasSubstr("or code layout")));
}

TEST(GateNotes, AnythingInAHeaderIsTaken) {
    GateRecord record = gate_with({{1.2, 12}, {1, 11}});
    for (const nlohmann::json& sides :
         {nlohmann::json(1), nlohmann::json(nullptr), nlohmann::json::array({1})}) {
        record.header["sides"] = sides;
        record.header["settings"] = sides;
        EXPECT_EQ(noted(record), "");
    }
}

TEST(GateNotes, TellOfRoundsThatWereDisturbed) {
    GateRecord record = gate_with({{1, 11}, {1, 11}});
    record.rounds.front().seconds = 1;
    record.rounds.front().withheld.throttled_seconds = 0.05;
    EXPECT_EQ(noted(record), "");
    record.rounds.front().withheld.throttled_seconds = 0.06;
    EXPECT_EQ(noted(record),
              "the host, a quota or heat withheld CPU time during 1 of its rounds, which count");
}

TEST(GateNotes, TellOfStoppedRounds) {
    GateRecord record = gate_with({{1, 11}, {1, 11}});
    record.rounds.back().stopped = true;
    EXPECT_EQ(noted(record), "");
    EXPECT_EQ(notes_of(record, record.cells[1], judge_gate(record)[1]),
              "a signal may have stopped a runner during 1 of its rounds, which count");
}

TEST(GateNotes, AreInOneLine) {
    GateRecord record = gate_with({{0.5, 20}, {1, 11}});
    record.cells[0].reason = "two\nlines";
    record.cells[0].cell.rule.threshold = 0.1;
    EXPECT_EQ(noted(record), "two lines; threshold 10 %; improved");
}

}  // namespace
}  // namespace pepbench
