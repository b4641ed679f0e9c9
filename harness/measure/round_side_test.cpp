// What a side of a round makes of its runner's refusals, and the folder that its process works in.
#include "measure/round_side.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "environment/cores.h"
#include "measure/fake_gate_for_test.h"

namespace pepbench {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

/// A runner that refuses what its workload computes, as real ones do where there is a known answer.
json refuses(const json& wrong) {
    json script = json::parse(
        R"({"execute": [[["message", {"type": "failure", "reason": "worker 0 handed back 2, not 1"}]]]})");
    script["execute"][0][0][1]["wrong_answer"] = wrong;
    return script;
}

TEST(RoundSide, AnAnswerThatTheRunnerRefusesIsWrongBeforeAnyTiming) {
    for (const bool of_the_head : {true, false}) {
        FakeGate gate(of_the_head ? takes(0.005) : refuses(true), of_the_head ? refuses(true) : takes(0.005));
        const Judgement judgement = gate.judged();
        EXPECT_EQ(judgement.verdict, Verdict::wrong_answer);
        EXPECT_EQ(judgement.reason, of_the_head ? "the head: worker 0 handed back 2, not 1"
                                                : "the base: worker 0 handed back 2, not 1");
        EXPECT_THAT(gate.record.rounds, IsEmpty());
    }
}

TEST(RoundSide, AnyOtherRefusalIsAFailure) {
    for (const json& wrong : {json(), json(false), json("true"), json(1)}) {
        FakeGate gate(takes(0.005), refuses(wrong));
        EXPECT_EQ(gate.judged().verdict, Verdict::failed) << wrong;
        EXPECT_THAT(gate.judgements[0].reason, HasSubstr("the head: worker 0 handed back 2"));
    }
}

TEST(RoundSide, ATimeThatIsNoneBeforeItIsRecorded) {
    FakeGate gate(takes(0.005), takes(1e-12));
    EXPECT_EQ(gate.judged().verdict, Verdict::failed);
    EXPECT_THAT(gate.judgements[0].reason, HasSubstr("the head: a sample of 1e-12 s is shorter than any"));
    EXPECT_THAT(gate.record.rounds, IsEmpty());
}

/// A gate whose runners log what they are asked, and a folder for what its workloads write.
struct LoggingGate {
    LoggingGate() : gate(logging(), logging()) {
        fs::create_directory(shared);
        gate.plan.resources = {{"scratch", shared.string()}, {"url", "http://localhost"}};
    }

    [[nodiscard]] json logging() const {
        json script = takes(0.005);
        script["log"] = log;
        return script;
    }

    /// The folder that each process was told is its own.
    [[nodiscard]] std::vector<std::string> folders() const {
        std::vector<std::string> folders;
        for (const json& line : lines_of(log)) {
            if (line.value("type", "") == "open") {
                folders.push_back(line.at("resources").at("scratch"));
                EXPECT_EQ(line.at("resources").at("url"), "http://localhost");
            }
        }
        return folders;
    }

    Scratch scratch;
    fs::path shared = scratch.path() / "shared";
    std::string log = (scratch.path() / "log").string();
    FakeGate gate;
};

TEST(RoundSide, EachProcessHasAFolderOfItsOwnWithAPathAsLong) {
    for (const bool ahead : {false, true}) {
        LoggingGate logging;
        logging.gate.plan.start_ahead = ahead;
        logging.gate.plan.cores = read_affinity();
        EXPECT_EQ(logging.gate.judged().verdict, Verdict::pass);
        const std::vector<std::string> folders = logging.folders();
        EXPECT_GE(folders.size(), 2U * 12);  // the calibration and eleven rounds
        EXPECT_EQ(std::set(folders.begin(), folders.end()).size(), folders.size());
        for (const std::string& folder : folders) {
            EXPECT_EQ(folder.size(), folders.front().size());
            EXPECT_EQ(fs::path(folder).parent_path(), logging.shared);
        }
        EXPECT_TRUE(fs::is_empty(logging.shared));
    }
}

TEST(RoundSide, AFolderThatCannotBeMadeIsAFailure) {
    LoggingGate logging;
    fs::remove(logging.shared);
    EXPECT_EQ(logging.gate.judged().verdict, Verdict::failed);
    EXPECT_THAT(logging.gate.judgements[0].reason,
                HasSubstr("cannot make a folder for the workloads' files"));
}

}  // namespace
}  // namespace pepbench
