// What the processes of a round really do, by what they log themselves.
#include "measure/round.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "environment/cores.h"
#include "measure/fake_gate_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;

/// A fake runner of a round.
struct Process {
    int pid = 0;
    std::size_t padding = 0;
    std::string hash_seed;
};

class RoundTest : public testing::Test {
  protected:
    /// Measures a round with both sides logging to the same file.
    RoundRow measure(const RoundDraw& draw) {
        Rounds rounds(read_affinity(), false, answers_);
        const RoundRequest request = {.base = base_,
                                      .head = head_,
                                      .base_request = {.cell = {{"workload", "base.py"}, {"workers", 1}}},
                                      .head_request = {.cell = {{"workload", "head.py"}, {"workers", 1}}},
                                      .answer_cell = {"work", {"linear", ""}, 1, ""}};
        RoundRow row = rounds.measure({.cell = 3, .round = 5, .request = request, .draw = draw});
        for (const json& line : lines_of(log_)) {
            if (line.contains("pid")) {
                processes_.push_back({line.at("pid"), line.at("padding"), line.at("hash_seed")});
            }
        }
        for (const json& line : lines_of(runs_)) {
            executed_.push_back(line.at("pid"));
            cores_.push_back(line.at("core"));
        }
        return row;
    }

    /// Process ids are given out in ascending order, but for once in four million times.
    [[nodiscard]] int first_started() const { return std::min(processes_.at(0).pid, processes_.at(1).pid); }

    [[nodiscard]] GateSide side(double seconds) const {
        json script = takes(seconds);
        script["log"] = log_;
        script["runs"] = runs_;
        return {.configuration = fake_configuration("fake", script)};
    }

    Scratch scratch_;
    std::string log_ = (scratch_.path() / "log").string();
    std::string runs_ = (scratch_.path() / "runs").string();
    GateSide base_ = side(0.001);
    GateSide head_ = side(0.002);
    AnswerBook answers_;
    std::vector<Process> processes_;
    std::vector<int> executed_;  ///< by which process, in order
    std::vector<int> cores_;
};

/// Who executes in a quad that is run as `ABBA`, after each side has warmed up.
std::vector<int> as_drawn(const std::string& quads, int base, int head, bool head_first) {
    std::vector<int> runs = head_first ? std::vector{head, base} : std::vector{base, head};
    for (const char quad : quads) {
        const int outer = quad == 'A' ? base : head;
        const int inner = quad == 'A' ? head : base;
        runs.insert(runs.end(), {outer, inner, inner, outer});
    }
    return runs;
}

TEST_F(RoundTest, StartsTheBaseFirstAndRunsAsDrawn) {
    const RoundRow row = measure({.quads = "AB", .padding_bytes = 77, .hash_seed = 12});
    ASSERT_EQ(processes_.size(), 2U);
    const int base = first_started();
    const int head = std::max(processes_[0].pid, processes_[1].pid);
    EXPECT_EQ(executed_, as_drawn("AB", base, head, false));
    EXPECT_EQ(row.base, std::vector<double>(4, 1e6));
    EXPECT_EQ(row.head, std::vector<double>(4, 2e6));
    EXPECT_EQ(row.cell, 3U);
    EXPECT_EQ(row.round, 5);
}

TEST_F(RoundTest, StartsTheHeadFirstWhereThatIsDrawn) {
    measure({.head_starts_first = true, .quads = "BBA"});
    ASSERT_EQ(processes_.size(), 2U);
    const int head = first_started();
    const int base = std::max(processes_[0].pid, processes_[1].pid);
    EXPECT_EQ(executed_, as_drawn("BBA", base, head, true));
}

TEST_F(RoundTest, GivesBothSidesTheSameCorePaddingAndHashSeed) {
    const RoundRow row = measure({.quads = "ABAB", .padding_bytes = 4095, .hash_seed = 4'000'000'000});
    ASSERT_EQ(processes_.size(), 2U);
    for (const Process& process : processes_) {
        EXPECT_EQ(process.padding, 4095U);
        EXPECT_EQ(process.hash_seed, "4000000000");
    }
    ASSERT_TRUE(row.core);
    EXPECT_EQ(cores_, std::vector<int>(18, *row.core));
}

}  // namespace
}  // namespace pepbench
