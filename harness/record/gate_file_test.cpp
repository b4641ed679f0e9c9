#include "record/gate_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "error.h"
#include "judge/gate_verification.h"
#include "measure/scratch.h"
#include "plan/round_draw.h"
#include "record/gate_rows.h"
#include "record/result_file.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;

GateRecord small_gate() {
    GateRecord record{.header = {{"seed", 7}, {"version", "1"}}};
    record.cells.push_back({.cell = {.workload = "work",
                                     .mode = {"process", "fork"},
                                     .workers = 2,
                                     .rule = {.threshold = 0.1, .cells = 3, .max_rounds = 50},
                                     .head_parameters = {{"size", 3}}},
                            .iterations = 5});
    record.cells.push_back({.cell = {.workload = "gone", .mode = {"linear", ""}, .control = true},
                            .settled = Verdict::failed,
                            .reason = "the base: it crashed"});
    for (int number = 0; number < 24; ++number) {
        const RoundDraw draw = draw_round(7, 0, number, 2);
        record.rounds.push_back({.cell = 0,
                                 .round = number,
                                 .head_started_first = draw.head_starts_first,
                                 .quads = draw.quads,
                                 .padding_bytes = draw.padding_bytes,
                                 .hash_seed = draw.hash_seed,
                                 .core = 1,
                                 .foreign_load = 0.125,
                                 .kept_awake = number % 2 == 1,
                                 .started_ahead = number % 3 == 1,
                                 .stopped = number % 4 == 1,
                                 .start_seconds = 0.5 + number,
                                 .seconds = 0.25,
                                 .base = {5000000.1, 5000100.2, 5000000.3, 5000000.4},
                                 .head = {5100000.5, 5100000.6, 5100000.7, 5100000.8 + number}});
    }
    record.rounds[3].withheld = {.steal_seconds = 0.125, .throttled_seconds = 0.0};
    record.rounds[4].head_failure = "it hung";
    record.rounds[4].head = {5100000.5};
    record.rounds[5].core.reset();
    record.rounds[6].kept_awake.reset();
    record.rounds[7].started_ahead.reset();
    return record;
}

json document_of(const GateRecord& record) { return gate_document(record, judge_gate(record)); }

json written_and_read(const json& document) {
    const Scratch scratch;
    write_result(scratch.path() / "gate.json", document);
    return read_document(scratch.path() / "gate.json");
}

TEST(GateFile, IsReadBackAsItWas) {
    const json document = document_of(small_gate());
    const json again = written_and_read(document);
    EXPECT_TRUE(is_gate(again));
    EXPECT_EQ(document_of(gate_of(again, "gate.json")), document);
}

TEST(GateFile, HoldsVerdictsRoundsAndRowsForGoogleBenchmark) {
    const json document = document_of(small_gate());
    const json& gate = document.at("pepbench").at("gate");
    EXPECT_EQ(gate.at("outcome"), "not trusted");
    EXPECT_EQ(gate.at("cells")[0].at("name"), "work/process-fork/2");
    EXPECT_EQ(gate.at("cells")[0].at("verdict"), "pass");
    EXPECT_EQ(gate.at("cells")[0].at("failed_rounds"), 1);
    EXPECT_EQ(gate.at("cells")[0].at("head_parameters"), (json{{"size", 3}}));
    EXPECT_EQ(gate.at("cells")[1].at("verdict"), "failed");
    EXPECT_EQ(gate.at("rounds").size(), 24U);
    EXPECT_TRUE(gate.at("rounds")[4].at("log_ratio").is_null());
    EXPECT_TRUE(gate.at("rounds")[5].at("core").is_null());
    EXPECT_GT(gate.at("rounds")[11].at("log_pass_wealth"), gate.at("rounds")[1].at("log_pass_wealth"));
    ASSERT_EQ(document.at("benchmarks").size(), 48U);
    EXPECT_EQ(document.at("benchmarks")[1].at("name"), "work/process-fork/2/head");
    EXPECT_NEAR(document.at("benchmarks")[1].at("real_time"), 5100000.65, 1e-3);
    EXPECT_FALSE(gate_summary(document).contains("rounds"));
}

