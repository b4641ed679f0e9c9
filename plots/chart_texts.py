"""What a chart says besides its picture, for whoever puts it on a slide: its caption and its data."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator

from matplotlib.container import BarContainer

from plots import style
from plots.chart import Chart

_FORMULAS = ("=", "+", "-", "@")  # with which spreadsheets begin what they compute


def caption(chart: Chart) -> str:
    """A heading line, what is drawn and how to read it, the notes; a paragraph each."""
    words = chart.caption
    return "\n\n".join((words.title, " ".join(words.explanation), *words.notes)) + "\n"


def data(chart: Chart) -> str:
    """What is drawn as CSV, in full precision: a row a mark with its interval, in the unit that it names.

    A chart of raw values, such as a warm-up's, has a row a point of a line, or a bar.
    """
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    if chart.series:
        rows.writerow(("panel", "name", "workers", "value", "low", "high", "n", "unit"))
        rows.writerows(_marks(chart))
    else:
        rows.writerow(("panel", "x axis", "y axis", "line", "x", "y"))
        rows.writerows(_lines(chart))
    return written.getvalue()


def _marks(chart: Chart) -> Iterator[tuple]:
    for series in chart.series:
        for point in series.points:
            each = point.estimate
            names = _text(series.panel), _text(series.name)
            yield (*names, point.workers, each.value, each.low, each.high, each.n, chart.unit)


def _lines(chart: Chart) -> Iterator[tuple]:
    for axes in chart.axes:
        names = _text(axes.get_title(loc="left")), axes.get_xlabel(), axes.get_ylabel()
        for line in axes.lines:
            # Others mark a place on one axis, or are a part of a bar.
            if line.get_transform() == axes.transData and not line.get_label().startswith("_"):
                for x, y in zip(*line.get_data(orig=False)):
                    if math.isfinite(x) and math.isfinite(y):
                        yield *names, _text(line.get_label()), float(x), float(y)
        for bars in axes.containers:
            for bar in bars if isinstance(bars, BarContainer) else ():
                yield *names, _text(bars.get_label()), bar.get_width(), bar.get_y() + bar.get_height() / 2


def _text(name: str) -> str:
    """A name from a file that no spreadsheet takes for a formula."""
    plain = style.plain(name, most=300)
    return f"'{plain}" if plain.startswith(_FORMULAS) else plain
