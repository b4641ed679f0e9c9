"""Moves three bodies under each other's gravity: float arithmetic, every result of which is a new object.

Lagrange's solution of the three-body problem: equal masses on a regular triangle turn about its centre as if
it were rigid, so where they are after half a turn is known. Unit masses at distance 1 from the centre turn
with the angular speed 3 ** (-1/4), since each is drawn to the centre with 2 * (1/3) * cos(30 degrees).
"""

import math

PARAMETERS = {"steps": 10_000}
TEST_PARAMETERS = {"steps": 100}  # fewer are not exact enough for the known answer

# Each body opposite to where it began, times 10 000: half a turn, in however many steps.
EXPECTED = [-10_000, 0, 5_000, -8_660, 5_000, 8_660]

HALF_TURN = math.pi * math.sqrt(math.sqrt(3))

# H. Yoshida, Construction of higher order symplectic integrators (1990): three leapfrog steps of these
# lengths, the middle one backwards, make one step of the fourth order.
OUTER = 1 / (2 - 2 ** (1 / 3))
LEAPS = (OUTER, 1 - 2 * OUTER, OUTER)


def drift(bodies, time):
    """Move each body [x, y, vx, vy] by its speed."""
    for body in bodies:
        body[0] += body[2] * time
        body[1] += body[3] * time


def kick(pairs, time):
    """Change the speeds of each pair of bodies by their attraction."""
    for one, other in pairs:
        dx = one[0] - other[0]
        dy = one[1] - other[1]
        square = dx * dx + dy * dy
        pull = time / (square * math.sqrt(square))
        one[2] -= dx * pull
        one[3] -= dy * pull
        other[2] += dx * pull
        other[3] += dy * pull


def triangle():
    """The three bodies at the start: on the unit circle, with speeds at right angles to their places."""
    height = math.sqrt(3) / 2
    speed = math.sqrt(math.sqrt(1 / 3))
    return [[x, y, -y * speed, x * speed] for x, y in ((1.0, 0.0), (-0.5, height), (-0.5, -height))]


def run(steps):
    """Follow the bodies for half a turn; the answer is x and y of each in ten-thousandths, rounded."""
    bodies = triangle()
    first, second, third = bodies
    pairs = ((first, second), (second, third), (third, first))
    leaps = [leap * HALF_TURN / steps for leap in LEAPS]
    for _ in range(steps):
        for leap in leaps:
            drift(bodies, leap / 2)
            kick(pairs, leap)
            drift(bodies, leap / 2)
    return [round(place * 10_000) for body in bodies for place in body[:2]]
