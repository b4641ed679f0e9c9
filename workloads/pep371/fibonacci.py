"""Adds ever longer integers in C code that holds the GIL, so threads cannot help and processes can.

PEP 371: "calculates 50000 Fibonacci numbers inside each thread".
"""

PARAMETERS = {"count": 50_000}
TEST_PARAMETERS = {"count": 500}

MODULUS = 1_000_000_007


def run(count):
    """Go `count` steps along the Fibonacci numbers; the answer is the last one modulo 1 000 000 007."""
    a, b = 0, 1
    for _ in range(count):
        a, b = b, a + b
    return a % MODULUS


def expected(count):
    """The same remainder by fast doubling, which needs only about log2(count) steps on small integers."""
    low, high = 0, 1  # F(k) and F(k + 1), for k the leading bits of count read so far
    for bit in bin(count)[2:]:
        even = low * (2 * high - low) % MODULUS
        odd = (low * low + high * high) % MODULUS
        low, high = (odd, even + odd) if bit == "1" else (even, odd)
    return low % MODULUS
