"""Charts as blocks of the page: drawing, words, and the table of the numbers behind the marks."""

from __future__ import annotations

from types import ModuleType

from plots import save, style
from plots.chart import Chart, Point
from plots.report import svg
from plots.report.blocks import Line, Name, Picture, Table
from plots.report.inputs import ResultSet


def of(source: ResultSet, kind: ModuleType) -> list[Picture]:
    """The charts of that kind which can be drawn from a file."""
    return list(by_part(source, kind).values())


def by_part(source: ResultSet, kind: ModuleType) -> dict[str, Picture]:
    """The same by the part that each shows, such as a workload."""
    names = save.Names()
    return {
        part: _picture(source, f"chart-{source.index}-{names.name(kind.NAME, part)}", chart)
        for part, chart in kind.draw(source.contents)
    }


def _picture(source: ResultSet, identity: str, chart: Chart) -> Picture:
    caption = chart.caption
    tips = [[_tip(source, chart, series.name, point) for point in series.points] for series in chart.series]
    return Picture(
        identity=identity,
        title=(Name(caption.title),),
        explanation=tuple((Name(line),) for line in caption.explanation),
        notes=tuple((Name(line),) for line in caption.notes),
        svg=svg.inline(chart, identity, " ".join((f"Chart: {caption.title}.", *caption.explanation)), tips),
        data=_table(source, chart),
    )


def _tip(source: ResultSet, chart: Chart, name: str, point: Point) -> str:
    """`cpython-3.15+jit, 4 workers: 1.14 [1.06, 1.24], n = 6`."""
    workers = f", {style.count(point.workers, 'worker')}" if point.workers else ""
    numbers = "".join(getattr(part, "text", part) for part in source.estimate(point.estimate, chart.unit))
    return f"{name}{workers}: {numbers}, n = {point.estimate.n}"


def _table(source: ResultSet, chart: Chart) -> Table | None:
    """A row a mark; columns that would say the same in every row are left out."""
    series = chart.series
    if not series:
        return None
    panels = any(each.panel for each in series)
    workers = any(point.workers for each in series for point in each.points)
    columns = (*(("Panel",) if panels else ()), "What", *(("Workers",) if workers else ()))
    first = len(columns)
    return Table(
        caption=f"The numbers of the chart: {chart.caption.title}",
        columns=(*columns, _HEADERS[chart.unit], "95 % interval from", "to", "n"),
        rows=tuple(
            (
                *(((Name(each.panel),),) if panels else ()),
                (Name(each.name),),
                *(((str(point.workers),),) if workers else ()),
                *_numbers(source, chart, point),
            )
            for each in series
            for point in each.points
        ),
        numeric=frozenset(range(first - 1 if workers else first, first + 4)),
    )


_HEADERS = {"seconds": "Time", "bytes": "Memory", "ratio": "Ratio"}


def _numbers(source: ResultSet, chart: Chart, point: Point) -> tuple[Line, ...]:
    estimate = point.estimate
    value = (source.number(estimate.value, estimate.at.value, chart.unit),)
    if not estimate.has_interval:
        return value, ("–",), ("–",), (source.n(estimate),)
    low = (source.number(estimate.low, estimate.at.low, chart.unit),)
    high = (source.number(estimate.high, estimate.at.high, chart.unit),)
    return value, low, high, (source.n(estimate),)
