import math

import pytest

from plots import testing
from plots.charts import warmup


def draw(document, read):
    return testing.figures_of(warmup, read(document)).get("")


def drawn(axes, label):
    return [line for line in axes.lines if line.get_label() == label]


def test_every_process_run_is_drawn_with_its_levels_and_its_steady_state(read):
    document = testing.warmup_document(workloads=("primes", "floats"), runs=3)
    figure = draw(document, read)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["primes", "floats"]
    for axes, workload in zip(figure.axes, ("primes", "floats")):
        for name in testing.THREE:
            entries = [
                entry
                for entry in document["pepbench"]["summary"]["warmup"]
                if (entry["workload"], entry["configuration"]) == (workload, name)
            ]
            calls = drawn(axes, f"calls: {name}")
            assert [list(line.get_ydata()) for line in calls] == [each["call_seconds"] for each in entries]
            assert all(list(line.get_xdata()) == list(range(1, 41)) for line in calls)
            assert all(line.get_alpha() < 0.5 for line in calls)
            levels = [line.get_ydata()[0] for line in drawn(axes, f"level: {name}")]
            assert levels == [part["seconds"] for entry in entries for part in entry["segments"]]
            steady = [line.get_xdata()[0] for line in drawn(axes, f"steady: {name}")]
            assert steady == [entry["steady_from"] + 1 for entry in entries]


def test_calls_are_counted_from_1_and_a_level_covers_its_own_calls(read):
    document = testing.warmup_document(("cpython-3.15",), workloads=("primes",), runs=1)
    (axes,) = draw(document, read).axes
    first, second = drawn(axes, "level: cpython-3.15")
    assert list(first.get_xdata()) == [axes.get_xlim()[0], 7.5]  # from 0 to 7 are the first seven calls
    assert list(second.get_xdata()) == [7.5, 40.5]
    assert axes.get_xlabel() == "call number"


def test_the_break_even_is_marked_and_said(read):
    document = testing.warmup_document(testing.EIGHT, workloads=("primes",), runs=2)
    own = document["pepbench"]["summary"]["break_even"]
    own.append(
        {
            "workload": "primes",
            "base": "cpython-3.11",
            "head": "cpython-3.15",
            "calls": 1,
            "seconds": 1,
            "within": 40,
        }
    )
    figure = draw(document, read)
    (axes,) = figure.axes
    assert [line.get_xdata()[0] for line in drawn(axes, "break-even")] == [12, 12]
    written = testing.texts_of(figure)
    assert written.count("after 12 calls, 1.25 s") == 2
    assert "never within 40 calls" in written
    assert "break-even with pypy-3.9" in written
    assert "after 1 call, 1 s" in written  # of two interpreters: said, not marked


def test_classes_and_n_are_said(read):
    document = testing.warmup_document(workloads=("primes",), runs=3)
    summary = document["pepbench"]["summary"]
    summary["warmup"][1].update(classification="no steady state", steady_from=None, steady_seconds=None)
    figure = draw(document, read)
    written = testing.texts_of(figure)
    assert "2 warm-up, 1 no steady state" in written
    assert "2 warm-up, 1 flat" in written
    assert "n = 3 process runs a workload and configuration, 40 calls each." in written
    assert len(drawn(figure.axes[0], "steady: cpython-3.11")) == 2


def test_null_calls_are_gaps_and_runs_without_any_are_left_out(read):
    document = testing.warmup_document(workloads=("primes",), runs=1)
    one, other, _ = document["pepbench"]["summary"]["warmup"]
    one["call_seconds"][3] = None
    other["call_seconds"] = []
    document["pepbench"]["failures"] = [
        testing.failure("primes", "linear", None, 1, "cpython-3.15", reason="killed")
    ]
    figure = draw(document, read)
    (line,) = drawn(figure.axes[0], "calls: cpython-3.11")
    assert [number for number, value in enumerate(line.get_ydata()) if math.isnan(value)] == [3]
    assert "Missing: cpython-3.15, every workload: killed." in testing.texts_of(figure)


def test_a_call_without_a_duration_is_refused_by_the_reader(read):
    document = testing.warmup_document(workloads=("primes",), runs=1)
    document["pepbench"]["summary"]["warmup"][0]["call_seconds"][2] = 0
    with pytest.raises(Exception, match=r"warmup\[0\].call_seconds must be a list of numbers above 0"):
        read(document)


def test_a_file_of_cells_has_no_such_chart(read):
    assert draw(testing.document(workloads=("primes",)), read) is None
