#include "record/gate_journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "error.h"
#include "measure/scratch.h"
#include "record/gate_file.h"
#include "record/gate_record_for_test.h"
#include "record/gate_rows.h"
#include "record/journal.h"
#include "record/soak_summary.h"

namespace fs = std::filesystem;
using nlohmann::json;

namespace pepbench {
namespace {

using testing::HasSubstr;

GateRecord record_of(const std::string& journal) {
    std::istringstream stream(journal);
    return gate_of(document_of_gate_journal(stream), "it");
}

std::string refused(const std::string& journal) {
    try {
        record_of(journal);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

std::string line(const char* type, json row) {
    row["type"] = type;
    return row.dump() + "\n";
}

const std::string kHeaderLine =
    line(journal_line::kHeader, {{"context", json::object()}, {"pepbench", {{"seed", 7}}}});

TEST(GateJournal, HoldsWhatTheRecordHad) {
    const Scratch scratch;
    const fs::path result = scratch.path() / "gate.json";
    const GateRecord record = gate_with({{1, 3}, {1.2, 2}});
    {
        const Journal journal(result, record);
    }
    const GateRecord read = gate_of(read_gate_to_continue(result), result);
    EXPECT_EQ(gate_document(read, judge_gate(read)), gate_document(record, judge_gate(record)));
    EXPECT_EQ(read_gate_to_continue(journal_of(result)), read_gate_to_continue(result));
    std::ofstream(result) << "{}";
    EXPECT_NO_THROW(read_gate_to_continue(result)) << "the journal is what was measured last";
    fs::remove(journal_of(result));
    EXPECT_THROW(read_gate_to_continue(result), Error);
}

TEST(GateJournal, TheLastOfACellHolds) {
    const GateRecord gate = gate_with({{1, 1}, {1, 1}});
    GateCellRow settled = gate.cells[0];
    settled.settled = Verdict::failed;
    const std::string journal = kHeaderLine + line("cell", numbered_cell(0, gate.cells[0])) +
                                line("round", to_json(gate.rounds[0])) +
                                line("cell", numbered_cell(0, settled)) + "{\"type\": \"rou";
    const GateRecord read = record_of(journal);
    ASSERT_EQ(read.cells.size(), 1U);
    EXPECT_EQ(read.cells[0].settled, Verdict::failed);
    EXPECT_EQ(read.rounds.size(), 1U);
    EXPECT_EQ(read.header.at("seed"), 7);
}

TEST(GateJournal, OfASoakKeepsWhatMakesItOne) {
    GateRecord gate = gate_with({{1, 1}, {1, 1}});
    gate.cells[0].cell.neighbour = true;
    gate.cells[1].cell.neighbour = false;
    const auto document = [&](const json& settings) {
        std::istringstream journal(
            line("header", {{"context", json::object()}, {"pepbench", {{"settings", settings}}}}) +
            line("cell", numbered_cell(0, gate.cells[0])) + line("driver", {{"cpu_seconds", 0.5}}) +
            line("cell", numbered_cell(1, gate.cells[1])) + line("driver", {{"cpu_seconds", 1.5}}));
        return document_of_gate_journal(journal);
    };
    const SoakNotes notes = soak_notes(document({{"soak", true}}));
    EXPECT_EQ(notes.neighbours, (std::vector<bool>{true, false}));
    EXPECT_EQ(notes.driver_cpu_seconds, 1.5);
    EXPECT_TRUE(is_soak(document({{"soak", true}})));
    EXPECT_FALSE(is_soak(document({{"seed", "1"}})));
    EXPECT_FALSE(is_soak(document(json::array({"soak"})))) << "a list where an object should be";
    EXPECT_EQ(record_of(kHeaderLine + line("cell", numbered_cell(0, gate.cells[0]))).cells[0].cell.neighbour,
              true);
}

TEST(GateJournal, SaysWhatIsWrong) {
    const GateRecord gate = gate_with({{1, 1}, {1, 1}});
    const std::string cell = line("cell", numbered_cell(1, gate.cells[1]));
    const std::string round = line("round", to_json(gate.rounds[1]));
    EXPECT_THAT(refused(""), HasSubstr("it does not say what was to be compared"));
    EXPECT_THAT(refused(kHeaderLine + cell),
                HasSubstr("line 2: the line is of cell 1, and there are 0 before"));
    EXPECT_THAT(refused(kHeaderLine + round), HasSubstr("it has a round of cell 1, which it does not have"));
    EXPECT_THAT(refused(kHeaderLine + line("sample", {})), HasSubstr("of the type 'sample' is no gate's"));
    EXPECT_THAT(refused(kHeaderLine + "{\n" + kHeaderLine), HasSubstr("line 2 is damaged"));
    EXPECT_THAT(refused(line("header", {{"context", 1}})), HasSubstr("line 1: "));
}

TEST(GateJournal, ThatIsNotThereIsSaid) {
    EXPECT_THROW(read_gate_to_continue("nowhere.json"), Error);
    EXPECT_THROW(read_gate_to_continue("nowhere.json.journal"), Error);
}

}  // namespace
}  // namespace pepbench
