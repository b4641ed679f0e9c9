"""The samples of the least certain cells in the order in which they were taken: drift, steps, two speeds."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from plots import notes, rows, scales, style
from plots.model import Progression, Results
from plots.sheet import Grid, Sheet

NAME = "progression"
DRAWS = Results

_COLUMNS = 2
_WIDTH, _HEIGHT = 4.3, 2.1
_RUN_COLOURS = style.COLOURS[0], style.COLOURS[4]  # in turn, so that neighbours differ
_BAND = "#DDDDDD"


def draw(results: Results) -> Iterator[tuple[str, Figure]]:
    """One figure, a panel a cell."""
    if results.least_certain:
        yield "", _figure(results)


def _figure(results: Results) -> Figure:
    shown = results.least_certain
    columns = min(_COLUMNS, len(shown))
    width = _WIDTH if columns > 1 else _WIDTH * 1.5
    sheet = Sheet(Grid(len(shown), columns, width, _HEIGHT, left=0.95, between=0.95))
    for axes, progression in zip(sheet.panels, shown):
        _draw_panel(axes, progression, width)
        sheet.figure.name_panel(axes, progression.cell.name)
    samples = [len(each.samples) for each in shown]
    runs = [each.cell.time.n for each in shown]
    return sheet.finish(
        title="Samples in order, of the cells with the widest intervals",
        explanation=[
            "Every sample that counts, when it began. A change of colour and mark is a fresh process; the"
            " line is the cell's median over process runs, the band its 95 % interval.",
            "A slope is drift of the machine, a step between colours a difference between processes, two"
            " levels within a colour are two speeds.",
            f"n = {style.spread(runs, 'process run')}, {style.spread(samples, 'sample')}.",
        ],
        keys=[_key()],
        notes=[],
        footer=notes.footer(results.origin),
        unit="seconds",
    )


def _draw_panel(axes: Axes, progression: Progression, width: float) -> None:
    time = progression.cell.time
    began = [sample.started_seconds.value for sample in progression.samples]
    seconds = [sample.nanoseconds.value * 1e-9 for sample in progression.samples]
    ends = scales.limits([*seconds, *time.ends])
    room = max(began[-1] - began[0], 1.0) * 0.04
    low, high = max(began[0] - room, -room), began[-1] + room
    at = [tick for tick in scales.ticks_from_zero(high) if tick >= low]
    scales.set_value_axis(axes, "x", (low, high), at, lambda value: f"{value:g} s", scale="linear")
    scales.set_value_axis(axes, "y", ends, scales.ticks(*ends), style.seconds)
    axes.grid(True, color=style.GRID, linewidth=0.7)
    axes.tick_params(length=3)
    axes.axhspan(time.low, time.high, color=_BAND, zorder=1, label="interval")
    axes.axhline(time.value, color=style.TEXT_COLOUR, linewidth=1.1, zorder=2, label="median")
    for number, run in enumerate(dict.fromkeys(sample.process_run.value for sample in progression.samples)):
        mine = [place for place, sample in enumerate(progression.samples) if sample.process_run.value == run]
        axes.plot(
            [began[place] for place in mine],
            [seconds[place] for place in mine],
            label=f"samples: {run}",
            zorder=3,
            **_look(number),
        )
    rows.head(axes, style.plain(progression.cell.name, 60), "", width)
    axes.set_xlabel("since the run's start", fontsize=style.LABEL_POINTS)
    axes.set_ylabel("time of one execution", fontsize=style.LABEL_POINTS)


def _look(run: int) -> dict:
    return {
        "color": _RUN_COLOURS[run % 2],
        "marker": "os"[run % 2],
        "markersize": 3.2,
        "linestyle": "none",
    }


def _key() -> list[tuple[Artist, str]]:
    return [
        (Line2D([], [], **_look(0)), "samples of a process"),
        (Line2D([], [], **_look(1)), "of the next one"),
        (Line2D([], [], color=style.TEXT_COLOUR, linewidth=1.1), "median"),
        (Patch(facecolor=_BAND), "95 % interval"),
    ]
