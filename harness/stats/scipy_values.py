"""The values of SciPy and NumPy that the tests of harness/stats and harness/judge hold.

python harness/stats/scipy_values.py prints them; scipy_values_test.py finds each in its test file.
"""

import numpy as np
from scipy import optimize, stats

# As in the tests of that name.
TIMES = (
    [5.01, 5.03, 4.98, 5.05, 5.02, 7.1, 5.0, 4.99, 5.04, 5.03, 5.01, 5.06],
    [5.12, 5.08, 5.03, 5.21, 5.09, 5.11, 5.07, 7.3, 5.15, 5.1],
)
TIED = ([1, 1, 2, 2, 2, 3, 3, 4, 1, 2, 5], [2, 3, 3, 3, 4, 4, 5, 2, 3, 6, 3])
ROOTS = (np.sqrt(np.arange(1, 61)), np.sqrt(np.arange(11, 61) + 0.3) + 0.1)
SKEWED = [77, 87, 88, 114, 151, 210, 219, 246, 253, 262, 296, 299, 306, 376, 428, 515, 666, 1310, 2611]
OBSERVATIONS = [0.012, -0.031, 0, 0.004, 0.25, -0.007, 0.02, 0.015, -0.002, 0.009]
FIRST = np.array([5.2, 3.3, 8.4, 2.9, 4.4, 6.1, 7.7, 3.9])
SECOND = np.array([4.1, 3.1, 6.6, 2.5, 3.3, 5.8, 5.9, 3.2])
# With the tails that are left out.
MEANS = (
    ([1, 2, 4, 9], 0.025),
    *(([0.1, 0.12, 0.09, 0.14, 0.11, 0.08], tail) for tail in (0.025, 0.002, 0.00016)),
    ([-0.3, 0.2, 0.05, 0.0, 1.7, -0.9, 0.4, 0.01, 0.6, -0.2, 0.33, 0.08], 0.002),
)
SCALING = np.array([[1, 1], [2, 1.71], [4, 2.6], [8, 3.3]])  # cores, speed-up


def median_intervals():
    for n in (6, 7, 10, 11, 30, 100, 1000):
        yield stats.mstats.median_cihs(np.sqrt(np.arange(1, n + 1)), 0.05)
    yield from (stats.mstats.median_cihs(np.array(SKEWED), alpha) for alpha in (0.05, 0.1, 0.01))
    logarithms = np.log(FIRST / SECOND)
    yield [np.exp(np.median(logarithms)), *np.exp(stats.mstats.median_cihs(logarithms, 0.05))]
    yield [stats.gmean(FIRST)]


def clopper_pearson():
    for successes, trials, confidence in (
        (1, 10, 0.95),
        (5, 10, 0.95),
        (3, 3000, 0.95),
        (17, 20, 0.99),
        (78, 82, 0.95),
        (999, 1000, 0.9),
    ):
        interval = stats.binomtest(successes, trials).proportion_ci(confidence, "exact")
        yield [interval.low, interval.high]
    for successes, trials in ((3, 20), (60, 100), (530, 1000)):
        yield [stats.binomtest(successes, trials).pvalue]


def p_values():
    for first, second in (TIMES, TIED, ROOTS):
        yield [
            stats.ttest_ind(first, second).pvalue,
            stats.ttest_ind(first, second, equal_var=False).pvalue,
            stats.mannwhitneyu(first, second, method="asymptotic").pvalue,
        ]


def means():
    yield [stats.sem(MEANS[0][0])]
    for values, tail in MEANS:
        yield stats.t.interval(1 - 2 * tail, len(values) - 1, np.mean(values), stats.sem(values))


def serial_fraction():
    cores, speedup = SCALING.T
    yield np.linalg.lstsq((1 - 1 / cores)[:, None], 1 / speedup - 1 / cores)[0]


def log_wealth(advantages, threshold=0.05):
    stakes = np.array([1.25, 2.5, 5, 10])[:, None] / threshold
    return np.log(np.mean(np.prod(1 + 0.95 * np.tanh(stakes * np.array(advantages)), axis=1)))


def anytime_interval(observations, threshold, confidence):
    bar = np.log(2 / (1 - confidence))

    def end(sign):
        def excess(point):
            return log_wealth(sign * (np.array(observations) - point), threshold) - bar

        middle = np.median(observations)
        return optimize.brentq(excess, middle - sign * 16 * threshold, middle, xtol=1e-15)

    return [end(1), end(-1)]


def bets():
    yield [log_wealth([0.02]), log_wealth([0.01, -0.02, 0.5]), log_wealth([0.3, -0.1, 0.25], 1)]
    yield anytime_interval(OBSERVATIONS, 0.05, 0.95)
    yield anytime_interval(OBSERVATIONS, 0.05, 0.90)
    yield anytime_interval(OBSERVATIONS, 0.1, 0.95)
    yield anytime_interval([0] * 6, 0.05, 0.95)
    yield anytime_interval([0.03] * 20, 0.05, 0.95)


def noise():
    yield [stats.median_abs_deviation(OBSERVATIONS, scale=1 / 1.4826)]


VALUES = {
    "harness/stats/median_test.cpp": median_intervals,
    "harness/stats/binomial_test.cpp": clopper_pearson,
    "harness/stats/two_sample_test.cpp": p_values,
    "harness/stats/student_test.cpp": means,
    "harness/stats/amdahl_test.cpp": serial_fraction,
    "harness/stats/betting_test.cpp": bets,
    "harness/judge/gate_forecast_test.cpp": noise,
}

if __name__ == "__main__":
    for file, values in VALUES.items():
        for line in values():
            print(file, *(repr(float(value)) for value in line))
