import pytest

from plots import testing
from plots.charts import startup


def figure_of(document, read):
    return testing.figures_of(startup, read(document)).get("")


def test_every_configuration_is_a_row_with_its_interval_and_its_number_in_words(read):
    document = testing.document(testing.EIGHT, workloads=("primes",))
    figure = figure_of(document, read)
    (axes,) = figure.axes
    for entry in document["pepbench"]["summary"]["startup"]:
        name, given = entry["configuration"], entry["seconds"]
        assert list(testing.line_of(axes, f"data: {name}").get_xdata()) == [given["median"]]
        ((low, _, high, _),) = testing.bars_of(axes, f"interval: {name}")
        assert (low, high) == pytest.approx((given["low"], given["high"]))
    written = testing.texts_of(figure)
    assert "11 ms  (10.78 ms to 11.29 ms)" in written
    assert "n = 12 process runs." in written
    assert [text.get_text() for text in axes.get_yticklabels()] == list(testing.EIGHT)


@pytest.mark.parametrize(("longest", "scale"), [(0.1, "linear"), (1.3, "log")])
def test_the_axis_is_logarithmic_where_the_range_exceeds_ten_times(read, longest, scale):
    document = testing.document(workloads=("primes",))
    summary = document["pepbench"]["summary"]
    summary["startup"][2]["seconds"] = {"median": longest, "low": None, "high": None, "n": 3}
    summary["startup"][1]["seconds"] = {"median": 0.05, "low": None, "high": None, "n": 3}
    figure = figure_of(document, read)
    (axes,) = figure.axes
    assert axes.get_xscale() == scale
    assert (axes.get_xlim()[0] == 0) == (scale == "linear")
    assert "2 points without a bar: fewer than six process runs, too few for a 95 % interval." in (
        testing.texts_of(figure)
    )


def test_a_configuration_without_one_is_named_with_its_reason(read):
    document = testing.document(workloads=("primes",))
    own = document["pepbench"]
    own["summary"]["startup"][1]["seconds"] = None
    del own["summary"]["startup"][2]
    own["unavailable"] = [{"configuration": "cpython-3.15+jit", "reason": "no network"}]
    written = testing.texts_of(figure_of(document, read))
    assert "Missing: cpython-3.15: not in the file, which records no reason." in written
    assert "Missing: cpython-3.15+jit: no network." in written


def test_a_file_without_start_ups_has_no_such_chart(read):
    document = testing.document(workloads=("primes",))
    del document["pepbench"]["summary"]["startup"]
    assert figure_of(document, read) is None
