"""Raises, unwinds through finally, chains and catches exceptions, and lets a context manager swallow them.

Each number descends through one call for each small prime, down to the one that divides it, and there an
exception is raised.
"""

PARAMETERS = {"limit": 20_000}
TEST_PARAMETERS = {"limit": 500}

FACTORS = (2, 3, 5, 7)


class Sifted(Exception):  # noqa: N818 (it is how every number ends, not an error)
    """A number has been dealt with."""


class Divisible(Sifted):
    """`factor` is the least prime that divides the number."""

    def __init__(self, factor):
        super().__init__(factor)
        self.factor = factor


class Rough(Sifted):
    """None of FACTORS divides the number."""


class Tally:
    """Counts the numbers whose fate it is told, and swallows Divisible when it leaves a `with` block."""

    def __init__(self):
        self.by_factor = dict.fromkeys(FACTORS, 0)
        self.rough = 0
        self.unwound = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if kind is None or not issubclass(kind, Divisible):
            return False
        self.by_factor[error.factor] += 1
        return True


def sift(number, level, tally):
    """Raise Divisible here if the prime of this level divides the number, or go one level down."""
    try:
        factor = FACTORS[level]
        if number % factor == 0:
            raise Divisible(factor)
        sift(number, level + 1, tally)
    except IndexError as error:
        raise Rough(number) from error
    finally:
        tally.unwound += 1


def run(limit):
    """Sift the numbers from 1 to `limit`; the answer is [count for each of FACTORS, rough, calls unwound]."""
    tally = Tally()
    for number in range(1, limit + 1):
        try:
            with tally:
                sift(number, 0, tally)
        except Rough:
            tally.rough += 1
    return [*tally.by_factor.values(), tally.rough, tally.unwound]


def expected(limit):
    """The same by Legendre's formula, which counts without looking at any number."""
    counts = [_rough(limit // factor, FACTORS[:level]) for level, factor in enumerate(FACTORS)]
    counts.append(_rough(limit, FACTORS))
    return [*counts, sum(calls * count for calls, count in enumerate(counts, 1))]


def _rough(limit, factors):
    """How many numbers from 1 to `limit` none of the primes `factors` divides."""
    if not factors:
        return limit
    *smaller, largest = factors
    return _rough(limit, smaller) - _rough(limit // largest, smaller)
