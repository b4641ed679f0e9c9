"""What a chart keeps besides its drawing: words in full, and the numbers behind its marks."""

from plots import charts, testing
from plots.charts import scaling, speedup_by_workers, startup


def test_every_point_of_every_line_is_kept(read):
    document = testing.document(workloads=("primes",))
    figure = testing.figures_of(speedup_by_workers, read(document))["primes"]
    kept = {
        (series.panel, series.name, point.workers): point.estimate.value
        for series in figure.series
        for point in series.points
    }
    cells = document["pepbench"]["summary"]["cells"]
    assert kept == {
        (
            f"{cell['mode']} (fork)" if cell["mode"] == "process" else cell["mode"],
            cell["configuration"],
            cell["workers"],
        ): cell["speedup"]["ratio"]
        for cell in cells
    }
    assert figure.unit == "ratio"


def test_the_marks_have_the_ids_of_their_series(read):
    figure = testing.figures_of(scaling, read(testing.document(workloads=("primes",))))["pep371"]
    ids = [line.get_gid() for axes in figure.axes for line in axes.lines if line.get_gid()]
    assert ids == [series.gid for series in figure.series]
    assert {series.panel for series in figure.series} == {"primes"}


def test_every_chart_says_itself_in_words(read):
    results = read(testing.add_samples(testing.document(workloads=("primes",))))
    for kind in charts.of(results):
        for _, figure in kind.draw(results):
            assert figure.caption.title
            assert figure.caption.explanation
            assert figure.unit in ("ratio", "seconds", "bytes")


def test_without_its_caption_only_the_body_is_left(read):
    figure = testing.figures_of(startup, read(testing.document(workloads=("primes",))))[""]
    assert figure.caption.title in testing.texts_of(figure)
    figure.leave_out_caption()
    left = testing.texts_of(figure)
    assert figure.caption.title not in left
    assert "time to the first Python statement" in left
    width, height = figure.get_size_inches()
    assert (figure.body.x0, figure.body.x1) == (0, width)
    assert 0 < figure.body.y0 < figure.body.y1 < height
