// What verdicts on claims promise, by simulation: passes in which the sides of each claim are measured with
// noise as machines have it, claims whose truth lies on their boundary, where errors are likeliest.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <ostream>
#include <random>

#include "judge/claim_rule.h"
#include "stats/student.h"

namespace pepbench {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kVerdicts = 2'000;
#else
constexpr int kVerdicts = 10'000;
#endif

constexpr int kPasses = 6;
constexpr int kParts = 3;

/// Draws made from uniforms: the standard fixes the generator but no distribution.
class Random {
  public:
    double uniform() { return (static_cast<double>(generator_() >> 11U) + 0.5) * 0x1p-53; }
    double normal() {
        return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform());
    }
    double cauchy() { return std::tan(std::numbers::pi * (uniform() - 0.5)); }

  private:
    std::mt19937_64 generator_{734};  // NOLINT(bugprone-random-generator-seed): the same noise each time
};

/// How a kind of machine bends the logarithm of a side's time in one pass.
struct Machine {
    const char* name;
    std::function<double(Random&)> side;
    double step = 0;        ///< from one pass to the next, which sides share but for their places in the pass
    double least_coverage;  ///< of the plain 95 % interval
    double most_coverage;
};

void PrintTo(const Machine& machine, std::ostream* stream) { *stream << machine.name; }

/// Where noise is symmetric and has long tails, Student's interval is wider than it need be.
const Machine kMachines[] = {
    {"Normal", [](Random& random) { return 0.05 * random.normal(); }, 0, 0.94, 0.965},
    {"LogNormal", [](Random& random) { return std::log1p(0.1 * std::exp(random.normal())); }, 0, 0.94, 0.98},
    {"TwoSpeeds",
     [](Random& random) { return (random.uniform() < 0.3 ? std::log(1.4) : 0) + 0.01 * random.normal(); }, 0,
     0.94, 0.985},
    {"TwoSpeedsAlike",
     [](Random& random) { return (random.uniform() < 0.5 ? std::log(1.4) : 0) + 0.01 * random.normal(); }, 0,
     0.94, 0.975},
    {"Drifting", [](Random& random) { return 0.02 * random.normal(); }, 0.2, 0.94, 0.965},
    {"HeavyTails", [](Random& random) { return std::log1p(0.01 * std::abs(random.cauchy())); }, 0, 0.94,
     0.995}};

/// The logarithms of a ratio whose truth is `truth`.
ClaimPart measured(const Machine& machine, Random& random, double truth) {
    ClaimPart part;
    double pass = 0;
    for (int number = 0; number < kPasses; ++number) {
        pass += machine.step * random.normal();
        const double of = pass + std::log(truth) + machine.side(random);
        const double apart = machine.step * (random.uniform() - random.uniform());
        const double to = pass + apart + machine.side(random);
        part.logarithms.push_back(of - to);
    }
    part.held = true;
    return part;
}

class ClaimRuleSimulation : public testing::TestWithParam<Machine> {
  protected:
    Random random_;
};

TEST_P(ClaimRuleSimulation, PlainIntervalsCoverTheTruth) {
    const Machine& machine = GetParam();
    int held = 0;
    for (int repetition = 0; repetition < kVerdicts; ++repetition) {
        const JudgedPart judged = judge_part(measured(machine, random_, 1.2), {});
        held += judged.value->interval->low <= 1.2 && 1.2 <= judged.value->interval->high ? 1 : 0;
    }
    const double share = static_cast<double>(held) / kVerdicts;
    const double slack = 3 * std::sqrt(0.05 / kVerdicts);
    EXPECT_GT(share, machine.least_coverage - slack);
    EXPECT_LT(share, machine.most_coverage + slack);
    RecordProperty("share", std::to_string(share));
}

/// Whether a claim of kParts parts gets the verdict that is false of it.
bool errs(const Machine& machine, Random& random, int claims, bool holds) {
    std::vector<JudgedPart> parts;
    for (int number = 0; number < kParts; ++number) {
        // A claim does not hold where one part does not: the last lies a hair beyond, the others well within.
        const bool on_boundary = holds || number == kParts - 1;
        ClaimPart part = measured(machine, random, on_boundary ? 1.05 : 0.3);
        part.at_most = 1.05;
        parts.push_back(judge_part(part, {.claims = claims, .conditions = kParts}));
    }
    return combined(parts) == (holds ? ClaimVerdict::refuted : ClaimVerdict::reproduced);
}

TEST_P(ClaimRuleSimulation, FamiliesHoldTheirError) {
    for (const int claims : {1, 25}) {
        for (const bool holds : {true, false}) {
            const int families = kVerdicts / claims;
            int wrong = 0;
            for (int family = 0; family < families; ++family) {
                bool any = false;
                for (int claim = 0; claim < claims; ++claim) {
                    any = errs(GetParam(), random_, claims, holds) || any;
                }
                wrong += any ? 1 : 0;
            }
            const double promised = families * kFamilyError;
            EXPECT_LE(wrong, promised + 2 * std::sqrt(promised)) << claims << ' ' << holds;
            RecordProperty(std::string(holds ? "refuted" : "reproduced") + "_of_" + std::to_string(claims),
                           fmt::format("{} of {}", wrong, families));
        }
    }
}

/// Claims that hold by far, or do not by far, get their verdict from most machines.
TEST_P(ClaimRuleSimulation, FindsWhatIsThere) {
    int reproduced = 0;
    int refuted = 0;
    const int repetitions = kVerdicts / 10;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        ClaimPart part = measured(GetParam(), random_, 1.0);
        part.at_most = 2.5;
        reproduced += judge_part(part, {.claims = 25}).verdict == ClaimVerdict::reproduced ? 1 : 0;
        part.at_most = 0.4;
        refuted += judge_part(part, {.claims = 25}).verdict == ClaimVerdict::refuted ? 1 : 0;
    }
    EXPECT_GT(reproduced, repetitions * 0.8);
    EXPECT_GT(refuted, repetitions * 0.8);
}

INSTANTIATE_TEST_SUITE_P(Machines, ClaimRuleSimulation, testing::ValuesIn(kMachines),
                         [](const auto& machine) { return std::string(machine.param.name); });

}  // namespace
}  // namespace pepbench
