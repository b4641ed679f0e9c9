import pytest

from plots import rows, testing
from plots.charts import memory


def test_every_ratio_is_drawn_with_its_interval_a_figure_a_mode(read):
    document = testing.document(testing.EIGHT, workloads=("primes", "floats"), modes=testing.MODES[::2])
    figures = testing.figures_of(memory, read(document))
    assert list(figures) == ["linear", "process-fork", "idle"]
    panels = {
        (mode, axes.get_title(loc="left")): axes
        for mode in ("linear", "process-fork")
        for axes in figures[mode].axes
    }
    assert [switch for mode, switch in panels if mode == "linear"] == ["+jit", "+gil", "+nojit"]
    for entry in document["pepbench"]["summary"]["memory_ratios"]:
        mode = "process-fork" if entry["mode"] == "process" else "linear"
        axes = panels[mode, f"+{entry['switch']}"]
        for kind in ("rss", "pss", "peak"):
            if entry[kind]:
                name = f"{entry['workload'] or 'idle after start'} {kind}"
                assert list(testing.line_of(axes, f"data: {name}").get_xdata()) == [entry[kind]["ratio"]]
                ((low, _, high, _),) = testing.bars_of(axes, f"interval: {name}")
                assert (low, high) == pytest.approx((entry[kind]["low"], entry[kind]["high"]))
    assert not any("idle" in text for text in testing.texts_of(figures["process-fork"]))


def test_the_band_of_pep_744_is_for_the_jit_alone(read):
    document = testing.document(testing.EIGHT, workloads=("primes",), modes=testing.MODES[:1])
    for axes in testing.figures_of(memory, read(document))["linear"].axes:
        bands = [patch for patch in axes.patches if patch.get_label() == "PEP 744"]
        if axes.get_title(loc="left") == "+jit":
            (band,) = bands
            assert (band.get_x(), band.get_x() + band.get_width()) == pytest.approx((1.1, 1.2))
        else:
            assert bands == []
        assert list(testing.line_of(axes, "no cost").get_xdata()) == [1.0, 1.0]


def test_idle_memory_is_in_mebibytes(read):
    document = testing.document(testing.THREE, workloads=("primes",))
    figure = testing.figures_of(memory, read(document))["idle"]
    (axes,) = figure.axes
    assert list(testing.line_of(axes, "data: cpython-3.15").get_xdata()) == [10 * 2**20]
    assert "10 MiB  (9.8 MiB to 10.26 MiB)" in testing.texts_of(figure)


def test_null_and_missing_ratios_are_marked_in_their_place(read):
    document = testing.document(testing.EIGHT[:5], workloads=("primes", "floats"), modes=testing.MODES[:1])
    own = document["pepbench"]
    ratios = own["summary"]["memory_ratios"]
    for entry in ratios:
        if (entry["switch"], entry["workload"]) == ("jit", "primes"):
            entry.update(rss=None, pss=None, peak=None)
        if (entry["switch"], entry["workload"]) == ("jit", "floats"):
            entry.update(rss=None, pss=None)
    ratios[:] = [each for each in ratios if (each["switch"], each["workload"]) != ("gil", "floats")]
    own["unavailable"] = [{"workload": "floats", "configuration": "cpython-3.13t", "reason": "it crashed"}]
    figure = testing.figures_of(memory, read(document))["linear"]
    marked = [
        text.get_text() for axes in figure.axes for text in axes.texts if text.get_gid() == rows.IN_PLACE
    ]
    assert marked == ["not measured [1]", "unsupported [2]"]
    assert "[2] unsupported: cpython-3.13t floats: it crashed." in testing.texts_of(figure)
    assert testing.line_of(figure.axes[0], "data: floats peak")


def test_a_file_without_memory_has_no_such_chart(read):
    document = testing.document(workloads=("primes",))
    document["pepbench"]["summary"].update(memory=[], memory_ratios=None)
    assert testing.figures_of(memory, read(document)) == {}


def test_ticks_are_at_round_numbers_of_mebibytes(read):
    document = testing.document(workloads=("primes",))
    for factor, entry in zip((1, 7, 20), document["pepbench"]["summary"]["memory"]):
        entry["rss"] = {key: value and value * factor for key, value in entry["rss"].items() if key != "n"}
        entry["rss"]["n"] = 12
    (axes,) = testing.figures_of(memory, read(document))["idle"].axes
    assert axes.get_xscale() == "log"
    assert "100 MiB" in [label.get_text() for label in axes.get_xticklabels()]
