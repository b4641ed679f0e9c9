"""Does a number of equal pieces of work, so that extra work is known exactly: `pepbench gate --soak`.

One piece adds long integers (Fibonacci numbers) and computes with small ones. With 100 pieces, one more is
exactly one per cent more work.
"""

from math import comb

PARAMETERS = {"units": 100}
TEST_PARAMETERS = {"units": 2}

STEPS = 600
FACTOR = 31
SMALL = 0xFFFF
MODULUS = 1_000_000_007


def piece():
    """The checksum of one piece of work."""
    a, b = 0, 1
    small = 0
    for step in range(STEPS):
        a, b = b, a + b
        small = (small * FACTOR + step) & SMALL
    return (a + small) % MODULUS


def run(units):
    """Do `units` pieces; the answer is their common checksum, and so the same for any number of them."""
    checksum = piece()
    for _ in range(units - 1):
        if piece() != checksum:
            raise ArithmeticError("two pieces of the same work have different checksums")
    return checksum


def expected():
    """The Fibonacci number as a sum along Pascal's triangle, and Horner's scheme as the polynomial it is."""
    fibonacci = sum(comb(STEPS - 1 - k, k) for k in range((STEPS + 1) // 2))
    polynomial = sum(step * FACTOR ** (STEPS - 1 - step) for step in range(STEPS))
    return (fibonacci + (polynomial & SMALL)) % MODULUS
