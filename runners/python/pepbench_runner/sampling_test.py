"""Tests of the sampling plan, with a clock and cells that are told what to show."""

import time

import pytest

from pepbench_runner import sampling
from pepbench_runner.errors import CellFailure, Unsupported, WrongKey
from pepbench_runner.sampling import Clock, Plan, sample_cell, take_sample


class Hands:
    """A clock that moves when it is told to, and by `per_read` with each reading, seen in whole steps."""

    def __init__(self, step=1e-7, per_read=1e-7):
        self.now = 0.0
        self.step = step
        self.per_read = per_read

    def read(self):
        self.now += self.per_read
        return int(self.now / self.step + 1e-6) * self.step


class FakeCell:
    """A cell whose executions last as told, the last duration for all that follow."""

    def __init__(self, hands, *durations, batch=64):
        self.hands = hands
        self.durations = list(durations)
        self.batch = batch
        self.executions = 0
        self.checks = []
        self.children_cpu = None

    def execute(self):
        self.executions += 1
        self.hands.now += self.durations.pop(0) if len(self.durations) > 1 else self.durations[0]

    def check(self, executions):
        self.checks.append(executions)
        return [len(self.checks)]

    def children_cpu_seconds(self):
        return self.children_cpu


def sampled(hands, cell, single, **request):
    """The samples of a plan: a list of (index, warmup, iterations, seconds)."""
    seen = []
    clock = Clock(hands.read)
    sample_cell(clock, cell, single, Plan(request), lambda *one: seen.append(one))
    return [
        (index, warmup, one.iterations, pytest.approx(one.seconds, rel=0.01)) for index, warmup, one in seen
    ]


def shortest(taken):
    """How long the shortest sample that counts lasted, all its executions together; its rest is rounding."""
    return min(iterations * seconds.expected for _, warmup, iterations, seconds in taken if not warmup) * (
        1 + 1e-9
    )


def test_warm_ups_have_one_worker_and_do_not_count():
    hands = Hands()
    cell, single = FakeCell(hands, 0.5), FakeCell(hands, 0.25)
    taken = sampled(hands, cell, single, samples=2, warmups=2, minimum_sample_seconds=0.001)
    assert taken == [(0, True, 1, 0.25), (1, True, 1, 0.25), (0, False, 1, 0.5), (1, False, 1, 0.5)]
    assert (cell.executions, single.executions) == (2, 2)


def test_without_a_minimum_nothing_is_repeated():
    hands = Hands()
    cell = FakeCell(hands, 2e-4)
    assert sampled(hands, cell, cell, samples=2) == [(0, False, 1, 2e-4), (1, False, 1, 2e-4)]
    assert cell.executions == 2


def test_without_a_minimum_a_sample_below_a_thousand_steps_is_unsupported():
    hands = Hands()
    cell = FakeCell(hands, 5e-5)
    with pytest.raises(Unsupported, match=r"s is too short for this clock: .* 1000 steps of 1e-07 s"):
        sampled(hands, cell, FakeCell(hands, 2e-4), samples=2, warmups=1)
    assert cell.executions == 1


def test_short_executions_are_repeated_in_whole_batches():
    hands = Hands()
    cell, single = FakeCell(hands, 1e-5), FakeCell(hands, 5e-6)
    taken = sampled(hands, cell, single, samples=2, warmups=1, minimum_sample_seconds=0.001)
    assert [one[:3] for one in taken] == [
        *[(0, True, 1), (1, True, 1), (2, True, 256)],
        *[(0, False, 256), (1, False, 256)],
    ]
    assert cell.checks == [1, *[64] * 12]
    few = FakeCell(hands, 1e-4)
    assert sampled(hands, few, single, warmups=1, minimum_sample_seconds=0.001)[-1][2] == 20


def test_a_first_execution_that_is_clearly_long_enough_counts():
    hands = Hands()
    cell, single = FakeCell(hands, 0.02), FakeCell(hands, 1e-5)
    taken = sampled(hands, cell, single, samples=2, warmups=1, minimum_sample_seconds=0.001)
    assert [one[:2] for one in taken] == [(0, True), (0, False), (1, False)]
    assert cell.executions == 2
    nearly = FakeCell(hands, 0.005)
    taken = sampled(hands, nearly, single, samples=1, warmups=1, minimum_sample_seconds=0.001)
    assert [one[:3] for one in taken] == [(0, True, 1), (1, True, 1), (2, True, 1), (0, False, 1)]


@pytest.mark.parametrize("warm", [1e-6, 4e-5, 2e-4, 6e-4, 0.002])
@pytest.mark.parametrize("slow_calls", [1, 3])
def test_no_sample_is_short_because_the_first_executions_were_slow(warm, slow_calls):
    hands = Hands()
    cell, single = (FakeCell(hands, *[20 * warm] * slow_calls, warm) for _ in range(2))
    taken = sampled(hands, cell, single, samples=5, warmups=1, minimum_sample_seconds=0.001)
    assert [index for index, warmup, *_ in taken if not warmup] == [0, 1, 2, 3, 4]
    assert [index for index, warmup, *_ in taken if warmup] == list(range(len(taken) - 5))
    assert len(taken) <= 5 + 5
    assert shortest(taken) >= 0.001


