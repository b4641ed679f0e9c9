// Evidence by betting, valid at any time: what lets the gate stop as soon as it knows.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "stats/median.h"

namespace pepbench {

/// The wealth of gamblers who begin with 1 each and bet, round after round, that an observation lies beyond a
/// boundary. A round multiplies a gambler's wealth by 1 + κ·tanh(λ·advantage), with κ = 0.95 and λ of 1.25,
/// 2.5, 5 and 10 ÷ threshold; their mean is the e-process. Where observations are symmetric about a point not
/// beyond the boundary, each factor has a mean of at most 1 whatever the noise (tanh is odd and increasing),
/// so that by Ville's inequality the wealth ever reaches 1/α with a probability of at most α. Bets are
/// bounded: one round moves the logarithm by at most ln 1.95 up and ln 0.05 down. (Waudby-Smith and Ramdas,
/// "Estimating means of bounded random variables by betting", JRSS B 86, 2024; Ville, 1939.)
class BoundedBets {
  public:
    /// `threshold` is in the unit of the observations and above 0.
    explicit BoundedBets(double threshold);

    /// How far the round's observation lies beyond the boundary: negative where it does not, may be infinite.
    void add(double advantage);

    /// Natural logarithm of the gamblers' mean wealth; 0 before the first round.
    [[nodiscard]] double log_wealth() const;

  private:
    std::array<double, 4> stakes_;       ///< λ
    std::array<double, 4> log_wealths_;  ///< a gambler each
};

/// Interval for the centre of symmetry of the observations that holds at any time, however it was decided to
/// stop: all points that gamblers on neither side could refute at (1 - confidence)/2 each. In the unit of the
/// observations, whose `threshold` is that of BoundedBets; infinite observations count. Nothing where a side
/// has no end, as always below 6 observations at 95 %, or where lopsided observations refute every point.
std::optional<Interval> anytime_interval(const std::vector<double>& observations, double threshold,
                                         double confidence = 0.95);

}  // namespace pepbench
