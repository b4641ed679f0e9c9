#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judge/verification.h"
#include "plan/round_draw.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

/// Three rounds of two cells, as the seed draws them.
GateRecord drawn_record() {
    GateRecord record;
    record.header["seed"] = 7;
    record.cells.resize(2);
    record.cells[1].cell.workload = "primes";
    record.cells[1].cell.mode = {"linear", ""};
    for (const auto& [cell, number] : {std::pair(0U, 0), std::pair(1U, 0), std::pair(1U, 1)}) {
        const RoundDraw draw = draw_round(7, cell, number, 2);
        record.rounds.push_back({.cell = cell,
                                 .round = number,
                                 .head_started_first = draw.head_starts_first,
                                 .quads = draw.quads,
                                 .padding_bytes = draw.padding_bytes,
                                 .hash_seed = draw.hash_seed});
    }
    return record;
}

std::vector<Check> gate_checks(const GateRecord& record, double ratio = 1) {
    const json derived = {{"pepbench", {{"gate", {{"ratio", 1}}}}}, {"benchmarks", json::array()}};
    const json document = {{"pepbench", {{"gate", {{"ratio", ratio}}}}}, {"benchmarks", json::array()}};
    return verify_gate(document, record, derived);
}

TEST(GateVerification, RoundsAsTheyWereDrawn) {
    GateRecord record = drawn_record();
    ASSERT_EQ(gate_checks(record).size(), 3U);
    for (const Check& check : gate_checks(record)) {
        EXPECT_THAT(check.problems, IsEmpty()) << check.what;
    }
    EXPECT_EQ(gate_checks(record)[2].checked, 3U);
    EXPECT_THAT(gate_checks(record, 2)[0].problems,
                ElementsAre("pepbench/gate/ratio is 2.0 in the file, but 1 by the samples"));
    record.header.erase("seed");
    EXPECT_THAT(gate_checks(record)[2].problems, ElementsAre("the file has no seed"));
}

TEST(GateVerification, EverythingThatIsDrawnIsChecked) {
    const std::vector<void (*)(RoundRow&)> changes = {
        [](RoundRow& round) { round.head_started_first = !round.head_started_first; },
        [](RoundRow& round) { round.quads = round.quads == "AA" ? "AB" : "AA"; },
        [](RoundRow& round) { round.padding_bytes += 1; }, [](RoundRow& round) { round.hash_seed += 1; }};
    for (const auto change : changes) {
        GateRecord record = drawn_record();
        change(record.rounds.back());
        EXPECT_THAT(gate_checks(record)[2].problems,
                    ElementsAre("round 1 of primes/linear/1 is not the one that was drawn"));
    }
}

}  // namespace
}  // namespace pepbench
