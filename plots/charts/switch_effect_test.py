import pytest

from plots import testing
from plots.charts import switch_effect


def effect_of(document, workload, mode, workers, head="cpython-3.15+jit"):
    return next(
        effect["speedup"]
        for effect in document["pepbench"]["summary"]["switches"]
        if (effect["workload"], effect["mode"], effect["workers"], effect["head"])
        == (workload, mode, workers, head)
    )


def test_every_effect_is_drawn_with_its_interval(read):
    document = testing.document()
    figure = testing.figures_of(switch_effect, read(document))["cpython-3.15+jit"]
    (axes,) = figure.axes
    for workload in testing.WORKLOADS:
        for mode, label in (("linear", "linear"), ("threaded", "threaded"), ("process", "process (fork)")):
            for workers in testing.WORKERS:
                given = effect_of(document, workload, mode, workers)
                name = f"{workload} {label} {workers}"
                assert list(testing.line_of(axes, f"data: {name}").get_xdata()) == [given["ratio"]]
                ((low, _, high, _),) = testing.bars_of(axes, f"interval: {name}")
                assert (low, high) == pytest.approx((given["low"], given["high"]))


def test_linear_with_one_worker_is_the_headline_in_figures_too(read):
    document = testing.document()
    figure = testing.figures_of(switch_effect, read(document))["cpython-3.15+jit"]
    (axes,) = figure.axes
    given = effect_of(document, "primes", "linear", 1)
    written = testing.texts_of(figure)
    assert f"{given['ratio']:.3f}×  ({given['low']:.3f} to {given['high']:.3f})" in written
    headline = testing.line_of(axes, "data: primes linear 1")
    other = testing.line_of(axes, "data: primes linear 2")
    assert headline.get_markersize() > 1.5 * other.get_markersize()
    assert "The JIT's effect per workload: cpython-3.15+jit" in written
    assert any("n = 12 passes, 61 to 68 samples a cell" in text for text in written)
    assert {"linear, 1 worker", "1 worker", "2 workers", "8 workers"} <= set(written)


def test_the_lines_at_no_effect_and_at_five_percent(read):
    figure = testing.figures_of(switch_effect, read(testing.document()))["cpython-3.15+jit"]
    (axes,) = figure.axes
    assert list(testing.line_of(axes, "no effect").get_xdata()) == [1.0, 1.0]
    assert list(testing.line_of(axes, "PEP 744: 5 % faster").get_xdata()) == [1.05, 1.05]
    assert {"no effect", "PEP 744: 5 % faster"} <= set(testing.texts_of(figure))
    assert axes.get_xlim()[0] < 1
    assert axes.get_xlim()[1] > 1.05


def test_rows_are_in_the_order_of_the_file_from_the_top(read):
    figure = testing.figures_of(switch_effect, read(testing.document()))["cpython-3.15+jit"]
    (axes,) = figure.axes
    places = {
        text.get_text(): y
        for text, y in zip(axes.get_yticklabels(), axes.get_yticks())
        if text.get_weight() == "bold"
    }
    assert list(places) == list(testing.WORKLOADS)
    assert list(places.values()) == sorted(places.values())
    assert axes.get_ylim()[0] > axes.get_ylim()[1]
    for workload, y in places.items():
        assert list(testing.line_of(axes, f"data: {workload} linear 1").get_ydata()) == [y]


def test_each_pair_of_configurations_has_a_figure_of_its_own(read):
    document = testing.document(testing.EIGHT)
    figures = testing.figures_of(switch_effect, read(document))
    assert list(figures) == ["cpython-3.15+jit", "cpython-3.13t+gil", "pypy-3.9+nojit"]
    for head, figure in figures.items():
        given = effect_of(document, "primes", "linear", 1, head=head)
        assert list(testing.line_of(figure.axes[0], "data: primes linear 1").get_xdata()) == [given["ratio"]]


@pytest.mark.parametrize(
    ("head", "title", "axis"),
    [
        ("cpython-3.13t+gil", "The GIL's effect", "time without the GIL ÷ time with the GIL"),
        ("pypy-3.9+nojit", "The effect of switching the JIT off", "time with the JIT ÷ time without the JIT"),
        ("python+turbo", "The effect of +turbo", "time without +turbo ÷ time with +turbo"),
    ],
)
def test_each_switch_is_spoken_of_in_its_own_words(read, head, title, axis):
    document = testing.document((head.partition("+")[0], head), workloads=("primes",))
    figure = testing.figures_of(switch_effect, read(document))[head]
    assert f"{title} per workload: {head}" in testing.texts_of(figure)
    assert axis in figure.axes[0].get_xlabel()
    assert not any("PEP 744" in text for text in testing.texts_of(figure))


def test_null_intervals_are_points_without_bars(read):
    figure = testing.figures_of(switch_effect, read(testing.document(process_runs=5)))["cpython-3.15+jit"]
    (axes,) = figure.axes
    assert list(axes.containers) == []
    written = testing.texts_of(figure)
    assert "No point has a bar: fewer than six passes, too few for a 95 % interval." in written
    assert any(text.endswith("(no interval)") for text in written)


def test_missing_effects_are_named(read):
    document = testing.document()
    testing.remove_cells(document, part="primes/linear/1/cpython-3.15+jit")
    testing.remove_cells(document, part="queue/linear/4/cpython-3.15+jit")
    written = testing.texts_of(testing.figures_of(switch_effect, read(document))["cpython-3.15+jit"])
    reason = "cpython-3.15+jit not measured: not in the file, which records no reason."
    missing = f"Missing: primes, linear at 1 worker; queue, linear at 4 workers: {reason}"
    assert missing in " ".join(written)
    assert sum(text.endswith("to 0.940)") or "×  (" in text for text in written) == 5


def test_cells_that_nobody_asked_for_are_not_missing(read):
    document = testing.document_of_both_suites()
    figure = testing.figures_of(switch_effect, read(document))["cpython-3.15+jit"]
    assert testing.line_of(figure.axes[0], "data: floats linear 1")
    assert not any("Missing" in text for text in testing.texts_of(figure))


def test_the_reason_of_an_unsupported_mode_is_written_once(read):
    document = testing.document_of_both_suites()
    testing.remove_cells(document, part="threaded")
    document["pepbench"]["unavailable"] = [
        {"configuration": "cpython-3.15+jit", "mode": "threaded", "workload": workload, "reason": "a wall"}
        for workload in testing.WORKLOADS
    ]
    written = " ".join(
        testing.texts_of(testing.figures_of(switch_effect, read(document))["cpython-3.15+jit"])
    )
    assert written.count("Missing:") == 1
    assert "url_fetch and queue, threaded at 1, 2, 4, 8 workers: cpython-3.15+jit unsupported: a" in written


def test_a_file_without_a_jit_has_no_such_chart(read):
    assert testing.figures_of(switch_effect, read(testing.document(("cpython-3.11", "cpython-3.15")))) == {}
