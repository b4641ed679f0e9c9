"""Divides small integers in a plain loop, so all time goes into bytecode: the workload that shows a JIT.

PEP 371: "calculates the sum of all primes below 100000".
"""

import math
from itertools import compress

PARAMETERS = {"limit": 100_000}
TEST_PARAMETERS = {"limit": 600}

# Known from outside this file, so that a process run does not begin with a sieve.
KNOWN_SUMS = {100_000: 454_396_537}


def isprime(number):
    """Whether `number` is prime, by dividing by every integer from 2 to its root, rounded up and included."""
    if number < 2:
        return False
    if number == 2:
        return True
    last = math.ceil(math.sqrt(number))
    divisor = 2
    while divisor <= last:
        if number % divisor == 0:
            return False
        divisor += 1
    return True


def run(limit):
    """Sum the primes below `limit`."""
    return sum([number for number in range(2, limit) if isprime(number)])


def expected(limit):
    """The same sum out of a sieve of Eratosthenes, or known beforehand for the PEP's limit."""
    if limit in KNOWN_SUMS:
        return KNOWN_SUMS[limit]
    sieve = bytearray([1]) * limit
    sieve[:2] = bytes(len(sieve[:2]))
    for number in range(2, math.isqrt(max(limit, 0)) + 1):
        if sieve[number]:
            multiples = range(number * number, limit, number)
            sieve[multiples.start :: number] = bytes(len(multiples))
    return sum(compress(range(limit), sieve))
