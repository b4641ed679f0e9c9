// What verdicts on claims promise, by simulation: passes in which the sides of each claim are measured with
// noise as machines have it, claims whose truth lies on their boundary, where errors are likeliest.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <random>

#include "judge/claim_rule.h"
#include "stats/student.h"

namespace pepbench {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kFamilies = 200;
#else
constexpr int kFamilies = 4'000;
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
    double step = 0;        ///< of a pass beside the one before, common to all that is measured in it
    double least_coverage;  ///< of the plain 95 % interval
    double most_coverage;
};

/// Where noise is symmetric and has long tails, Student's interval is wider than it need be.
const Machine kMachines[] = {
    {"normal", [](Random& random) { return 0.05 * random.normal(); }, 0, 0.94, 0.965},
    {"log-normal", [](Random& random) { return std::log1p(0.1 * std::exp(random.normal())); }, 0, 0.94, 0.98},
    {"two speeds",
     [](Random& random) { return (random.uniform() < 0.3 ? std::log(1.4) : 0) + 0.01 * random.normal(); }, 0,
     0.94, 0.985},
    {"two speeds alike",
     [](Random& random) { return (random.uniform() < 0.5 ? std::log(1.4) : 0) + 0.01 * random.normal(); }, 0,
     0.94, 0.975},
    {"drifting", [](Random& random) { return 0.02 * random.normal(); }, 0.2, 0.94, 0.965},
    {"heavy tails", [](Random& random) { return std::log1p(0.01 * std::abs(random.cauchy())); }, 0, 0.94,
     0.995}};

/// The logarithms of a ratio whose truth is `truth`.
ClaimPart measured(const Machine& machine, Random& random, double truth) {
    ClaimPart part;
    double pass = 0;
    for (int number = 0; number < kPasses; ++number) {
        pass += machine.step * random.normal();
        const double of = pass + std::log(truth) + machine.side(random);
        const double to = pass + machine.side(random);
        part.logarithms.push_back(of - to);
    }
    part.held = true;
    return part;
}

TEST(ClaimRuleSimulation, PlainIntervalsCoverTheTruth) {
    for (const Machine& machine : kMachines) {
        Random random;
        int held = 0;
        const int repetitions = 4 * kFamilies;
        for (int repetition = 0; repetition < repetitions; ++repetition) {
            const JudgedPart judged = judge_part(measured(machine, random, 1.2), {});
            held += judged.value->interval->low <= 1.2 && 1.2 <= judged.value->interval->high ? 1 : 0;
        }
        const double share = static_cast<double>(held) / repetitions;
        const double slack = 3 * std::sqrt(0.05 / repetitions);
        EXPECT_GT(share, machine.least_coverage - slack) << machine.name;
        EXPECT_LT(share, machine.most_coverage + slack) << machine.name;
        RecordProperty(machine.name, std::to_string(share));
    }
}

/// How many of kFamilies families of so many claims have a verdict that is false.
int families_with_an_error(const Machine& machine, int claims, bool true_claims) {
    Random random;
    int wrong = 0;
    for (int family = 0; family < kFamilies; ++family) {
        bool erred = false;
        for (int claim = 0; claim < claims; ++claim) {
            std::vector<JudgedPart> parts;
            for (int number = 0; number < kParts; ++number) {
                // A claim is false where one part is: the last lies a hair beyond, the others well within.
                const bool on_boundary = true_claims || number == kParts - 1;
                ClaimPart part = measured(machine, random, on_boundary ? 1.05 : 0.3);
                part.at_most = 1.05;
                parts.push_back(judge_part(part, {.claims = claims, .conditions = kParts}));
            }
            erred =
                erred || combined(parts) == (true_claims ? ClaimVerdict::refuted : ClaimVerdict::reproduced);
        }
        wrong += erred ? 1 : 0;
    }
    return wrong;
}

TEST(ClaimRuleSimulation, FamiliesHoldTheirError) {
    for (const Machine& machine : kMachines) {
        for (const int claims : {1, 25}) {
            for (const bool true_claims : {true, false}) {
                const int wrong = families_with_an_error(machine, claims, true_claims);
                EXPECT_LE(wrong, kFamilies * kFamilyError + 3 * std::sqrt(kFamilies * kFamilyError))
                    << machine.name << ' ' << claims << ' ' << true_claims;
                RecordProperty(std::string(machine.name) +
                                   (true_claims ? " refuted of " : " reproduced of ") +
                                   std::to_string(claims),
                               wrong);
            }
        }
    }
}

/// Claims that hold by far, or do not by far, get their verdict.
TEST(ClaimRuleSimulation, FindsWhatIsThere) {
    const Machine& machine = kMachines[0];
    Random random;
    int reproduced = 0;
    int refuted = 0;
    for (int repetition = 0; repetition < kFamilies; ++repetition) {
        ClaimPart part = measured(machine, random, 1.0);
        part.at_most = 1.25;
        reproduced += judge_part(part, {.claims = 25}).verdict == ClaimVerdict::reproduced ? 1 : 0;
        part.at_most = 0.8;
        refuted += judge_part(part, {.claims = 25}).verdict == ClaimVerdict::refuted ? 1 : 0;
    }
    EXPECT_GT(reproduced, kFamilies * 0.8);
    EXPECT_GT(refuted, kFamilies * 0.8);
}

}  // namespace
}  // namespace pepbench
