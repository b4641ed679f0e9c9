// What the rule promises, by simulation over the kinds of noise that were measured on shared machines: a
// million verdicts on identical sides, and a tenth as many on heads 2 and 5 % slower. A test for each kind of
// noise, so that they can run side by side.
#include <gtest/gtest.h>

#include <array>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numbers>
#include <random>

#include "judge/gate_rule.h"
#include "judge/round_statistic.h"

namespace pepbench {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kVerdicts = 4'000;
#else
constexpr int kVerdicts = 200'000;
#endif

const GateRule kRule = {.cells = 100};

/// Values of a distribution by their quantiles, drawn by their number: far cheaper than computing each.
class Quantiles {
  public:
    template <class Function>
    explicit Quantiles(Function quantile) {
        for (std::size_t at = 0; at < values_.size(); ++at) {
            values_[at] = quantile((static_cast<double>(at) + 0.5) / static_cast<double>(values_.size()));
        }
    }
    double operator[](std::uint64_t bits) const { return values_[bits % values_.size()]; }

  private:
    std::array<double, 4096> values_{};
};

class Random {
  public:
    explicit Random(std::uint64_t seed) : generator_(seed) {}

    bool coin() { return happens(0.5); }
    bool happens(double probability) { return uniform() < probability; }
    double uniform() { return static_cast<double>(generator_() >> 11U) * 0x1p-53; }

    /// What a run on a quiet machine takes: log-normal with 1.3 %, as measured.
    double quiet_run() {
        static const Quantiles times([](double share) {
            return std::exp(0.013 * boost::math::quantile(boost::math::normal_distribution<double>(), share));
        });
        return times[generator_()];
    }
    /// Half of the runs take up to 1 % longer, one in a hundred more than 60 %: Cauchy's distribution, which
    /// has no mean.
    double heavy_tailed_run() {
        static const Quantiles times(
            [](double share) { return 1 + 0.01 * std::abs(std::tan(std::numbers::pi * (share - 0.5))); });
        return times[generator_()];
    }

  private:
    std::mt19937_64 generator_;
};

// A machine draws how slow a process is as a whole, and what each run after the other takes. It knows nothing
// of sides.

struct QuietMachine {
    static double process(Random&) { return 1; }
    static double run(Random& random) { return random.quiet_run(); }
};

/// It gets up to 1.4 times slower within 150 runs, again and again.
struct DriftingMachine {
    double step = 0;

    static double process(Random&) { return 1; }
    double run(Random& random) {
        step = step < 150 ? step + 1 : 0;
        return (1 + 0.4 * step / 150) * random.quiet_run();
    }
};

/// A neighbour takes up to half of it, for about ten runs at a time.
struct MachineWithBursts {
    double slowdown = 1;

    static double process(Random&) { return 1; }
    double run(Random& random) {
        if (slowdown > 1 ? random.happens(0.1) : random.happens(0.05)) {
            slowdown = slowdown > 1 ? 1 : 1 + random.uniform();
        }
        return slowdown * random.quiet_run();
    }
};

/// So many processes in a hundred are slow for all of their life; that a slow core hits both sides makes no
/// difference.
template <int Percent>
struct MachineOfTwoSpeeds {
    static double process(Random& random) { return random.happens(Percent / 100.0) ? 1.4 : 1; }
    static double run(Random& random) { return random.quiet_run(); }
};

struct MachineWithHeavyTails {
    static double process(Random&) { return 1; }
    static double run(Random& random) { return random.heavy_tailed_run(); }
};

/// Rounds of two sides as the gate measures them, the head `ratio` times as slow: a fresh process each in an
/// order by coin, and two quads or, as the scatter so far asks for, more, each ABBA or BAAB by coin.
template <class Machine>
class Rounds {
  public:
    Rounds(double ratio, Random& random) : ratio_(ratio), random_(random) {}