def test_a_cell_that_becomes_quicker_is_repeated_more_often_from_then_on():
    hands = Hands()
    cell = FakeCell(hands, *[1e-4] * (1 + 20 + 20), 3e-5)
    taken = sampled(hands, cell, cell, samples=3, minimum_sample_seconds=0.001)
    assert [one[:3] for one in taken] == [
        *[(0, True, 1), (1, True, 20), (0, False, 20), (2, True, 20)],
        *[(1, False, 128), (2, False, 128)],
    ]
    later = FakeCell(hands, 0.02, 6e-5)  # the first one counts, and is no measure of the others
    taken = sampled(hands, later, later, samples=2, minimum_sample_seconds=0.001)
    assert [one[:3] for one in taken] == [(0, False, 1), (0, True, 1), (1, False, 34)]


def test_an_execution_of_next_to_nothing_is_repeated_as_often_as_may_be(monkeypatch):
    monkeypatch.setattr(sampling, "MOST_ITERATIONS", 640)
    hands = Hands(step=1e-8, per_read=1e-8)
    cell = FakeCell(hands, 1e-6)
    taken = sampled(hands, cell, cell, samples=1, minimum_sample_seconds=0.001)
    assert [one[:3] for one in taken] == [(0, True, 1), (1, True, 640), (0, False, 640)]


def test_a_coarse_clock_makes_samples_of_more_than_its_thousand_steps():
    hands = Hands(step=1e-4, per_read=1e-8)
    cell = FakeCell(hands, 1e-5)
    taken = sampled(hands, cell, cell, samples=2, minimum_sample_seconds=0.001)
    assert len(taken) <= 2 + 4
    assert shortest(taken) >= sampling.LEAST_STEPS * 1e-4


def test_a_sample_below_a_thousand_steps_is_a_warm_up():
    hands = Hands(step=1e-6, per_read=1e-9)
    cell = FakeCell(hands, 8e-4, 1e-5)  # once slow, so that too few executions are thought enough
    taken = sampled(hands, cell, cell, samples=2, minimum_sample_seconds=0.0005)
    assert [one[:3] for one in taken] == [
        *[(0, True, 1), (1, True, 3), (2, True, 256)],
        *[(0, False, 256), (1, False, 256)],
    ]


def test_a_cell_that_the_clock_never_gets_long_enough_is_refused(monkeypatch):
    monkeypatch.setattr(sampling, "MOST_ITERATIONS", 640)
    hands = Hands(step=1e-6)
    cell = FakeCell(hands, 1e-7)
    with pytest.raises(CellFailure, match=r"less than 1000 steps of 1e-06 s of .*read: too short"):
        sampled(hands, cell, cell, samples=1, minimum_sample_seconds=0.001)


def test_a_clock_that_moves_later():
    hands = Hands(step=1.0, per_read=1e-3)
    clock = Clock(hands.read)
    assert clock.step == pytest.approx(1.0)
    cell = FakeCell(hands, 1e-2)
    sample = take_sample(clock, cell, 1)
    assert sample.total == pytest.approx(1.0)
    assert sample.iterations == cell.executions > 1


def test_a_clock_that_need_not_move():
    hands = Hands()
    clock = Clock(hands.read)
    hands.step = 1e9
    cell = FakeCell(hands, 1e-4)
    with pytest.raises(CellFailure, match="did not move while the cell was executed 128 times"):
        take_sample(clock, cell, 100, insist=False)
    assert cell.executions == 128


def test_a_clock_that_stands_still(monkeypatch):
    monkeypatch.setattr(sampling, "MOST_ITERATIONS", 50)
    hands = Hands()
    clock = Clock(hands.read)
    hands.step = 1e9
    with pytest.raises(CellFailure, match="did not move while the cell was executed 50 times"):
        take_sample(clock, FakeCell(hands, 1e-4), 1)


def test_a_real_clock():
    facts = Clock(time.perf_counter).facts()
    assert facts["name"] == "time.perf_counter"
    assert 0 < facts["resolution_seconds"] <= facts["read_seconds"]


@pytest.mark.parametrize(
    "change", [{"samples": "5"}, {"warmups": 1.5}, {"minimum_sample_seconds": None}, {"samples": True}]
)
def test_a_plan_of_the_wrong_type(change):
    with pytest.raises(WrongKey, match=next(iter(change))):
        Plan(change)


def test_usage_of_a_real_cell(prepared):
    source = "import time\ndef run():\n    while time.process_time() < 0.05: pass\n"
    sample = take_sample(Clock(time.perf_counter), prepared(source, "process", 1), 1)
    assert sample.message()["answers"] == [None]
    assert 0.05 <= sample.cpu_seconds < 10
    assert sample.voluntary_switches + sample.involuntary_switches > 0


def test_nobody_tells_the_context_switches_of_children_that_are_not_the_runners_own():
    hands = Hands()
    cell = FakeCell(hands, 1e-3, batch=1)
    cell.children_cpu = 10.0
    sample = take_sample(Clock(hands.read), cell, 2)
    assert 10 <= sample.cpu_seconds < 11
    assert (sample.voluntary_switches, sample.involuntary_switches) == (None, None)


def test_a_system_without_usage(monkeypatch):
    monkeypatch.setattr(sampling, "read_usage", lambda: None)
    hands = Hands()
    sample = take_sample(Clock(hands.read), FakeCell(hands, 1e-3), 2)
    assert (sample.cpu_seconds, sample.voluntary_switches, sample.involuntary_switches) == (None, None, None)