std::string refused(const std::function<void(json& gate)>& change) {
    json document = document_of(small_gate());
    change(document.at("pepbench").at("gate"));
    try {
        gate_of(document, "gate.json");
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

TEST(GateFile, SaysWhatIsWrong) {
    EXPECT_EQ(refused([](json&) {}), "");
    EXPECT_THAT(refused([](json& gate) { gate.erase("rounds"); }), HasSubstr("no list 'rounds'"));
    EXPECT_THAT(refused([](json& gate) { gate["rounds"][0]["cell"] = 9; }), HasSubstr("a round of cell 9"));
    EXPECT_THAT(refused([](json& gate) { gate["rounds"][3]["round"] = 7; }), HasSubstr("not numbered"));
    EXPECT_THAT(refused([](json& gate) { gate["rounds"][3]["order"] = "ABAB"; }), HasSubstr("'order'"));
    EXPECT_THAT(refused([](json& gate) { gate["rounds"][3]["order"] = "ABBA BAA"; }), HasSubstr("'order'"));
    EXPECT_THAT(refused([](json& gate) { gate["rounds"][3]["started_first"] = "A"; }),
                HasSubstr("'started_first'"));
    EXPECT_THAT(refused([](json& gate) { gate["rounds"][3]["base"] = {1, -2}; }), HasSubstr("-2 ns"));
    EXPECT_THAT(refused([](json& gate) { gate["rounds"][3]["base"] = "x"; }), HasSubstr("wrong type"));
    EXPECT_THAT(refused([](json& gate) { gate["cells"][0]["rule"]["threshold"] = 0; }),
                HasSubstr("a cell's rule"));
    EXPECT_THAT(refused([](json& gate) { gate["cells"][0]["settled"] = "fine"; }), HasSubstr("'settled'"));
    EXPECT_THAT(refused([](json& gate) { gate["cells"][0]["workers"] = 0; }), HasSubstr("0 workers"));
    EXPECT_THAT(refused([](json& gate) { gate["cells"][0].erase("mode"); }), HasSubstr("no 'mode'"));
    for (const int wrong : {-1, 2, std::numeric_limits<int>::max()}) {
        EXPECT_THAT(refused([&](json& gate) { gate["cells"][0]["warmups"] = wrong; }),
                    HasSubstr("'warmups' that are not 0 or 1"));
    }
}

TEST(GateFile, IsNoRunAndARunIsNoGate) {
    const Scratch scratch;
    write_result(scratch.path() / "gate.json", document_of(small_gate()));
    try {
        read_result(scratch.path() / "gate.json");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("is the result of a gate"));
    }
    write_result(scratch.path() / "run.json", {{"pepbench", {{"format", kFormat}}}});
    EXPECT_THROW(read_gate(scratch.path() / "run.json"), Error);
}

std::vector<std::string> problems(const std::function<void(json& gate)>& change) {
    const GateRecord record = small_gate();
    json stored = document_of(record);
    change(stored.at("pepbench").at("gate"));
    const GateRecord read = gate_of(stored, "gate.json");
    std::vector<std::string> found;
    for (const Check& check : verify_gate(stored, read, document_of(read))) {
        EXPECT_GT(check.checked, 0U);
        found.insert(found.end(), check.problems.begin(), check.problems.end());
    }
    return found;
}

TEST(GateFile, VerifyingFindsWhatDoesNotFollow) {
    EXPECT_TRUE(problems([](json&) {}).empty());
    EXPECT_THAT(problems([](json& gate) { gate["cells"][0]["verdict"] = "regressed"; }),
                testing::Contains(HasSubstr("verdict is \"regressed\" in the file")));
    EXPECT_THAT(problems([](json& gate) { gate["rounds"][2]["head"][0] = 9e6; }), testing::SizeIs(2));
    EXPECT_THAT(problems([](json& gate) { gate["rounds"][2]["padding_bytes"] = 4096; }),
                testing::Contains(HasSubstr("round 2 of work/process-fork/2 is not the one that was drawn")));
    EXPECT_THAT(problems([](json& gate) { gate["outcome"] = "pass"; }), testing::SizeIs(1));
}

}  // namespace
}  // namespace pepbench
