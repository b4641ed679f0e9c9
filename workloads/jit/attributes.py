"""Reads and writes attributes, and calls methods: inherited, overridden, through super() and properties.

An odometer: a wheel that comes round advances the next one.
"""

PARAMETERS = {"ticks": 60_000}
TEST_PARAMETERS = {"ticks": 700}


class Wheel:
    """A wheel with the numbers below `size`; it advances the wheel `following` whenever it comes round."""

    def __init__(self, size, following=None):
        self.size = size
        self.following = following
        self.position = 0

    def advance(self):
        """Go on by one number."""
        self.position += 1
        if self.position == self.size:
            self.come_round()

    def come_round(self):
        """Begin again at 0."""
        self.position = 0
        if self.following is not None:
            self.following.advance()

    @property
    def shown(self):
        """The number in the window."""
        return self.position


class BackwardWheel(Wheel):
    """A wheel whose numbers are painted on in falling order."""

    @property
    def shown(self):
        return self.size - 1 - self.position


class CountingWheel(Wheel):
    """A wheel that knows how often it came round."""

    def __init__(self, size, following=None):
        super().__init__(size, following)
        self.rounds = 0

    def come_round(self):
        super().come_round()
        self.rounds += 1


# From the fastest to the slowest.
KINDS = ((CountingWheel, 3), (BackwardWheel, 5), (Wheel, 4), (CountingWheel, 7), (BackwardWheel, 1_000))


class Odometer:
    """The wheels of KINDS, coupled."""

    def __init__(self):
        wheel = None
        self.wheels = []
        for kind, size in reversed(KINDS):
            wheel = kind(size, wheel)
            self.wheels.insert(0, wheel)
        self.fastest = wheel

    def tick(self):
        """Advance by one."""
        self.fastest.advance()

    @property
    def total(self):
        """The sum of the numbers in the windows."""
        total = 0
        for wheel in self.wheels:
            total += wheel.shown
        return total


def run(ticks):
    """Tick; the answer is the sum of the totals after each tick, and the rounds of the counting wheels."""
    odometer = Odometer()
    total = 0
    for _ in range(ticks):
        odometer.tick()
        total += odometer.total
    return [total, *[wheel.rounds for wheel in odometer.wheels if isinstance(wheel, CountingWheel)]]


def expected(ticks):
    """The same by arithmetic, as each wheel shows a digit of the number of ticks in a mixed radix."""
    total = 0
    rounds = []
    place = 1
    for kind, size in KINDS:
        digits = _sum_of_digits(ticks, place, size)
        total += ticks * (size - 1) - digits if kind is BackwardWheel else digits
        place *= size
        if kind is CountingWheel:
            rounds.append(ticks // place)
    return [total, *rounds]


def _sum_of_digits(last, place, size):
    """The sum of (number // place) % size over the numbers from 0 to `last`."""
    cycles, rest = divmod(last + 1, place * size)
    digit, begun = divmod(rest, place)
    return place * (cycles * size * (size - 1) + digit * (digit - 1)) // 2 + begun * digit
