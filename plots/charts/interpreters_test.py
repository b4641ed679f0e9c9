import pytest

from plots import rows, testing
from plots.charts import interpreters

WORKLOADS = ("primes", "url_fetch", "floats", "methods")


def draw(document, read):
    return testing.figures_of(interpreters, read(document)).get("")


def panels_of(figure):
    return {axes.get_title(loc="left"): axes for axes in figure.axes}


def in_place(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts if text.get_gid() == rows.IN_PLACE]


@pytest.mark.parametrize("configurations", [testing.THREE, testing.EIGHT], ids=["3", "8"])
def test_every_workload_of_every_configuration_is_drawn_with_its_interval(read, configurations):
    document = testing.document(configurations, workloads=WORKLOADS, modes=testing.MODES[:1])
    panels = panels_of(draw(document, read))
    assert list(panels) == list(configurations[1:])
    for configuration, axes in panels.items():
        assert axes.get_xscale() == "log"
        assert list(testing.line_of(axes, "reference").get_xdata()) == [1.0, 1.0]
        for workload in WORKLOADS:
            given = testing.find_cell(document, f"{workload}/linear/1/{configuration}")["ratio_to_reference"]
            assert list(testing.line_of(axes, f"data: {workload}").get_xdata()) == [given["ratio"]]
            ((low, _, high, _),) = testing.bars_of(axes, f"interval: {workload}")
            assert (low, high) == pytest.approx((given["low"], given["high"]))


def test_each_suite_begins_with_its_geometric_mean(read):
    document = testing.document(workloads=WORKLOADS)
    panels = panels_of(draw(document, read))
    assert [text.get_text() for text in panels["cpython-3.15"].get_yticklabels()] == [
        "pep371: geometric mean",
        "primes",
        "url_fetch",
        "jit: geometric mean",
        "floats",
        "methods",
    ]
    for entry in document["pepbench"]["summary"]["suite_ratios"]:
        if entry["configuration"] == "cpython-3.15+jit":
            line = testing.line_of(panels["cpython-3.15+jit"], f"data: mean {entry['suite']}")
            assert list(line.get_xdata()) == [entry["ratio"]["ratio"]]


def test_what_is_missing_is_marked_in_its_place_with_the_reason_in_full_below(read):
    document = testing.document(workloads=WORKLOADS)
    own = document["pepbench"]
    for part in ("url_fetch/linear/1/cpython-3.15", "primes/linear/1/cpython-3.15+jit"):
        testing.remove_cells(document, part=part)
    testing.find_cell(document, "floats/linear/1/cpython-3.15+jit")["ratio_to_reference"] = None
    reason = "OSError: " + "no bytes arrived, " * 12 + "and that was all"
    own["unavailable"] = [
        {"workload": "url_fetch", "configuration": name, "reason": reason}
        for name in ("cpython-3.15", "cpython-3.15+jit")
    ]
    own["failures"] = [
        testing.failure("primes", "linear", None, 1, "cpython-3.15+jit", reason="wrong answer")
    ]
    figure = draw(document, read)
    assert in_place(figure) == ["unsupported [1]", "failed [2]", "unsupported [1]", "no ratio [3]"]
    written = " ".join(testing.texts_of(figure))
    assert f"[1] unsupported: cpython-3.15 url_fetch and cpython-3.15+jit url_fetch: {reason}." in written
    assert "[2] failed: cpython-3.15+jit primes: wrong answer." in written
    assert "[3] no ratio: cpython-3.15+jit floats: no pass measured it together with the reference" in written


def test_a_configuration_that_is_not_there_has_its_panel_all_the_same(read):
    document = testing.document(workloads=("primes",))
    testing.remove_cells(document, part="cpython-3.15+jit")
    own = document["pepbench"]
    own["summary"]["suite_ratios"] = own["summary"]["suite_ratios"][:-1]
    own["unavailable"] = [{"configuration": "cpython-3.15+jit", "reason": "no network"}]
    figure = draw(document, read)
    assert in_place(figure) == ["no mean [1]", "unavailable [2]"]
    assert "[2] unavailable: cpython-3.15+jit primes: no network." in testing.texts_of(figure)


def test_a_mean_over_fewer_workloads_says_so(read):
    document = testing.document(workloads=WORKLOADS)
    ratios = document["pepbench"]["summary"]["suite_ratios"]
    next(each for each in ratios if each["configuration"] == "cpython-3.15")["workloads"] = ["primes"]
    said = "The geometric mean of pep371 for cpython-3.15 is over 1 of 2 workloads, without url_fetch."
    assert said in testing.texts_of(draw(document, read))


def test_a_file_with_nothing_to_compare_has_no_such_chart(read):
    assert draw(testing.document(("cpython-3.15",)), read) is None
    assert draw(testing.document(modes=(("threaded", None),), workloads=("primes",)), read) is None
