// Counts of yes and no.
#pragma once

#include "stats/median.h"

namespace pepbench {

/// Interval for the probability behind `successes` of `trials` (Clopper and Pearson, "The use of confidence
/// or fiducial limits", Biometrika 26, 1934), each side at (1 - confidence)/2, and a whole side where
/// successes are none or all: then the other end is at 1 - confidence, 3/n for none at 95 %. trials must be
/// above 0.
Interval clopper_pearson(int successes, int trials, double confidence = 0.95);

/// Two-sided exact sign test: the probability of a split at least as uneven as `positive` against `negative`
/// where both are equally likely (Arbuthnot, 1710; Conover, Practical Nonparametric Statistics, 1999, 3.4). 1
/// without any.
double sign_test(int positive, int negative);

}  // namespace pepbench
