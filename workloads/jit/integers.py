"""Shifts, compares and subtracts small integers in nested loops, whose branches depend on the numbers."""

PARAMETERS = {"limit": 280}
TEST_PARAMETERS = {"limit": 12}


def gcd(a, b):
    """The greatest common divisor of two positive integers, by halving and subtracting (J. Stein, 1967)."""
    twos = 0
    while not (a | b) & 1:
        a >>= 1
        b >>= 1
        twos += 1
    while not a & 1:
        a >>= 1
    while b:
        while not b & 1:
            b >>= 1
        if a > b:
            a, b = b, a
        b -= a
    return a << twos


def run(limit):
    """Sum the greatest common divisors of all pairs of integers from 1 to `limit`."""
    total = 0
    for a in range(1, limit + 1):
        for b in range(1, limit + 1):
            total += gcd(a, b)
    return total


def expected(limit):
    """The same as the sum of phi(d) * floor(limit / d) ** 2 over d; n is the sum of phi over its divisors."""
    phi = list(range(limit + 1))
    for number in range(2, limit + 1):
        if phi[number] == number:  # a prime: nothing has been taken off yet
            for multiple in range(number, limit + 1, number):
                phi[multiple] -= phi[multiple] // number
    return sum(phi[divisor] * (limit // divisor) ** 2 for divisor in range(1, limit + 1))
