import pytest

from plots import testing
from plots.charts import progression


def document():
    return testing.add_samples(testing.document(workloads=("primes", "queue"), workers=(1, 4)))


def figure_of(given, read):
    return testing.figures_of(progression, read(given)).get("")


def test_the_cells_with_the_widest_intervals_have_a_panel_each(read):
    given = document()
    wide = ["queue/process-fork/1/cpython-3.15", "primes/linear/1/cpython-3.11"]
    for factor, name in zip((3, 2), wide):
        cell = testing.find_cell(given, name)
        cell["high_seconds"] = cell["median_seconds"] * factor
    figure = figure_of(given, read)
    assert len(figure.axes) == 4
    assert [axes.get_title(loc="left") for axes in figure.axes][:2] == wide


def test_every_sample_stands_where_it_began(read):
    given = document()
    figure = figure_of(given, read)
    name = figure.axes[0].get_title(loc="left")
    rows = [row for row in given["benchmarks"] if row["name"] == name]
    for run in (0, 1):
        line = testing.line_of(figure.axes[0], f"samples: {run}")
        mine = [row for row in rows if row["process_run"] == run]
        assert list(line.get_xdata()) == [row["started_seconds"] for row in mine]
        assert list(line.get_ydata()) == pytest.approx([row["real_time"] * 1e-9 for row in mine])
    median = testing.line_of(figure.axes[0], "median")
    assert median.get_ydata()[0] == testing.find_cell(given, name)["median_seconds"]


def test_neighbouring_processes_differ_in_colour_and_mark(read):
    axes = figure_of(document(), read).axes[0]
    one, other = (testing.line_of(axes, f"samples: {run}") for run in (0, 1))
    assert one.get_color() != other.get_color()
    assert one.get_marker() != other.get_marker()


def test_it_says_how_many_they_are(read):
    assert "n = 12 process runs, 6 samples." in testing.texts_of(figure_of(document(), read))


@pytest.mark.parametrize("change", ["no samples", "no intervals"])
def test_a_file_without_them_has_no_such_chart(read, change):
    given = document()
    if change == "no samples":
        given["benchmarks"] = []
    for cell in given["pepbench"]["summary"]["cells"] if change == "no intervals" else []:
        cell["low_seconds"] = cell["high_seconds"] = None
    assert figure_of(given, read) is None
