import pytest

from plots import testing
from plots.charts import speedup_by_workers

PANELS = ("linear", "threaded", "process-fork")


@pytest.mark.parametrize("configurations", [testing.THREE, testing.EIGHT], ids=["3", "8"])
def test_every_speed_up_is_drawn_with_its_interval(read, configurations):
    document = testing.document(configurations, workloads=("empty", "primes", "queue"))
    for workload, figure in testing.figures_of(speedup_by_workers, read(document)).items():
        for axes, mode in zip(figure.axes, PANELS):
            for configuration in configurations:
                given = [
                    testing.find_cell(document, f"{workload}/{mode}/{workers}/{configuration}")["speedup"]
                    for workers in (1, 2, 4, 8)
                ]
                line = testing.line_of(axes, f"data: {configuration}")
                assert list(line.get_ydata()) == [each["ratio"] for each in given]
                bars = testing.bars_of(axes, f"interval: {configuration}")
                assert [low for _, low, _, _ in bars] == pytest.approx([each["low"] for each in given])
                assert [high for _, _, _, high in bars] == pytest.approx([each["high"] for each in given])


def drawn(axes):
    return [(list(line.get_xdata()), list(line.get_ydata())) for line in axes.lines]


def test_the_ideal_is_n_for_n_workers_where_they_run_at_once(read):
    figure = testing.figures_of(speedup_by_workers, read(testing.document(workloads=("primes",))))["primes"]
    linear, *others = figure.axes
    ideal = ([1, 2, 4, 8], [1.0, 2.0, 4.0, 8.0])
    assert ideal not in drawn(linear)
    for axes in others:
        assert ideal in drawn(axes)
    for axes in figure.axes:
        assert any(set(y) == {1.0} for _, y in drawn(axes))
    written = testing.texts_of(figure)
    assert "ideal: N times for N workers" in written
    assert "no speed-up: as fast as one after the other" in written
    assert "primes: speed-up against workers" in written
    assert any("n = 12 passes" in text for text in written)
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == ["1×", "2×", "4×", "8×"]


def test_cells_without_the_linear_time_to_compare_with_are_named(read):
    document = testing.document(workloads=("primes",))
    for cell in document["pepbench"]["summary"]["cells"]:
        if cell["configuration"] == "cpython-3.15":
            cell["speedup"] = None
    figure = testing.figures_of(speedup_by_workers, read(document))["primes"]
    said = "Cells without a speed-up, for want of the linear time for one worker: cpython-3.15."
    assert said in testing.texts_of(figure)
    assert not any(line.get_label() == "data: cpython-3.15" for axes in figure.axes for line in axes.lines)


def test_a_file_without_any_speed_up_has_no_such_chart(read):
    document = testing.document(modes=(("threaded", None),))
    for cell in document["pepbench"]["summary"]["cells"]:
        cell["speedup"] = None
    assert testing.figures_of(speedup_by_workers, read(document)) == {}
