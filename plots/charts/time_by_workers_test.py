import math

import pytest

from plots import testing
from plots.charts import time_by_workers
from plots.workers_panels import shift

PANELS = ("linear", "threaded", "process-fork")
SOME = ("empty", "primes", "queue")


def small(configurations=testing.THREE, **rest):
    return testing.document(configurations, **{"workloads": ("primes", "file_io"), **rest})


@pytest.mark.parametrize("configurations", [testing.THREE, testing.EIGHT], ids=["3", "8"])
def test_every_cell_is_drawn_with_its_interval(read, configurations):
    document = testing.document(configurations, workloads=SOME)
    figures = testing.figures_of(time_by_workers, read(document))
    assert list(figures) == list(SOME)
    for workload, figure in figures.items():
        assert len(figure.axes) == 3
        for axes, mode in zip(figure.axes, PANELS):
            for number, configuration in enumerate(configurations):
                cells = [
                    testing.find_cell(document, f"{workload}/{mode}/{workers}/{configuration}")
                    for workers in (1, 2, 4, 8)
                ]
                line = testing.line_of(axes, f"data: {configuration}")
                assert list(line.get_ydata()) == [cell["median_seconds"] for cell in cells]
                aside = shift(number, len(configurations))
                assert list(line.get_xdata()) == pytest.approx([1 * aside, 2 * aside, 4 * aside, 8 * aside])
                bars = testing.bars_of(axes, f"interval: {configuration}")
                assert [low for _, low, _, _ in bars] == pytest.approx(
                    [cell["low_seconds"] for cell in cells]
                )
                assert [high for _, _, _, high in bars] == pytest.approx(
                    [cell["high_seconds"] for cell in cells]
                )


def test_points_stay_nearer_to_their_number_of_workers_than_to_the_next():
    for count in (1, 2, 3, 8, 20):
        moves = [shift(position, count) for position in range(count)]
        assert moves == sorted(set(moves))
        assert math.prod(moves) == pytest.approx(1)
        assert moves[-1] / moves[0] < 1.6


def test_the_published_curve_is_that_of_the_first_configuration(read):
    document = small()
    figure = testing.figures_of(time_by_workers, read(document))["file_io"]
    for axes, mode in zip(figure.axes, PANELS):
        (curve,) = (line for line in axes.lines if line.get_linewidth() > 3)
        expected = [
            testing.find_cell(document, f"file_io/{mode}/{workers}/cpython-3.11")["published"][
                "scaled_seconds"
            ]
            for workers in (1, 2, 4, 8)
        ]
        assert list(curve.get_ydata()) == expected
        assert list(curve.get_xdata()) == [1, 2, 4, 8]
    assert "PEP 371 in 2008, scaled to linear, 1 worker of cpython-3.11" in testing.texts_of(figure)


def test_the_published_curve_falls_to_the_next_configuration_that_has_it(read):
    document = small()
    testing.remove_cells(document, part="cpython-3.11")
    results = read(document)
    assert time_by_workers.reference_configuration(results, "primes") == "cpython-3.15"
    for cell in document["pepbench"]["summary"]["cells"]:
        cell["published"] = None
    results = read(document)
    assert time_by_workers.reference_configuration(results, "primes") is None
    figure = testing.figures_of(time_by_workers, results)["primes"]
    assert not any("PEP 371" in text for text in testing.texts_of(figure))


def test_axes_are_logarithmic_with_plain_numbers_and_units(read):
    figure = testing.figures_of(time_by_workers, read(small()))["primes"]
    for axes in figure.axes:
        assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
        assert [text.get_text() for text in axes.get_xticklabels()] == ["1", "2", "4", "8"]
        assert axes.get_xlabel() == "workers"
        assert axes.get_ylim() == figure.axes[0].get_ylim()
    labels = [text.get_text() for text in figure.axes[0].get_yticklabels()]
    assert labels == ["200 ms", "300 ms", "500 ms", "1 s", "2 s", "3 s"]
    assert figure.axes[0].get_ylabel() == "time of one execution"


def test_the_sheet_says_what_it_shows_and_from_how_much(read):
    figure = testing.figures_of(time_by_workers, read(small()))["primes"]
    written = testing.texts_of(figure)
    assert "primes: time against workers" in written
    assert "What primes shows, said in one sentence." in written
    assert any("n = 12 process runs, 61 to 68 samples a cell." in text for text in written)
    assert {"linear", "threaded", "process (fork)", *testing.THREE} <= set(written)
    assert any(text.startswith("run.json · pepbench 0.1.0") for text in written)


