"""The soak's workload: its answer, and that one unit is as much work as any other."""

import sys
from pathlib import Path

import pytest
from pepbench_runner.cell import prepare
from pepbench_runner.loading import load

PATH = str(Path(__file__).parent / "units.py")


def work_of(units):
    """How many lines the work executes."""
    lines = 0

    def count(_frame, event, _argument):
        nonlocal lines
        lines += event == "line"
        return count

    run = load(PATH).module.run
    before = sys.gettrace()
    sys.settrace(count)
    try:
        run(units)
    finally:
        sys.settrace(before)
    return lines


@pytest.mark.parametrize("mode", ["linear", "threaded", "process"])
def test_right_answer(mode):
    cell = prepare({"cell": {"workload": PATH, "mode": mode, "workers": 2, "start_method": "spawn"}})
    cell.execute()
    assert cell.check(1) == cell.expected == [cell.expected[0]] * 2
    cell.close()


@pytest.mark.parametrize("units", [1, 2, 100, 105])
def test_answer_does_not_depend_on_the_number_of_units(units):
    module = load(PATH).module
    assert module.run(units) == module.expected()


def test_known_answer_by_plain_counting():
    module = load(PATH).module
    fibonacci = [0, 1]
    while len(fibonacci) <= module.STEPS:
        fibonacci.append(fibonacci[-2] + fibonacci[-1])
    small = 0
    for step in range(module.STEPS):
        small = (31 * small + step) % 65536
    assert module.expected() == (fibonacci[module.STEPS] + small) % 1_000_000_007


def test_one_unit_of_a_hundred_is_one_per_cent():
    assert work_of(101) / work_of(100) == pytest.approx(1.01, rel=1e-5)
    assert work_of(105) / work_of(100) == pytest.approx(1.05, rel=1e-5)


def test_pieces_that_disagree(monkeypatch):
    module = load(PATH).module
    checksums = iter([1, 1, 2])
    monkeypatch.setattr(module, "piece", lambda: next(checksums))
    with pytest.raises(ArithmeticError, match="different checksums"):
        module.run(3)
