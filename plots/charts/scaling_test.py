import pytest

from plots import testing
from plots.charts import scaling
from plots.model import Mode


def chosen(document, read):
    return [f"{name} {mode.key}" for name, mode in scaling.lines(read(document))]


def test_threads_are_shown_without_and_with_the_gil_and_other_modes_by_one_configuration(read):
    document = testing.document(testing.EIGHT, workloads=("primes",), modes=testing.ALL_MODES[:5])
    testing.remove_cells(document, part="subinterpreter")
    cells = document["pepbench"]["summary"]["cells"]
    full = testing.document(("cpython-3.15",), workloads=("primes",), modes=testing.ALL_MODES[4:5])
    cells += full["pepbench"]["summary"]["cells"]
    assert chosen(document, read) == [
        "cpython-3.13t threaded",
        "cpython-3.13t+gil threaded",
        "cpython-3.15 process-fork",
        "cpython-3.15 process-spawn",
        "cpython-3.15 subinterpreter",
    ]


def test_without_a_free_threaded_interpreter_threads_are_one_line(read):
    assert chosen(testing.document(workloads=("primes",)), read) == [
        "cpython-3.11 threaded",
        "cpython-3.11 process-fork",
    ]


def test_a_free_threaded_interpreter_alone_shows_its_processes_too(read):
    document = testing.document(("cpython-3.13t",), workloads=("primes",))
    assert chosen(document, read) == ["cpython-3.13t threaded", "cpython-3.13t process-fork"]


@pytest.mark.parametrize("configurations", [testing.THREE, testing.EIGHT], ids=["3", "8"])
def test_every_chosen_speed_up_is_drawn_with_its_interval(read, configurations):
    document = testing.document(configurations, workloads=("primes", "queue", "floats"))
    results = read(document)
    figures = testing.figures_of(scaling, results)
    assert {suite: len(figure.axes) for suite, figure in figures.items()} == {"pep371": 2, "jit": 1}
    for workload, axes in zip(("primes", "queue", "floats"), [*figures["pep371"].axes, *figures["jit"].axes]):
        assert axes.get_title(loc="left") == workload
        for configuration, mode in scaling.lines(results):
            given = [
                testing.find_cell(document, f"{workload}/{mode.key}/{workers}/{configuration}")["speedup"]
                for workers in testing.WORKERS
            ]
            name = f"{configuration} {mode.label}"
            line = testing.line_of(axes, f"data: {name}")
            assert list(line.get_ydata()) == [each["ratio"] for each in given]
            bars = testing.bars_of(axes, f"interval: {name}")
            assert [low for _, low, _, _ in bars] == pytest.approx([each["low"] for each in given])
        assert list(testing.line_of(axes, "ideal").get_ydata()) == [1.0, 2.0, 4.0, 8.0]
        assert list(testing.line_of(axes, "usable cores").get_xdata()) == [2, 2]


def test_the_fit_and_the_efficiency_stand_below_the_panel(read):
    document = testing.document(("cpython-3.11",), workloads=("primes",), modes=testing.MODES[1:])
    entries = document["pepbench"]["summary"]["scaling"]
    for entry in entries:
        threaded = entry["mode"] == "threaded"
        entry["serial_fraction"] = (
            None if threaded else {"fraction": -0.01, "low": None, "high": None, "n": 3}
        )
    cell = testing.find_cell(document, "primes/process-fork/8/cpython-3.11")
    cell["efficiency"] = {"ratio": 0.9, "low": 0.85, "high": 0.95, "n": 12}
    testing.find_cell(document, "primes/threaded/8/cpython-3.11")["efficiency"] = None
    written = testing.texts_of(testing.figures_of(scaling, read(document))["pep371"])
    header = written.index("efficiency at 8 workers")
    assert written[header + 1 : header + 5] == ["–", "–", "-0.010", "0.900 (0.850 to 0.950)"]
    assert any("S(N) = 1 ÷ (s + (1 − s) ÷ p), p = min(N, usable cores)" in text for text in written)
    assert any("n = 12 passes" in text for text in written)


def test_a_line_without_cells_says_why(read):
    document = testing.document(("cpython-3.11",), workloads=("primes", "queue"))
    testing.remove_cells(document, part="queue/process")
    document["pepbench"]["unavailable"] = [
        {"workload": "queue", "configuration": "cpython-3.11", "reason": "no semaphores"}
    ]
    written = testing.texts_of(testing.figures_of(scaling, read(document))["pep371"])
    assert "unsupported [1]" in written
    assert "[1] unsupported: cpython-3.11, process (fork), queue: no semaphores." in written


def test_more_lines_than_can_be_told_apart_are_named_instead(read):
    modes = (*testing.ALL_MODES, ("process-pool", "spawn"), ("process-pool", "forkserver"))
    document = testing.document(("cpython-3.13t", "cpython-3.13t+gil"), workloads=("primes",), modes=modes)
    results = read(document)
    assert len(scaling.lines(results)) == 11
    figure = testing.figures_of(scaling, results)["pep371"]
    drawn = [line for line in figure.axes[0].lines if str(line.get_label()).startswith("data: ")]
    assert len(drawn) == 8
    assert any(text.startswith("Measured and not drawn here") for text in testing.texts_of(figure))


def test_a_file_of_linear_cells_has_no_such_chart(read):
    document = testing.document(modes=(("linear", None),), workloads=("primes",))
    assert testing.figures_of(scaling, read(document)) == {}
    assert scaling.lines(read(document)) == []
    assert not Mode("linear").at_once