@pytest.mark.parametrize(
    ("cores", "line", "shade"),
    [
        (2, True, (2, 4)),
        (1.5, True, (1, 2)),
        (8, True, None),
        (64, False, None),
        (0.5, False, (0, 1)),
        (3, True, (2, 4)),
    ],
)
def test_usable_cores_are_a_line_and_what_is_beyond_is_shaded(read, cores, line, shade):
    figure = testing.figures_of(time_by_workers, read(small(usable_cores=cores)))["primes"]
    linear, *others = figure.axes
    assert not any(
        each.get_label() in ("usable cores", "oversubscribed") for each in [*linear.lines, *linear.patches]
    )
    for axes in others:
        lines = [each for each in axes.lines if each.get_label() == "usable cores"]
        assert [list(each.get_xdata()) for each in lines] == ([[cores, cores]] if line else [])
        shades = [each for each in axes.patches if each.get_label() == "oversubscribed"]
        assert len(shades) == (1 if shade else 0)
        if shade:
            aside = shift(2, 3)
            start = shades[0].get_x()
            assert shade[0] * aside < start < shade[1] / aside or start == axes.get_xlim()[0]
            assert start + shades[0].get_width() == pytest.approx(axes.get_xlim()[1])
    assert ("oversubscribed: more workers than usable cores" in testing.texts_of(figure)) == bool(shade)
    name = {1.5: "1.5 usable cores", 2: "2 usable cores"}.get(cores)
    assert name is None or name in testing.texts_of(figure)


def test_a_missing_cell_breaks_the_line_and_is_named(read):
    document = small()
    testing.remove_cells(document, part="primes/threaded/4/cpython-3.15+jit")
    document["pepbench"]["failures"] = [
        testing.failure("primes", "threaded", None, 4, "cpython-3.15+jit", reason="worker 2 died")
    ]
    figure = testing.figures_of(time_by_workers, read(document))["primes"]
    line = testing.line_of(figure.axes[1], "data: cpython-3.15+jit")
    assert [math.isnan(value) for value in line.get_ydata()] == [False, False, True, False]
    assert len(testing.bars_of(figure.axes[1], "interval: cpython-3.15+jit")) == 3
    assert "Missing: cpython-3.15+jit, threaded at 4 workers: failed: worker 2 died." in testing.texts_of(
        figure
    )


def test_an_unavailable_configuration_is_named_and_not_drawn(read):
    document = small()
    testing.remove_cells(document, part="cpython-3.15+jit")
    document["pepbench"]["unavailable"] = [{"configuration": "cpython-3.15+jit", "reason": "no network"}]
    figure = testing.figures_of(time_by_workers, read(document))["primes"]
    written = testing.texts_of(figure)
    assert "Missing: cpython-3.15+jit, every cell: unavailable: no network." in written
    assert "cpython-3.15+jit" not in written


def test_null_intervals_are_points_without_bars(read):
    document = small(process_runs=5)
    figure = testing.figures_of(time_by_workers, read(document))["primes"]
    for axes in figure.axes:
        assert list(axes.containers) == []
        assert len(testing.line_of(axes, "data: cpython-3.11").get_ydata()) == 4
    said = "No point has a bar: fewer than six process runs, too few for a 95 % interval."
    assert said in testing.texts_of(figure)


def test_one_null_interval_leaves_the_others(read):
    document = small()
    cell = testing.find_cell(document, "primes/linear/2/cpython-3.11")
    cell.update(low_seconds=None, high_seconds=None, process_runs=5)
    figure = testing.figures_of(time_by_workers, read(document))["primes"]
    assert len(testing.bars_of(figure.axes[0], "interval: cpython-3.11")) == 3
    written = testing.texts_of(figure)
    assert "1 point without a bar: fewer than six process runs, too few for a 95 % interval." in written
    assert any("n = 5 to 12 process runs" in text for text in written)


def test_a_workload_with_one_number_of_workers_has_no_chart_beside_others_with_more(read):
    figures = testing.figures_of(time_by_workers, read(testing.document_of_both_suites()))
    assert list(figures) == list(testing.WORKLOADS)


def test_workloads_with_one_number_of_workers_have_charts_where_every_one_has(read):
    document = testing.document(workloads=("primes", "floats"), modes=testing.MODES[:1], workers=(1,))
    assert list(testing.figures_of(time_by_workers, read(document))) == ["primes", "floats"]
