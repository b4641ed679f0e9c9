#include "stats/binomial.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>

namespace pepbench {

using Binomial = boost::math::binomial_distribution<double>;

Interval clopper_pearson(int successes, int trials, double confidence) {
    const bool is_one_sided = successes == 0 || successes == trials;
    const double tail = (1 - confidence) / (is_one_sided ? 1 : 2);
    return {Binomial::find_lower_bound_on_p(trials, successes, tail),
            Binomial::find_upper_bound_on_p(trials, successes, tail)};
}

double sign_test(int positive, int negative) {
    const int fewer = std::min(positive, negative);
    return std::min(1.0, 2 * boost::math::cdf(Binomial(positive + negative, 0.5), fewer));
}

}  // namespace pepbench
