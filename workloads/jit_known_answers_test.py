"""The known answers of the suite `jit` against plain counting, published figures and the work's own parts.

Each workload's `expected` is another method than its `run`; here both meet a third one, or a figure that is
known from elsewhere (OEIS is the On-Line Encyclopedia of Integer Sequences).
"""

import math
from fractions import Fraction
from itertools import groupby, permutations, product
from pathlib import Path

import pytest
from pepbench_runner.loading import load

HERE = Path(__file__).parent / "jit"
NAMES = sorted(path.stem for path in HERE.glob("*.py"))


def module(name):
    return load(str(HERE / f"{name}.py")).module


@pytest.mark.parametrize("name", [name for name in NAMES if name != "floats"])
def test_the_answer_follows_the_parameters(name):
    """Neither the work nor the known answer may be a constant."""
    workload = module(name)
    smaller = workload.TEST_PARAMETERS
    for parameter in smaller:
        greater = {**smaller, parameter: smaller[parameter] + 1}
        assert workload.run(**greater) == workload.expected(**greater) != workload.expected(**smaller)


@pytest.mark.parametrize("steps", [100, 101, 250])
def test_floats(steps):
    """The known answer is Lagrange's solution after half a turn, by trigonometry."""
    floats = module("floats")
    angles = [math.pi + 2 * math.pi * number / 3 for number in range(3)]
    places = [10_000 * place for angle in angles for place in (math.cos(angle), math.sin(angle))]
    assert floats.run(steps) == floats.EXPECTED == [round(place) for place in places]


def test_floats_needs_the_attraction_and_all_its_steps():
    floats = module("floats")
    assert floats.run(10) != floats.EXPECTED
    start = [round(place * 10_000) for body in floats.triangle() for place in body[:2]]
    assert start == [-place for place in floats.EXPECTED]


def test_floats_attraction_is_newtons():
    """One kick and one drift against exact fractions: bodies 5 apart attract each other with 1/25."""
    floats = module("floats")
    near, far = [0.0, 0.0, 0.0, 0.0], [3.0, 4.0, 0.5, 0.0]
    floats.kick(((near, far),), 2.0)
    for value, exact in zip(
        near[2:] + far[2:], (Fraction(6, 125), Fraction(8, 125), 0.5 - 6 / 125, -8 / 125)
    ):
        assert value == pytest.approx(float(exact), rel=1e-15)
    floats.drift([far], 2.0)
    assert far[:2] == [3.0 + 2.0 * far[2], 4.0 + 2.0 * far[3]]


def test_integers():
    integers = module("integers")
    for limit in [0, 1, 2, 3, 12, 31]:
        plain = sum(math.gcd(a, b) for a in range(1, limit + 1) for b in range(1, limit + 1))
        assert integers.run(limit) == integers.expected(limit) == plain
    # OEIS A018806.
    assert [integers.expected(limit) for limit in range(1, 11)] == [1, 5, 12, 24, 37, 61, 80, 112, 145, 189]


def test_attributes():
    """By writing the number of ticks down, digit by digit, after each tick."""
    attributes = module("attributes")
    for ticks in [0, 1, 2, 3, 59, 60, 61, 420, 1000]:
        total, rounds = 0, {}
        for tick in range(1, ticks + 1):
            rest = tick
            for place, (kind, size) in enumerate(attributes.KINDS):
                rest, digit = divmod(rest, size)
                total += size - 1 - digit if kind is attributes.BackwardWheel else digit
                if kind is attributes.CountingWheel:
                    rounds[place] = rest
        plain = [total, *(rounds.values() or [0, 0])]
        assert attributes.run(ticks) == attributes.expected(ticks) == plain


def test_closures():
    closures = module("closures")
    for base, exponent in product(range(4), repeat=2):
        assert closures.run(base, exponent) == closures.expected(base, exponent)
    assert closures.run(2, 5) == [32, 32]
    assert closures.church(4)(lambda text: text + "I")("") == "IIII"


