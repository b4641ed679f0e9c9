"""Charts inside of a page: colours that follow it, ids of their own, tooltips."""

import re

import pytest

from plots import charts, testing
from plots.charts import interpreters, startup, warmup
from plots.report import svg

# The face of the ends of bars, which are strokes and have none.
NEVER_SEEN = "#1f77b4"


@pytest.fixture
def results(read):
    return read(testing.document(workloads=("primes",), workers=(1, 2)))


def test_every_colour_follows_the_page(read):
    results = read(testing.document(testing.EIGHT, workloads=("primes",), workers=(1, 4)))
    for kind in charts.of(results):
        for _, chart in kind.draw(results):
            drawn = svg.inline(chart, "c", "label", [])
            assert set(re.findall("#[0-9a-f]{6}", drawn)) <= {NEVER_SEEN}


def test_nothing_outside_of_the_chart_is_named(results):
    (chart,) = testing.figures_of(startup, results).values()
    drawn = svg.inline(chart, "one", "label", [])
    assert drawn.startswith("<svg ")
    assert "http" not in drawn.replace("http://www.w3.org", "")
    ids = re.findall(r'\bid="([^"]*)"', drawn)
    assert ids
    assert all(name.startswith("one-") for name in ids)
    assert set(re.findall(r"url\(#([^)]*)\)", drawn)) <= set(ids)


def test_an_image_keeps_its_data(read):
    results = read(testing.warmup_document(workloads=("primes",)))
    (chart,) = testing.figures_of(warmup, results).values()
    assert "<image " in svg.inline(chart, "one", "label", [])
    assert 'href="data:image/png;base64,' in svg.inline(chart, "one", "label", [])


def test_a_tooltip_for_each_mark(results):
    (chart,) = testing.figures_of(interpreters, results).values()
    tips = [[f"{series.panel} <{series.name}>"] for series in chart.series]
    drawn = svg.inline(chart, "one", "label", tips)
    assert len(tips) == 4  # two configurations, each with a workload and the mean
    for (tip,) in tips:
        assert f"<title>{tip.replace('<', '&lt;').replace('>', '&gt;')}</title>" in drawn


def test_the_caption_is_left_to_the_page(results):
    (chart,) = testing.figures_of(startup, results).values()
    assert chart.caption.title == "Start-up: from process start to the first Python statement"
    assert chart.caption.title not in svg.inline(chart, "one", "label", [])
    assert "time to the first Python statement" in svg.inline(chart, "one", "label", [])


def test_the_label_stays_text(results):
    (chart,) = testing.figures_of(startup, results).values()
    assert 'aria-label="&lt;b&gt; &quot;x&quot;"' in svg.inline(chart, "one", '<b> "x"', [])