    double next_log_ratio() {
        const std::array<double, 2> spawned = {machine_.process(random_), machine_.process(random_)};
        const bool is_head_first = random_.coin();
        base_.clear();
        head_.clear();
        const int quads = quads_for_next_round(scatter_, kRule.threshold, 2);
        for (int quad = 0; quad < quads; ++quad) {
            const bool is_baab = random_.coin();
            for (const bool is_inner : {false, true, true, false}) {
                const bool is_head = is_inner != is_baab;
                const double time = spawned[is_head == is_head_first ? 0 : 1] * machine_.run(random_);
                (is_head ? head_ : base_).push_back(is_head ? ratio_ * time : time);
            }
        }
        const std::vector<double> scatter = scatter_within_round(base_, head_);
        scatter_.insert(scatter_.end(), scatter.begin(), scatter.end());
        return round_log_ratio(base_, head_).value();
    }

  private:
    double ratio_;
    Random& random_;
    Machine machine_;
    std::vector<double> base_;
    std::vector<double> head_;
    std::vector<double> scatter_;
};

struct Verdicts {
    int passed = 0;
    int regressed = 0;
    int undecided = 0;
};

template <class Machine>
Verdicts judge(double ratio, int verdicts, Random& random) {
    Verdicts count;
    for (int verdict = 0; verdict < verdicts; ++verdict) {
        Rounds<Machine> rounds(ratio, random);
        GateWealth wealth(kRule);
        for (int round = 0; round < kRule.max_rounds && wealth.decision() == Decision::undecided; ++round) {
            wealth.add(rounds.next_log_ratio());
        }
        switch (wealth.decision()) {
            case Decision::pass:
                ++count.passed;
                break;
            case Decision::regressed:
                ++count.regressed;
                break;
            case Decision::undecided:
                ++count.undecided;
                break;
        }
    }
    return count;
}

/// What a count of verdicts, each of them wrong with this probability, exceeds once in a thousand times.
int most(int verdicts, double probability) {
    return static_cast<int>(
        boost::math::quantile(boost::math::binomial_distribution<double>(verdicts, probability), 0.999));
}

/// At least this share of the verdicts is to be right, so that the promise is not kept by saying nothing.
template <class Machine>
void expect_promises_kept(int verdicts, double right) {
    Random random(371);
    const int on_slower_heads = verdicts / 10;
    int false_alarms = 0;
    int undecided = 0;
    for (const double ratio : {1.0, 1.02}) {
        const int n = ratio == 1 ? verdicts : on_slower_heads;
        const Verdicts harmless = judge<Machine>(ratio, n, random);
        EXPECT_LE(harmless.regressed, most(n, kRule.alpha / kRule.cells)) << ratio;
        EXPECT_GE(harmless.passed, right * n) << ratio << ' ' << harmless.undecided;
        false_alarms += harmless.regressed;
        undecided += harmless.undecided;
    }
    const Verdicts harmful = judge<Machine>(1.05, on_slower_heads, random);
    EXPECT_LE(harmful.passed, most(on_slower_heads, kRule.beta));
    EXPECT_GE(harmful.regressed, right * on_slower_heads) << harmful.undecided;
    testing::Test::RecordProperty("false_alarms", false_alarms);  // --gtest_output=xml shows them
    testing::Test::RecordProperty("missed", harmful.passed);
    testing::Test::RecordProperty("undecided", undecided + harmful.undecided);
}

TEST(GateRuleSimulation, QuietMachine) { expect_promises_kept<QuietMachine>(kVerdicts, 0.99); }
TEST(GateRuleSimulation, DriftingMachine) { expect_promises_kept<DriftingMachine>(kVerdicts, 0.99); }
TEST(GateRuleSimulation, MachineWithBursts) { expect_promises_kept<MachineWithBursts>(kVerdicts, 0.99); }
TEST(GateRuleSimulation, MachineOfTwoSpeeds) { expect_promises_kept<MachineOfTwoSpeeds<5>>(kVerdicts, 0.99); }
TEST(GateRuleSimulation, MachineWithHeavyTails) {
    expect_promises_kept<MachineWithHeavyTails>(kVerdicts, 0.99);
}

/// Two rounds in five compare a slow process with a fast one: most cells stay undecided, but none goes wrong.
TEST(GateRuleSimulation, MachineThatHidesTheAnswer) {
    expect_promises_kept<MachineOfTwoSpeeds<30>>(kVerdicts / 40, 0);
}

}  // namespace
}  // namespace pepbench