def test_generators():
    """By looking at all choices of how often each part occurs; OEIS A000041, A006128, A000009 and A015723."""
    generators = module("generators")
    for total in range(7):
        choices = product(*(range(total // part + 1) for part in range(1, total + 1)))
        plain = [times for times in choices if sum(map(int.__mul__, times, range(1, total + 1))) == total]
        distinct = [times for times in plain if max(times, default=0) < 2]
        counts = [len(plain), sum(map(sum, plain)), len(distinct), sum(map(sum, distinct))]
        assert generators.run(total) == generators.expected(total) == counts
    assert generators.run(10) == generators.expected(10) == [42, 192, 10, 25]
    assert generators.expected(34)[::2] == [12_310, 512]


def test_exceptions():
    exceptions = module("exceptions")
    for limit in [0, 1, 2, 3, 6, 49, 210, 211, 500]:
        fates = [
            next((level for level, factor in enumerate(exceptions.FACTORS) if number % factor == 0), 4)
            for number in range(1, limit + 1)
        ]
        plain = [*map(fates.count, range(5)), sum(fates) + limit]
        assert exceptions.run(limit) == exceptions.expected(limit) == plain


def test_exceptions_are_chained():
    exceptions = module("exceptions")
    tally = exceptions.Tally()
    with pytest.raises(exceptions.Rough) as caught:
        exceptions.sift(11, 0, tally)
    assert isinstance(caught.value.__cause__, IndexError)
    assert tally.unwound == 5


def test_strings():
    strings = module("strings")
    known = {4: "IV", 49: "XLIX", 371: "CCCLXXI", 744: "DCCXLIV", 1999: "MCMXCIX", 3888: "MMMDCCCLXXXVIII"}
    assert {number: strings.roman(number) for number in known} == known
    assert [strings.parse(text) for text in known.values()] == list(known)
    for limit in [1, 2, 10, 100, 4000, 5100]:
        letters = sum(len(strings.roman(number)) for number in range(1, limit))
        plain = [limit - 1, sum(range(limit)), letters]
        assert strings.run(limit, 1) == strings.expected(limit, 1) == plain
        assert strings.expected(limit, 3) == [3 * count for count in plain]


def test_strings_below_1000():
    """The numerals I to IX have 20 letters, and each digit stands 100 times at each of three places."""
    assert module("strings").run(1000, 1)[2] == 20 * 100 * 3


@pytest.mark.parametrize(("letters", "length"), [(1, 1), (1, 5), (2, 3), (3, 4), (4, 4), (5, 2), (3, 6)])
def test_dictionaries(letters, length):
    """By sorting the words' letters, not counting them."""
    dictionaries = module("dictionaries")
    words = sorted(tuple(sorted(word)) for word in product(range(letters), repeat=length))
    sizes = [len(list(same)) for _, same in groupby(words)]
    plain = [len(sizes), max(sizes), sum(size**2 for size in sizes)]
    assert dictionaries.run(letters, length) == dictionaries.expected(letters, length) == plain


@pytest.mark.parametrize("length", [1, 2, 3, 10, 57])
def test_sorting(length):
    """By comparing all pairs and by the built-in function."""
    sorting = module("sorting")
    values = sorting.numbers(length)
    inversions = sum(values[j] < values[i] for i in range(length) for j in range(i + 1, length))
    rising = sorted(values)
    digests = [sum(place * value for place, value in enumerate(order, 1)) for order in (rising, rising[::-1])]
    assert sorting.run(length) == sorting.expected(length) == [inversions, digests[0], *digests]


def test_sorting_sorts_every_order():
    sorting = module("sorting")
    for length in range(7):
        for values in permutations(range(length)):
            assert sorting.merge_sort(list(values))[0] == list(range(length))
            heaped = list(values)
            sorting.heap_sort(heaped)
            assert heaped == list(range(length))


def test_sorting_meets_equal_numbers():
    sorting = module("sorting")
    length = sorting.PARAMETERS["length"]
    assert len(set(sorting.numbers(length))) < length
    assert sorting.merge_sort([1, 2, 1, 1]) == ([1, 1, 1, 2], 2)


@pytest.mark.parametrize(("customers", "counters"), [(1, 1), (2, 1), (1, 4), (40, 1), (40, 3)])
def test_simulation(customers, counters):
    """By letting the clock tick: at each tick whoever is due leaves, then whoever is first is served."""
    simulation = module("simulation")
    arrivals, needs = simulation.drawn(customers, counters)
    queues = [[] for _ in range(counters)]
    busy = [None] * counters  # (customer, when done)
    left = waited = now = 0
    while True:
        queues[0] += [customer for customer in range(customers) if arrivals[customer] == now]
        for number in range(counters):
            if busy[number] and busy[number][1] == now:
                if number + 1 < counters:
                    queues[number + 1].append(busy[number][0])
                else:
                    left += 1
                busy[number] = None
            if busy[number] is None and queues[number]:
                customer = queues[number].pop(0)
                busy[number] = (customer, now + needs[customer][number])
        if left == customers:
            break
        waited += sum(map(len, queues))
        now += 1
    plain = [now, waited, 2 * customers * counters]
    assert simulation.run(customers, counters) == simulation.expected(customers, counters) == plain


def test_simulation_has_queues():
    simulation = module("simulation")
    customers = simulation.PARAMETERS["customers"]
    waited = simulation.expected(**simulation.PARAMETERS)[1]
    assert waited > 50 * customers


def test_stack_machine():
    """By recursion in Python, which counts the machine's instructions on the way."""

    def walk(number):
        if number < 2:
            return number, 6
        (one, at_one), (two, at_two) = walk(number - 1), walk(number - 2)
        return one + two, 14 + at_one + at_two

    stack_machine = module("stack_machine")
    for number in range(12):
        fibonacci, executed = walk(number)
        plain = [fibonacci, 3 + executed]
        assert stack_machine.run(number) == stack_machine.expected(number) == plain
    assert stack_machine.expected(21)[0] == 10_946


def test_stack_machine_subtracts_and_compares_in_the_order_of_pushing():
    machine = module("stack_machine")
    for operation, result in ((machine.ADD, 9), (machine.SUBTRACT, 5), (machine.LESS, False)):
        code = [(machine.PUSH, 7), (machine.PUSH, 2), (operation, None), (machine.HALT, None)]
        assert machine.interpret(code) == (result, 4)
