"""Samples of a cell for runners that time with a clock of their own.

The plan means what it means in runners/embedded/sampler.h; samples of all runners are to be comparable.
"""

from .errors import CellFailure, Unsupported, WrongKey
from .usage import read_usage

MOST_ITERATIONS = 1_000_000

# An execution that lasts so many times the minimum will not need repeating next time either, so it may count;
# nearer the minimum, counting the slow ones alone would be a selection.
CLEARLY_LONG_ENOUGH = 10

# A sample of fewer steps of the clock is known no better than to 0.1 %.
LEAST_STEPS = 1000

# Samples are aimed at so many times the minimum: those that turn out shorter than it do not count, and at a
# lesser distance these would be the quick ones, another selection.
_AIM = 2


class Plan:
    """How a cell is to be sampled: keys of a `measure` request. Raises WrongKey."""

    def __init__(self, request):
        self.samples = whole_number(request, "samples", 1)
        self.warmups = whole_number(request, "warmups", 0)
        self.minimum_sample_seconds = _value(request, "minimum_sample_seconds", 0.0, (int, float))
        self.wait_for_next = _value(request, "wait_for_next", False, (bool,))


class Clock:
    """The function that times samples, which returns seconds, and what was found out about it.

    `step` is the smallest difference of two readings that are not the same, `read_seconds` the median cost of
    one.
    """

    READS = 1001

    def __init__(self, read):
        self.read = read
        self.name = f"{read.__module__}.{read.__name__}"
        pairs = sorted(-read() + read() for _ in range(self.READS))
        self.read_seconds = pairs[self.READS // 2]
        self.step = next((pair for pair in pairs if pair > 0), None) or self._next_step()

    def _next_step(self):
        start = now = self.read()
        while now == start:
            now = self.read()
        return now - start

    def facts(self):
        """The protocol's `clock`."""
        return {"name": self.name, "resolution_seconds": self.step, "read_seconds": self.read_seconds}


class Sample:
    """`iterations` executions timed together, for `total` seconds.

    Other times are seconds for one execution, switches those of all. `used` has CPU seconds, voluntary and
    involuntary context switches, each None where the system does not tell.
    """

    def __init__(self, iterations, seconds, used, answers):
        self.iterations = iterations
        self.total = seconds
        self.seconds = seconds / iterations
        cpu_seconds, self.voluntary_switches, self.involuntary_switches = used
        self.cpu_seconds = None if cpu_seconds is None else cpu_seconds / iterations
        self.answers = answers

    def message(self):
        """What the protocol's `sample` has of it."""
        return {
            "iterations": self.iterations,
            "seconds": self.seconds,
            "cpu_seconds": self.cpu_seconds,
            "answers": self.answers,
            "voluntary_context_switches": self.voluntary_switches,
            "involuntary_context_switches": self.involuntary_switches,
        }


def take_sample(clock, cell, iterations, *, insist=True):
    """Execute the cell at least `iterations` times, in whole batches, each timed alone and then checked.

    More often where the clock has not moved by then, if that is to be insisted on. Nothing but the executions
    is between two readings of the clock. Raises CellFailure.
    """
    read, execute = clock.read, cell.execute
    batch = min(cell.batch, iterations)
    executed, seconds, used, answers = 0, 0.0, [0.0, 0, 0], None
    while executed < iterations or (insist and seconds <= 0 and executed < MOST_ITERATIONS):
        before = read_usage()
        start = read()
        for _ in range(batch):
            execute()
        end = read()
        after = read_usage()
        seconds += end - start
        executed += batch
        answers = cell.check(batch)
        children_cpu_seconds = cell.children_cpu_seconds()
        used[0] += children_cpu_seconds or 0.0
        for index, (early, late) in enumerate(zip(before or (), after or ())):
            used[index] += late - early
    if seconds <= 0:
        raise CellFailure(f"{clock.name} did not move while the cell was executed {executed} times")
    return Sample(executed, seconds, _told(used, before, children_cpu_seconds), answers)


def _told(used, reading, children_cpu_seconds):
    """`used`, with None for what the system does not tell.

    Children that say their CPU time themselves are a fork server's, whose context switches nobody tells.
    """
    if reading is None:
        return None, None, None
    return used if children_cpu_seconds is None else (used[0], None, None)


def sample_cell(clock, cell, single, plan, emit):
    """Take warm-ups and then samples as planned; hand each to `emit(index, warmup, sample)` before the next.

    `single` is the same cell with one worker, whose executions are the warm-ups. Raises CellFailure; what was
    emitted stays valid. Where there is a minimum, which is then LEAST_STEPS of the clock or more, `cell`
    itself is executed to find how many executions make a sample: once, which counts as the first sample where
    it lasted ten times the minimum, and else again, as often as is thought enough by then, until that lasts
    the minimum. No sample that counts is shorter, but for one of MOST_ITERATIONS; what turns out to be is a
    warm-up, and those after it are repeated more often, at least twice as much. Below LEAST_STEPS, one of
    MOST_ITERATIONS is a failure. Raises Unsupported for one where nothing may be repeated.
    """
    for warmup in range(plan.warmups):
        emit(warmup, True, take_sample(clock, single, 1))
    least, minimum = LEAST_STEPS * clock.step, 0.0
    if plan.minimum_sample_seconds > 0:
        minimum = max(plan.minimum_sample_seconds, least)
    iterations, warmups, index = 1, plan.warmups, 0
    cold, settled = True, minimum <= 0
    while index < plan.samples:
        sample = take_sample(clock, cell, iterations)
        if sample.total < least:
            _ensure_more_possible(clock, sample, minimum)
        lasts = sample.total >= minimum or iterations >= MOST_ITERATIONS
        if (settled and lasts) or (cold and sample.total >= CLEARLY_LONG_ENOUGH * minimum):
            settled = True
            emit(index, False, sample)
            index += 1
        else:
            settled = settled or (lasts and not cold)
            iterations = max(iterations, _iterations(cell, minimum, sample))
            emit(warmups, True, sample)
            warmups += 1
        cold = False


def _iterations(cell, minimum, sample):
    """How many executions, in whole batches, make _AIM times `minimum` seconds, to judge by this sample."""
    needed = min(-int(-_AIM * minimum // sample.seconds), MOST_ITERATIONS)
    return needed if needed <= cell.batch else -(-needed // cell.batch) * cell.batch


def _ensure_more_possible(clock, sample, minimum):
    if minimum <= 0:
        raise Unsupported(
            f"an execution of {sample.seconds:.3g} s is too short for this clock: what may not be repeated "
            f"has to last {LEAST_STEPS} steps of {clock.step:.3g} s of {clock.name}"
        )
    if sample.iterations >= MOST_ITERATIONS:
        raise CellFailure(
            f"{sample.iterations} executions lasted {sample.total:.3g} s, less than {LEAST_STEPS} steps "
            f"of {clock.step:.3g} s of {clock.name}: too short to be measured here"
        )


def whole_number(request, key, default):
    """The whole number under a key of a request. Raises WrongKey."""
    return _value(request, key, default, (int,))


def _value(request, key, default, kinds):
    value = request.get(key, default)
    if type(value) not in kinds:
        raise WrongKey(f"{key} is {value!r}")
    return value
