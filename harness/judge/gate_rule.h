// The gate's rule: when one log ratio a round is enough to say pass or regressed.
#pragma once

#include "stats/betting.h"

namespace pepbench {

/// What is promised. With `cells` cells in a run, the chance that any whose head is not slower than 1 + 0.4 ·
/// threshold is ever called regressed is at most `alpha`; that one which is slower by the threshold or more
/// passes, at most `beta`. What lies between may be called either way.
struct GateRule {
    double threshold = 0.05;  ///< share by which the head may not be slower
    double alpha = 1e-3;      ///< of the whole run
    double beta = 1e-3;       ///< of a cell
    int cells = 1;            ///< in the run, for the family-wise correction (Bonferroni)
    int max_rounds = 120;
    double max_seconds = 20;  ///< of a cell

    [[nodiscard]] double flag_boundary() const;  ///< ln(1 + 0.4 · threshold): no more than this is harmless
    [[nodiscard]] double pass_boundary() const;  ///< ln(1 + threshold)
    [[nodiscard]] double flag_bar() const;       ///< ln(cells / alpha), for the log wealth
    [[nodiscard]] double pass_bar() const;       ///< ln(1 / beta)

    /// The fewest rounds after which a cell can pass or be called regressed.
    [[nodiscard]] int least_rounds_to_pass() const;
    [[nodiscard]] int least_rounds_to_flag() const;
    [[nodiscard]] int least_rounds() const;  ///< after which either can be said
};

enum class Decision { undecided, pass, regressed };

/// A cell's wealth against "not slower" and against "slower", round by round.
class GateWealth {
  public:
    explicit GateWealth(const GateRule& rule);

    /// Takes in the ln(head ÷ base) of one more round (infinite where a side crashed) and decides. Once a
    /// decision is reached, it stays.
    Decision add(double log_ratio);

    [[nodiscard]] Decision decision() const { return decision_; }
    [[nodiscard]] double log_flag_wealth() const { return flag_.log_wealth(); }
    [[nodiscard]] double log_pass_wealth() const { return pass_.log_wealth(); }

  private:
    GateRule rule_;
    BoundedBets flag_;
    BoundedBets pass_;
    Decision decision_ = Decision::undecided;
};

}  // namespace pepbench
